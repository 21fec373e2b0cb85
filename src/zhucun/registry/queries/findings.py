"""What the quality rules found in a county: kept from the last time they were asked, counted by village and rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from zhucun.core.models import Event, User, within
from zhucun.core.statuses import Role
from zhucun.engine.households.quality import RULE, Weight
from zhucun.registry.models import FindingExplanation, FindingOwner, Household, KeptFinding, RulesAsked, Village

AT_ONCE = 3_000
"""Up to so many households the rules are asked while somebody waits for the page: less than a second."""
A_SECOND = 1_000
"""For so many households the rules rest a second before they are asked again, so that they never fill a processor."""


def asked_of(county: str) -> RulesAsked | None:
    """Return when the rules were last asked of a county."""
    return RulesAsked.objects.filter(pk=county).first()


def is_stale(county: str, asked: RulesAsked | None, *, on: date) -> bool:
    """Tell whether anything that the rules look at has changed since, or the day they are asked of is another."""
    if asked is None or asked.on != on:
        return True
    # The rules measure with figures of the county and of the places around it.
    of_figures = Q(subject__startswith="policy.", area__in=[county[:digits] for digits in (2, 4, 6)])
    return Event.objects.filter(facts_since(county) | of_figures, pk__gt=asked.event).exists()


def facts_since(county: str) -> Q:
    """Return the condition of events that may have changed a county's households."""
    told = Q(subject__startswith="registry.") | Q(name__endswith=".taken") | Q(name__startswith="import.")
    return within(county, "area") & told & ~Q(name__startswith="finding.")


def is_small(county: str) -> bool:
    """Tell whether a county has so few households that the rules can be asked while somebody waits."""
    return not Household.objects.filter(county_code=county).order_by().values("pk")[AT_ONCE : AT_ONCE + 1]


def is_rested(asked: RulesAsked, *, at: datetime) -> bool:
    """Tell whether it was long enough ago that the rules were asked, by how much there is to look at."""
    return asked.at + timedelta(seconds=asked.households / A_SECOND) <= at


def counties_with_households() -> list[str]:
    """Return the counties that keep households, each found by one step through the index."""
    found: list[str] = []
    while True:
        rows = Household.objects.filter(county_code__gt=found[-1] if found else "").order_by("county_code")
        following = rows.values_list("county_code", flat=True).first()
        if following is None:
            return found
        found.append(following)


def kept(asked: RulesAsked | None) -> QuerySet[KeptFinding]:
    """Return the findings of the last run, those of rules that are still asked."""
    if asked is None:
        return KeptFinding.objects.none()
    return KeptFinding.objects.filter(county=asked.county, run=asked.run)


@dataclass(frozen=True)
class VillageFindings:
    """How many findings a village has open and explained, and who mends them."""

    code: str
    name: str
    town: str
    open: int
    errors: int
    explained: int
    owner: FindingOwner | None
    rules: Mapping[str, int]


def explanations(county: str) -> dict[str, FindingExplanation]:
    """Return the explanations that hold in a county by the mark of the finding."""
    rows = FindingExplanation.objects.filter(within(county, "village_id"), withdrawn_at__isnull=True)
    return {row.mark: row for row in rows.select_related("by")}


def by_village(user: User, asked: RulesAsked | None, explained: Mapping[str, Any]) -> list[VillageFindings]:
    """Return the villages within a person's place with their findings, the most open ones first."""
    rows = kept(asked).filter(within(user.scope, "village")).order_by()
    counts: dict[str, dict[str, int]] = {}
    for village, rule, count in rows.values_list("village", "rule").annotate(n=Count("pk")):
        counts.setdefault(village, {})[rule] = count
    # An explanation holds for the facts as they were: where these changed, the finding has another mark.
    silent: dict[str, int] = {}
    for village in rows.filter(mark__in=list(explained)).values_list("village", flat=True) if explained else ():
        silent[village] = silent.get(village, 0) + 1
    owners = {
        o.village_id: o for o in FindingOwner.objects.select_related("owner").filter(within(user.scope, "village_id"))
    }
    result = []
    for code, name, town in Village.objects.visible_to(user).order_by("code").values_list("code", "name", "town"):
        rules, quiet = counts.get(code, {}), silent.get(code, 0)
        if rules or code in owners:
            errors = sum(n for rule, n in rules.items() if rule in RULE and RULE[rule].weight is Weight.ERROR)
            result.append(
                VillageFindings(
                    code, name, town, sum(rules.values()) - quiet, errors, quiet, owners.get(code), rules
                )
            )  # fmt: skip
    return sorted(result, key=lambda v: (-v.open, v.code))


def owners_stamp(user: User) -> tuple[Any, ...]:
    """Return what tells whether others mend the findings within a person's place than before."""
    rows = FindingOwner.objects.filter(within(user.scope, "village_id")).order_by("village")
    return tuple(rows.values_list("village_id", "owner__name", "until"))


def of_village(asked: RulesAsked | None, village: str) -> list[KeptFinding]:
    """Return the findings of one village, errors first."""
    rows: Sequence[KeptFinding] = [row for row in kept(asked).filter(village=village) if row.rule in RULE]
    return sorted(rows, key=lambda f: (RULE[f.rule].weight is not Weight.ERROR, f.rule, f.code))


def owners_for(village: str) -> Any:
    """Return who may be asked to mend the findings of a village: those who work with its households."""
    roles = [Role.FIRST_SECRETARY, Role.TOWNSHIP, Role.OFFICE]
    scopes = [village[:digits] for digits in (6, 9, 12)]
    return User.objects.filter(Q(role__in=roles), scope__in=scopes, is_active=True).order_by("role", "name")


def owner_of(village: Village) -> FindingOwner | None:
    """Return who mends the findings of a village."""
    return FindingOwner.objects.filter(village=village).select_related("owner", "by").first()
