"""Reads of registry: villages with their needs, and the map of tiles."""

from zhucun.registry.queries.tiles import Class, ColourBy, Tile, TileMap, TownTiles, breaks, colour_choices, tile_map
from zhucun.registry.queries.villages import (
    adjusted,
    areas,
    codes_with_top_need,
    compared,
    differences,
    history,
    next_own_code,
    one,
    own_code_for,
    places_to_add,
    profile_of,
    profiles,
    profiles_for,
    standing_adjustments,
    village_facts,
    villages_of,
    yardstick,
)

__all__ = [
    "Class", "ColourBy", "Tile", "TileMap", "TownTiles", "adjusted", "areas", "breaks", "codes_with_top_need",
    "colour_choices", "compared", "differences", "history", "next_own_code", "one", "own_code_for", "places_to_add",
    "profile_of", "profiles", "profiles_for", "standing_adjustments", "tile_map", "village_facts", "villages_of",
    "yardstick",
]  # fmt: skip
