"""A county's rows as one posting problem, built in a constant number of queries and kept while nothing changes."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from zlib import crc32

from django.db.models import Count, Max, Sum
from django.utils.translation import gettext as _

from zhucun.core.models import SendingUnit, within
from zhucun.core.refusals import Refused
from zhucun.engine.errors import BadProblem
from zhucun.engine.posting import Problem
from zhucun.engine.posting.fit import Adjustments
from zhucun.engine.posting.instance import Instance, build
from zhucun.engine.posting.townships import area_of
from zhucun.engine.words import Need
from zhucun.policy.queries import figures_of, stamp_of
from zhucun.postings.bridge.rows import candidate_facts, unit_facts
from zhucun.postings.bridge.schemes import scheme_of
from zhucun.postings.bridge.scope import PlanScope
from zhucun.postings.bridge.scope import scope_of as scope_of_plan
from zhucun.postings.models import Candidate, Plan, Scheme, Term
from zhucun.postings.statuses import PairRuleKind, PlanStatus
from zhucun.registry.bridge import facts_of
from zhucun.registry.models import NeedAdjustment, Village

Stamp = tuple[int, ...]


@dataclass(frozen=True, eq=False)
class County:
    """The rows of a county in the order of its posting problem; indices are those of the engine."""

    code: str
    on: date
    villages: tuple[Village, ...]
    candidates: tuple[Candidate, ...]
    units: tuple[SendingUnit, ...]
    instance: Instance
    serving: dict[str, int]  # who serves where now: village code to candidate's primary key
    scope: PlanScope | None = None  # the villages of a plan; None: the whole county
    held: frozenset[tuple[int, int]] = frozenset()  # pairs whose term is not over and which therefore stay

    @cached_property
    def village_at(self) -> dict[str, int]:
        """Each village's place by code."""
        return {v.code: i for i, v in enumerate(self.villages)}

    @cached_property
    def candidate_at(self) -> dict[int, int]:
        """Each candidate's place by primary key."""
        return {c.pk: i for i, c in enumerate(self.candidates)}

    def with_problem(self, problem: Problem) -> "County":
        """Return the same county with other rules in its problem."""
        return replace(self, instance=replace(self.instance, problem=problem))


def facts_stamp(county: str) -> Stamp:
    """Return a few numbers that change whenever a fact behind a plan of the county does; six small queries."""
    here, there = within(county), within(county, "village_id")
    villages = Village.objects.filter(here).aggregate(n=Count("pk"), v=Sum("version"))
    people = Candidate.objects.filter(county=county).aggregate(n=Count("pk"), v=Sum("version"))
    units = SendingUnit.objects.filter(county=county).aggregate(n=Count("pk"), v=Sum("version"))
    needs = NeedAdjustment.objects.filter(there).aggregate(m=Max("pk"), w=Count("withdrawn_at"))
    terms = crc32(repr(list(Term.objects.filter(there).order_by("pk").values_list("pk", "until", "ended_on"))).encode())
    counts = (*_both(villages), *_both(people), *_both(units), *needs.values(), terms, *stamp_of(county))
    return tuple(int(x or 0) for x in counts)


def _both(found: dict[str, int]) -> tuple[int, int]:
    return found["n"], found["v"] or 0


def county_on(county: str, *, on: date, scheme: Scheme) -> County:
    """Return the county's people, villages and units as a problem on one day by one scheme, without a plan's rules.

    Raises Refused when the rows cannot be a problem: no villages, nobody in the pool, two rows with one key.
    """
    return _county(county, on, scheme.pk, facts_stamp(county))


@lru_cache(maxsize=12)
def _county(
    county: str,
    on: date,
    scheme_pk: int,
    stamp: Stamp,
    only: tuple[str, ...] | None = None,
    elsewhere: frozenset[int] = frozenset(),
) -> County:
    rows = Village.objects.filter(within(county)).order_by("code")
    inside = None if only is None else set(only)
    villages = tuple(v for v in rows if inside is None or v.code in inside)
    people = Candidate.objects.filter(county=county, withdrawn_at__isnull=True).select_related("unit").order_by("code")
    candidates = tuple(c for c in people if c.pk not in elsewhere)
    _check_rows(villages, candidates, whole=only is None or not rows)
    units = tuple(SendingUnit.objects.filter(county=county).order_by("name"))
    scheme = Scheme.objects.get(pk=scheme_pk)
    try:
        instance = build(
            [facts_of(v) for v in villages],
            [candidate_facts(c) for c in candidates],
            [unit_facts(u) for u in units],
            on=on,
            scheme=scheme_of(scheme),
            area=county,
            local=figures_of(county),
            needs_overrides=adjustments_of(county),
        )
    except BadProblem as error:
        raise Refused.from_engine(error) from error
    terms = Term.objects.running().filter(within(county, "village_id"))
    serving = dict(terms.values_list("village_id", "candidate_id"))
    made = County(county, on, villages, candidates, units, instance, serving)
    sent_outside = [c.unit.name for c in people if c.pk in elsewhere]
    return made.with_problem(_less_sent(instance.problem, sent_outside)) if sent_outside else made


def _check_rows(villages: tuple[Village, ...], candidates: tuple[Candidate, ...], *, whole: bool) -> None:
    if not villages and whole:
        raise Refused("plan.no_villages", _("There are no villages to post to. Import the county's villages first."))
    if not villages:
        raise Refused(
            "plan.none_in_scope",
            _(
                "No village is in this plan: its choice of villages leaves all of them out. Choose another, or enter "
                "the kinds of the villages first."
            ),
        )
    if not candidates:
        raise Refused("plan.no_candidates", _("There is nobody in the pool. Import the county's candidates first."))


def _less_sent(problem: Problem, units: list[str]) -> Problem:
    """Return the problem with fewer places for units whose people serve outside it: they count as sent."""
    most, least = problem.most.copy(), problem.least.copy()
    at = {name: u for u, name in enumerate(problem.unit_names)}
    for name in units:
        if name in at:
            most[at[name]] = max(0, most[at[name]] - 1)
            least[at[name]] = max(0, least[at[name]] - 1)
    return problem.changed(most=most, least=least)


def adjustments_of(county: str) -> Adjustments:
    """Return what people said of the needs of the county's villages, by village and need."""
    found: dict[str, dict[Need, tuple[int, str]]] = {}
    for row in NeedAdjustment.objects.filter(within(county, "village_id"), withdrawn_at__isnull=True):
        found.setdefault(row.village_id, {})[Need(row.need)] = row.thousandths, row.reason
    return found


def county_of_plan(plan: Plan) -> County:
    """Return the county as this plan sees it: its villages, with its locks, bans, unexpired terms and incumbents."""
    scope = scope_of_plan(plan)
    stamp = facts_stamp(plan.county)
    base = _county(plan.county, plan.on, plan.scheme_id, stamp, scope.villages, scope.elsewhere)
    base = replace(base, scope=scope, serving={code: s.candidate for code, s in scope.serving.items()})
    locked: list[tuple[int, int]] = []
    forbidden: list[tuple[int, int]] = []
    for rule in plan.pair_rules.all():
        pair = base.village_at.get(rule.village_id), base.candidate_at.get(rule.candidate_id)
        if pair[0] is not None and pair[1] is not None:
            # Who has been withdrawn since needs no rule: they cannot be posted anyhow.
            (locked if rule.kind == PairRuleKind.LOCK else forbidden).append((pair[0], pair[1]))
    incumbent = [-1] * len(base.villages)
    for code, pk in incumbents(plan, base).items():
        if code in base.village_at and pk in base.candidate_at:
            incumbent[base.village_at[code]] = base.candidate_at[pk]
    quotas = [area_of(base.instance.villages, q.area, least=q.least, most=q.most) for q in plan.area_quotas.all()]
    problem = base.instance.problem.changed(
        locked=locked, forbidden=forbidden, incumbent=incumbent, areas=[a for a in quotas if a.villages or a.least]
    )
    held = _held(plan, base, problem)
    problem = problem.changed(locked=(*problem.locked, *sorted(held)))
    return replace(base.with_problem(problem), held=frozenset(held))


def _held(plan: Plan, base: County, problem: Problem) -> list[tuple[int, int]]:
    """Return the pairs whose term lasts beyond the plan's day, where the rules still allow them.

    A person's explicit lock of the village or of the person goes before, and so does a ban: each has its reason.
    """
    if base.scope is None or not plan.settings.get("hold", False):
        return []
    villages, people = {v for v, _c in problem.locked}, {c for _v, c in problem.locked}
    found = []
    for code, served in base.scope.unexpired(plan.on).items():
        v, c = base.village_at.get(code), base.candidate_at.get(served.candidate)
        if v is not None and c is not None and v not in villages and c not in people and problem.may(v, c):
            found.append((v, c))
    return found


def incumbents(plan: Plan, base: County) -> dict[str, int]:
    """Return whom staying favours: who serves now, or whom the plan this one is based on posts, if not in force."""
    other = plan.based_on
    if other is not None and other.status not in (PlanStatus.PUBLISHED, PlanStatus.DROPPED):
        return dict(other.posts.values_list("village_id", "candidate_id"))
    return base.serving
