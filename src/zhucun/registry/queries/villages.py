"""Villages with their need profiles beside the county's yardstick; set-based."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from django.db.models import Count, Max, Q, QuerySet, Sum

from zhucun.core.models import Event, User, within
from zhucun.core.queries import place_name
from zhucun.core.taking import Difference
from zhucun.engine.facts import VillageFacts
from zhucun.engine.policy import CountyYardstick, NeedProfile, need_profile
from zhucun.engine.words import Need
from zhucun.registry import bridge
from zhucun.registry.models import NeedAdjustment, Village

Stamp = tuple[int, int, int, int]


def villages_of(county: str) -> list[Village]:
    """Return all villages of a county in order of code."""
    return list(Village.objects.filter(within(county)).order_by("code"))


def village_facts(county: str) -> list[VillageFacts]:
    """Return all villages of a county as the engine knows them."""
    return [bridge.facts_of(village) for village in villages_of(county)]


def yardstick(county: str, *, on: date) -> CountyYardstick:
    """Return what is usual in the county on this day."""
    return CountyYardstick.of(village_facts(county), on=on, area=county)


def profiles(county: str, *, on: date) -> dict[str, NeedProfile]:
    """Return the need profile of each village of a county by code, with people's adjustments.

    Two small queries tell whether anything changed since the last time; only then is it computed again.
    """
    return _profiles(county, on, _stamp(county))


def _stamp(county: str) -> Stamp:
    found = Village.objects.filter(within(county)).aggregate(rows=Count("pk"), versions=Sum("version"))
    adjusted = NeedAdjustment.objects.filter(within(county, "village_id")).aggregate(
        last=Max("pk"), withdrawn=Count("pk", filter=Q(withdrawn_at__isnull=False))
    )
    return found["rows"], found["versions"] or 0, adjusted["last"] or 0, adjusted["withdrawn"]


@lru_cache(maxsize=64)
def _profiles(county: str, on: date, stamp: Stamp) -> dict[str, NeedProfile]:
    facts = village_facts(county)
    measure = CountyYardstick.of(facts, on=on, area=county)
    made = {village.code or "": need_profile(village, measure, on=on) for village in facts}
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


def codes_with_top_need(villages: QuerySet[Village], county: str, need: str, *, on: date) -> list[str]:
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


def compared(rows: Sequence[VillageFacts], standing: Mapping[str, Village]) -> list[Difference]:
    """Return what each row would change; a code that stands twice in the list counts its first row only."""
    found: dict[str, Difference] = {}
    for row in rows:
        values = bridge.values_of(row)
        code = values.pop("code")
        old = bridge.standing_values(standing[code]) if code in standing else None
        found.setdefault(code, Difference.between(code, old, values))
    return list(found.values())


def differences(rows: Sequence[VillageFacts], county: str) -> list[Difference]:
    """Return what taking in a list would do, before it is done, in the order of the rows."""
    return compared(rows, {village.code: village for village in villages_of(county)})


def one(code: str, user: User) -> Village | None:
    """Return a village if it is there for this person."""
    return Village.objects.visible_to(user).filter(pk=code).first()
