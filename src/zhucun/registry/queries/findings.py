"""What the quality rules found in a county: kept from the last time they were asked, counted by village and rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from zhucun.core.models import User, within
from zhucun.core.statuses import Role
from zhucun.engine.households.quality import RULE, Weight
from zhucun.registry.models import FindingExplanation, FindingOwner, KeptFinding, RulesAsked, Village


def asked_of(county: str) -> RulesAsked | None:
    """Return when the rules were last asked of a county."""
    return RulesAsked.objects.filter(pk=county).first()


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
