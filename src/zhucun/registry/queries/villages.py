"""Villages with their need profiles beside the county's yardstick; set-based."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from django.db.models import Count, Max, Q, QuerySet, Sum

from zhucun.core.models import Event, Place, User, within
from zhucun.core.queries import place_name, townships
from zhucun.core.taking import Difference
from zhucun.engine.facts import VillageFacts
from zhucun.engine.intake.names import same_place
from zhucun.engine.policy import CountyYardstick, Figure, NeedProfile, need_profile
from zhucun.engine.words import Need
from zhucun.policy.queries import figures_of
from zhucun.registry import bridge
from zhucun.registry.models import NeedAdjustment, Village
from zhucun.registry.statuses import OWN_NUMBERS

Stamp = tuple[tuple[int, int, int, int], tuple[Figure, ...]]


def villages_of(county: str) -> list[Village]:
    """Return all villages of a county in order of code."""
    return list(Village.objects.filter(within(county)).order_by("code"))


def village_facts(county: str) -> list[VillageFacts]:
    """Return all villages of a county as the engine knows them."""
    return [bridge.facts_of(village) for village in villages_of(county)]


def yardstick(county: str, *, on: date) -> CountyYardstick:
    """Return what is usual in the county on this day."""
    return CountyYardstick.of(village_facts(county), on=on, area=county, local=figures_of(county))


def stamp_of(county: str) -> Stamp:
    """Return what changes whenever a village's facts, an adjustment or an own figure does, in three small queries."""
    return _stamp(county), figures_of(county)


def profiles(county: str, *, on: date, stamp: Stamp | None = None) -> dict[str, NeedProfile]:
    """Return the need profile of each village of a county by code, with people's adjustments.

    They are computed again only where the stamp is another than the last time.
    """
    return _profiles(county, on, *(stamp or stamp_of(county)))


def _stamp(county: str) -> tuple[int, int, int, int]:
    found = Village.objects.filter(within(county)).aggregate(rows=Count("pk"), versions=Sum("version"))
    adjusted = NeedAdjustment.objects.filter(within(county, "village_id")).aggregate(
        last=Max("pk"), withdrawn=Count("pk", filter=Q(withdrawn_at__isnull=False))
    )
    return found["rows"], found["versions"] or 0, adjusted["last"] or 0, adjusted["withdrawn"]


@lru_cache(maxsize=64)
def _profiles(
    county: str, on: date, stamp: tuple[int, int, int, int], own: tuple[Figure, ...]
) -> dict[str, NeedProfile]:
    facts = village_facts(county)
    measure = CountyYardstick.of(facts, on=on, area=county, local=own)
    made = {village.code or "": replace(need_profile(village, measure, on=on), own=own) for village in facts}
    standing = NeedAdjustment.objects.filter(within(county, "village_id"), withdrawn_at__isnull=True)
    for adjustment in standing:
        code = adjustment.village_id
        if code in made:
            made[code] = adjusted(made[code], adjustment)
    return made


def adjusted(profile: NeedProfile, adjustment: NeedAdjustment) -> NeedProfile:
    """Return the profile with a person's word in force."""
    return profile.adjusted(Need(adjustment.need), adjustment.thousandths, adjustment.reason)


def profile_of(village: Village, *, on: date) -> NeedProfile:
    """Return one village's need profile beside its county."""
    return profiles(village.county, on=on)[village.code]


def profiles_for(villages: Iterable[Village], *, on: date) -> dict[str, NeedProfile]:
    """Return the need profiles of these villages by code, county by county."""
    found: dict[str, NeedProfile] = {}
    for county in sorted({village.county for village in villages}):
        found.update(profiles(county, on=on))
    return found


def standing_adjustments(village: Village) -> dict[str, NeedAdjustment]:
    """Return the adjustments in force by need."""
    rows = village.adjustments.filter(withdrawn_at__isnull=True).select_related("by")
    return {row.need: row for row in rows}


def codes_with_top_need(county: str, need: str, *, on: date) -> list[str]:
    """Return the codes of a county's villages whose greatest need this is."""
    made = profiles(county, on=on)
    return [code for code, profile in made.items() if profile.ranked[0].need == need]


def history(village: Village) -> QuerySet[Event]:
    """Return what happened to a village, newest first."""
    return Event.objects.filter(subject="registry.village", subject_id=village.pk).select_related("by").order_by("-id")


def areas(user: User) -> list[tuple[str, str]]:
    """Return the townships (or, for a wider place, the counties) that have villages, by code, with their names."""
    digits = 9 if len(user.scope) >= 6 else 6
    rows = Village.objects.visible_to(user).values_list("code", "town").order_by("code")
    named: dict[str, str] = {}
    for code, town in rows:
        named.setdefault(code[:digits], town)
    if digits == 9:
        return list(named.items())
    return [(code, place_name(code)) for code in named]


def village_names(place: str) -> dict[str, str]:
    """Return the names of the villages of a place by code."""
    return dict(Village.objects.filter(within(place)).values_list("code", "name"))


def compared(rows: Sequence[VillageFacts], standing: Mapping[str, Village]) -> list[Difference]:
    """Return what each row would change, in the order of the rows."""
    found = []
    for row in rows:
        values = bridge.values_of(row)
        code = values.pop("code")
        old = bridge.standing_values(standing[code]) if code in standing else None
        found.append(Difference.between(code, old, values))
    return found


def differences(rows: Sequence[VillageFacts], county: str) -> list[Difference]:
    """Return what taking in a list would do, before it is done, in the order of the rows."""
    return compared(rows, {village.code: village for village in villages_of(county)})


def one(code: str, user: User) -> Village | None:
    """Return a village if it is there for this person."""
    return Village.objects.visible_to(user).filter(pk=code).first()


def places_to_add(user: User) -> dict[Place, list[Place]]:
    """Return, by township, the village-level places within the user's place that are not in the list yet."""
    listed = set(Village.objects.filter(within(user.scope)).values_list("code", flat=True))
    found: dict[str, list[Place]] = {}
    towns: dict[str, Place] = {}
    for place in Place.objects.filter(within(user.scope) | Q(code=user.scope[:9])).order_by("code"):
        if len(place.code) == 9:
            towns[place.code] = place
        elif len(place.code) == 12 and place.code not in listed:
            found.setdefault(place.code[:9], []).append(place)
    return {town: found.get(code, []) for code, town in towns.items()}


def next_own_code(town: str) -> str:
    """Return the next free code of a township for a village that the national list lacks."""
    taken = set(Village.objects.filter(within(town)).values_list("code", flat=True))
    return next(code for n in OWN_NUMBERS if (code := f"{town}{n}") not in taken)


def own_code_for(county: str, town: str, taken: set[str]) -> str:
    """Return a free own code in the township of this name, or, where no name is like it, in the county's first."""
    towns = list(townships(county))
    place = next((t for t in towns if town and same_place(town, t.name, "town")), towns[0] if towns else None)
    prefix = place.code if place else f"{county}000"
    listed = set(Village.objects.filter(within(prefix)).values_list("code", flat=True)) | taken
    return next(code for n in OWN_NUMBERS if (code := f"{prefix}{n}") not in listed)
