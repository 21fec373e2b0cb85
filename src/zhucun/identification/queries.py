"""Reads of identification: cases with what their steps ask, counts for the board, notices and objections."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from zhucun.core.models import User
from zhucun.core.queries import place_name
from zhucun.core.statuses import Permission
from zhucun.identification import rules
from zhucun.identification.models import Case, Meeting, Objection, Publicity, Step, Vote
from zhucun.identification.rules import Standing
from zhucun.identification.statuses import FINISHED, MAY_ENTER, MAY_LEAVE, NEXT, Kind, Stage, Status
from zhucun.policy.queries import figures_of
from zhucun.registry.models import Household, Village

TO_THE_MEETING = ("survey", "back", "back_exit", "open")


def cases(user: User) -> QuerySet[Case]:
    """Return the cases of a person's place with household and village."""
    return Case.objects.visible_to(user).select_related("household", "village", "publicity")


def one_case(pk: int, user: User) -> Case | None:
    """Return a case if it is there for this person."""
    return cases(user).filter(pk=pk).first()


def running_case(household: Household) -> Case | None:
    """Return the case of a household that is not finished."""
    return Case.objects.exclude(status__in=FINISHED).filter(household=household).first()


def steps_of(case: Case) -> list[Step]:
    """Return the steps of a case in order."""
    return list(case.steps.select_related("by"))


def votes_of(case: Case) -> list[Vote]:
    """Return what meetings voted on a case, the newest first."""
    return list(case.votes.select_related("meeting").order_by("-id"))


def standings(rows: Iterable[Case]) -> dict[int, Standing]:
    """Return what the steps of many cases ask, in a few queries."""
    listed = list(rows)
    keys = [case.pk for case in listed]
    found = dict.fromkeys(keys, Standing())
    came: dict[int, Any] = {}
    for case_id, move, by, at in (
        Step.objects.filter(case__in=keys).order_by("id").values_list("case_id", "move", "by_id", "at")
    ):
        if move in TO_THE_MEETING:
            came[case_id] = at
        if move in ("check", "verify"):
            found[case_id] = replace(found[case_id], checked_by=by)
        if move == "track":
            found[case_id] = replace(found[case_id], visits=found[case_id].visits + 1)
    for vote in Vote.objects.filter(case__in=keys).select_related("meeting").order_by("id"):
        if vote.meeting.at >= came.get(vote.case_id, vote.meeting.at):
            told = f"{vote.in_favour}/{vote.against}/{vote.abstained}"
            found[vote.case_id] = replace(found[vote.case_id], carried=vote.carried, voted=told)
    notice = {case.pk: case.publicity_id for case in listed}
    for case_id, publicity, upheld in Objection.objects.filter(case__in=keys).values_list(
        "case_id", "publicity_id", "upheld"
    ):
        if case_id is None or publicity != notice[case_id]:
            continue
        was = found[case_id]
        if upheld is None:
            found[case_id] = replace(was, open_objections=was.open_objections + 1)
        elif upheld:
            found[case_id] = replace(was, upheld_objections=was.upheld_objections + 1)
    return _with_income(listed, found)


def _with_income(listed: Sequence[Case], found: dict[int, Standing]) -> dict[int, Standing]:
    """Return the standings with what is known of income and line; the figures of a place are read once."""
    columns = ("pk", "village_id", "net_per_head_yuan", "income_year")
    homes = Household.objects.only(*columns).in_bulk([c.household_id for c in listed if c.kind == Kind.ENTRY])
    own = {place: figures_of(place) for place in {home.village_id for home in homes.values()}}
    for case in listed:
        if home := homes.get(case.household_id):
            above = rules.above_line(case.kind, home, case.opened, own[home.village_id])
            found[case.pk] = replace(found[case.pk], above=above, ground=case.ground)
    return found


def counts(user: User) -> dict[str, int]:
    """Return how many cases of a person's place stand at each step."""
    rows = Case.objects.visible_to(user).order_by().values_list("status").annotate(n=Count("pk"))
    return dict(rows)


def my_statuses(user: User) -> list[Status]:
    """Return where cases wait for this person's role."""
    if not user.may(Permission.HOUSEHOLD_EDIT):
        return []
    return [status for status, move in NEXT.items() if user.role in move.roles]


def waiting_for(rows: QuerySet[Case], user: User, on: date) -> QuerySet[Case]:
    """Return the cases whose next step is this person's and whose days have run."""
    return rows.filter(status__in=my_statuses(user)).filter(Q(until__isnull=True) | Q(until__lt=on))


def waiting_groups(user: User, on: date) -> list[dict[str, Any]]:
    """Return what waits for a person by village and step, the most first."""
    rows = waiting_for(Case.objects.visible_to(user), user, on).order_by()
    grouped = rows.values("village_id", "village__name", "status").annotate(n=Count("pk"))
    return sorted((dict(row) for row in grouped), key=lambda row: (-row["n"], row["village_id"]))


def in_village(village: Village, move_before: Sequence[str], user: User) -> list[Case]:
    """Return the cases of a village that wait at a step."""
    return list(cases(user).filter(village=village, status__in=move_before).order_by("household__group", "pk"))


def open_objections(user: User) -> QuerySet[Objection]:
    """Return the objections of a person's place that wait for an answer, the most urgent first."""
    rows = Objection.objects.visible_to(user).filter(answered_at__isnull=True)
    return rows.select_related("village").only("due", "reference", "village__name").order_by("due", "id")


def one_objection(pk: int, user: User) -> Objection | None:
    """Return an objection if it is there for this person."""
    rows = Objection.objects.visible_to(user).select_related("case__household", "village", "publicity", "answered_by")
    return rows.filter(pk=pk).first()


def objections_of(case: Case) -> list[Objection]:
    """Return the objections to a case, the newest first."""
    return list(case.objections.select_related("publicity", "answered_by").order_by("-id"))


def objection_by_reference(reference: str) -> Objection | None:
    """Return an objection by the number its author was given."""
    return Objection.objects.select_related("village", "publicity").filter(reference=reference.strip().upper()).first()


def one_notice(pk: int, user: User) -> Publicity | None:
    """Return a notice if it is there for this person."""
    return Publicity.objects.visible_to(user).select_related("village").filter(pk=pk).first()


def notices_of(code: str, on: date) -> list[Publicity]:
    """Return the notices of a village that are up on a day: everybody may read them."""
    rows = Publicity.objects.filter(village_id=code, since__lte=on, until__gte=on)
    return list(rows.select_related("village"))


def open_notice(pk: int, on: date) -> Publicity | None:
    """Return a notice that is up on a day."""
    return Publicity.objects.select_related("village").filter(pk=pk, since__lte=on, until__gte=on).first()


def issuer_of(notice: Publicity) -> str:
    """Return in whose name a notice is put up: the village's, the township's, or the county's."""
    village = notice.village
    if notice.stage in (Stage.FIRST, Stage.EXIT):  # in the village's own name
        return f"{village.town} {village.name}"
    return place_name(village.town_code if notice.stage in (Stage.SECOND, Stage.VILLAGE) else village.county)


def running_notices(user: User, on: date) -> list[Publicity]:
    """Return the notices of a person's place that are up, the next to end first."""
    rows = Publicity.objects.visible_to(user).filter(until__gte=on)
    return list(rows.select_related("village").only("stage", "until", "village__name").order_by("until", "id")[:30])


def visits_due(user: User, until: date) -> QuerySet[Case]:
    """Return the households that left and are to be visited by a day, the longest waiting first."""
    rows = Case.objects.visible_to(user).filter(status=Status.TRACKED, visit_due__lte=until)
    named = rows.select_related("household", "village").only("visit_due", "household__head_name", "village__name")
    return named.order_by("visit_due", "pk")


def candidates_for(kind: str, user: User) -> QuerySet[Household]:
    """Return the households of a person's place for whom a case of this kind could be opened."""
    wanted = MAY_ENTER if kind == Kind.ENTRY else MAY_LEAVE
    busy = Case.objects.exclude(status__in=FINISHED).values("household_id")
    rows = Household.objects.visible_to(user).filter(status__in=[s.value for s in wanted]).exclude(pk__in=busy)
    return rows.select_related("village")


def meetings(user: User) -> QuerySet[Meeting]:
    """Return the meetings of a person's place, the newest first."""
    return Meeting.objects.visible_to(user).select_related("village").prefetch_related("votes")


def causes_of_return(user: User) -> list[tuple[str, int]]:
    """Return why households fell back, the most frequent cause first."""
    rows = Case.objects.visible_to(user).filter(status=Status.FELL_BACK).values_list("cause", flat=True)
    return Counter(rows).most_common()
