"""Which villages a plan fills and whose terms it leaves alone; kept with the plan from solving on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Q

from zhucun.core.models import within
from zhucun.engine.words import VillageKind
from zhucun.postings.models import Plan, Term
from zhucun.postings.rules import term_years
from zhucun.postings.statuses import EDITABLE, LeftOut, Scope
from zhucun.registry.models import Village

# The villages that get a First Secretary by the notice of 2015 and the opinion of 2021.
NAMED_KINDS = frozenset(kind for kind in VillageKind if kind is not VillageKind.OTHER)
ENDING_WITHIN = timedelta(days=90)


class Serving(NamedTuple):
    """Who serves in a village now: the candidate's primary key, since when and until when."""

    candidate: int
    since: date
    until: date | None


@dataclass(frozen=True)
class PlanScope:
    """The villages of a plan by code, those left out with the reason, and who serves where as the plan was solved."""

    villages: tuple[str, ...]
    left_out: Mapping[str, str] = field(default_factory=dict)
    serving: Mapping[str, Serving] = field(default_factory=dict)
    elsewhere: frozenset[int] = frozenset()  # who serves outside the plan and is therefore not in its pool

    def stored(self) -> dict[str, Any]:
        """Return what a plan's result keeps of it."""
        return {
            "villages": list(self.villages),
            "left_out": dict(self.left_out),
            "serving": {
                code: [s.candidate, s.since.isoformat(), s.until.isoformat() if s.until else None]
                for code, s in self.serving.items()
            },
            "elsewhere": sorted(self.elsewhere),
        }

    @classmethod
    def from_stored(cls, kept: Mapping[str, Any]) -> "PlanScope":
        """Return what a plan's result keeps as it was."""
        serving = {
            code: Serving(pk, date.fromisoformat(since), date.fromisoformat(until) if until else None)
            for code, (pk, since, until) in kept["serving"].items()
        }
        return cls(tuple(kept["villages"]), dict(kept["left_out"]), serving, frozenset(kept["elsewhere"]))

    def unexpired(self, on: date) -> dict[str, Serving]:
        """Return the terms in the plan's villages that last beyond a day."""
        inside = set(self.villages)
        years = {county: term_years("least_years", on, county) for county in sorted({code[:6] for code in inside})}
        served = {code: s for code, s in self.serving.items() if code in inside}
        return {code: s for code, s in served.items() if last_day(s, years[code[:6]]) > on}


def last_day(served: Serving, years: int) -> date:
    """Return when a term ends: as written down, or else when it has lasted as long as a term must."""
    if served.until is not None:
        return served.until
    return served.since + timedelta(days=round(365.25 * years))


def scope_of(plan: Plan) -> PlanScope:
    """Return a plan's villages: of a draft as facts stand, of a proposed or published plan as it was solved."""
    kept = plan.result.get("scope")
    if kept and plan.status not in EDITABLE:
        return PlanScope.from_stored(kept)
    also = plan.settings.get("also", ())
    return scope_now(plan.county, on=plan.on, scope=plan.settings.get("scope", Scope.ALL), also=also)


def scope_now(county: str, *, on: date, scope: str, also: Iterable[str] = ()) -> PlanScope:
    """Return the villages that a choice takes in as facts stand; villages in `also` are always taken in."""
    terms = Term.objects.running().filter(Q(candidate__county=county) | within(county, "village_id"))
    serving = {t.village_id: Serving(t.candidate_id, t.since, t.until) for t in terms}
    always = set(also)
    inside, left = [], {}
    for village in Village.objects.filter(within(county)).order_by("code"):
        why = None if village.code in always else _why_left_out(village, serving.get(village.code), on, scope)
        if why is None:
            inside.append(village.code)
        else:
            left[village.code] = str(why.value)
    taken = set(inside)
    elsewhere = frozenset(s.candidate for code, s in serving.items() if code not in taken)
    return PlanScope(tuple(inside), left, serving, elsewhere)


def _why_left_out(village: Village, served: Serving | None, on: date, scope: str) -> LeftOut | None:
    if scope == Scope.NAMED and not NAMED_KINDS.intersection(village.kinds):
        return LeftOut.OTHER_KIND if village.kinds else LeftOut.KIND_UNKNOWN
    # A term whose end nobody wrote down is not known to end soon, whatever its length.
    late = served is not None and (served.until is None or served.until > on + ENDING_WITHIN)
    return LeftOut.SERVED if scope == Scope.VACANT and late else None


def usual_scope(county: str) -> str:
    """Return the choice a new plan begins with: the named kinds, but all where no village's kind is entered."""
    villages = Village.objects.filter(within(county)).only("code", "kinds")
    return str((Scope.NAMED if any(NAMED_KINDS.intersection(v.kinds) for v in villages) else Scope.ALL).value)
