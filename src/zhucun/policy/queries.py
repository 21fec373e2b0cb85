"""Reads of policy: what a place has set for itself, beside what holds for the nation."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count, Max

from zhucun.core.models import User, within
from zhucun.core.statuses import Permission
from zhucun.engine.errors import BadProblem
from zhucun.engine.policy.figures import Figure, figure
from zhucun.engine.targeting.rule_sets import RuleSet
from zhucun.policy import bridge
from zhucun.policy.models import OwnFigure, OwnRuleSet
from zhucun.policy.statuses import GROUPS, HIDDEN_GROUPS, HIDDEN_KINDS, FigureGroup, RuleKind


@dataclass(frozen=True)
class Own:
    """All that a place set for itself, read at once; handed to the engine as `local=`."""

    area: str
    figures: tuple[Figure, ...]
    rules: tuple[OwnRuleSet, ...]

    def rule_sets(self, kind: str, *, on: date, area: str = "") -> tuple[RuleSet, ...]:
        """Return the own sets of a kind that hold on a day: of each place the latest, unless it was ended."""
        latest = {row.area: row for row in self.rules if row.kind == kind and row.since <= on}
        return tuple(
            bridge.rule_set_of(row, on=on, area=area or self.area, figures=self.figures)
            for row in latest.values()
            if row.content is not None
        )


def own_of(area: str) -> Own:
    """Return what a place and the wider places around it set for themselves, in two queries."""
    return Own(area, figures_of(area), tuple(OwnRuleSet.objects.standing().holding_for(area)))


def figures_of(area: str) -> tuple[Figure, ...]:
    """Return the own figures that may hold at a place, in one query; of two of one day the later entered wins."""
    return tuple(bridge.figure_of(row) for row in OwnFigure.objects.standing().holding_for(area))


def stamp_of(area: str) -> tuple[int, int]:
    """Return two numbers that change whenever a place, or one around it, sets or withdraws a figure; one query."""
    found = OwnFigure.objects.holding_for(area).aggregate(last=Max("pk"), gone=Count("withdrawn_at"))
    return found["last"] or 0, found["gone"]


def area_of(user: User) -> str:
    """Return the place whose rules a person's pages are about: their county, or their wider place."""
    return user.scope[:6]


def groups_for(user: User) -> list[FigureGroup]:
    """Return the groups of figures that a person may see."""
    whole = user.may(Permission.FORMULA_SEE)
    return [group for group in GROUPS if whole or group.key not in HIDDEN_GROUPS]


def kinds_for(user: User) -> list[RuleKind]:
    """Return the kinds of rule sets that a person may see."""
    whole = user.may(Permission.FORMULA_SEE)
    return [kind for kind in RuleKind if whole or kind not in HIDDEN_KINDS]


def group_of(name: str) -> FigureGroup:
    """Return the group of a figure."""
    return next(group for group in GROUPS if name.split(".")[0] in group.prefixes)


@dataclass(frozen=True)
class Line:
    """One figure: what holds for the nation, what holds here, and what begins later."""

    name: str
    national: Figure | None
    here: Figure | None
    later: Figure | None

    @cached_property
    def own(self) -> bool:
        """Whether another figure than the national or published one holds here."""
        return self.here is not None and self.here is not self.national and self.here != self.national


def lines(group: FigureGroup, *, area: str, on: date) -> list[Line]:
    """Return the figures of a group as they hold at a place on a day."""
    own = figures_of(area)
    return [_line(name, own, area, on) for name in bridge.known_names() if name.split(".")[0] in group.prefixes]


def one_line(name: str, *, area: str, on: date) -> Line:
    """Return one figure as it holds at a place on a day."""
    return _line(name, figures_of(area), area, on)


def _line(name: str, own: tuple[Figure, ...], area: str, on: date) -> Line:
    mine = tuple(f for f in own if f.name == name)
    later = next((f for f in mine if f.since > on), None)
    return Line(name, _held(name, (), area, on), _held(name, mine, area, on), later)


def _held(name: str, own: tuple[Figure, ...], area: str, on: date) -> Figure | None:
    try:
        return figure(name, on=on, area=area, local=own)
    except BadProblem:
        return None


def rows_of(name: str, area: str) -> list[OwnFigure]:
    """Return all rows of a figure that a place, or one around it, entered, withdrawn ones too, the latest first."""
    rows = OwnFigure.objects.filter(name=name).holding_for(area)
    return list(rows.select_related("by", "withdrawn_by").order_by("-since", "-id"))


def one_figure(pk: int, user: User) -> OwnFigure | None:
    """Return a row that lies within a person's place."""
    found: OwnFigure | None = OwnFigure.objects.filter(within(area_of(user), "area"), pk=pk).first()
    return found


def rule_rows(kind: str, area: str) -> list[OwnRuleSet]:
    """Return all rule sets of a kind that a place, or one around it, entered, the latest first."""
    rows = OwnRuleSet.objects.filter(kind=kind).holding_for(area)
    return list(rows.select_related("by", "withdrawn_by").order_by("-since", "-id"))


def one_rule_set(pk: int, user: User) -> OwnRuleSet | None:
    """Return a rule set of a person's place, of one around it or of one within it."""
    found: OwnRuleSet | None = OwnRuleSet.objects.select_related("by", "withdrawn_by").filter(pk=pk).first()
    place = area_of(user)
    return found if found and (found.area.startswith(place) or place.startswith(found.area)) else None
