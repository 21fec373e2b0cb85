"""What stands in the way of a step, in words, before anybody tries it; the same checks refuse it."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from zhucun.core.models import User
from zhucun.core.refusals import Refused
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.engine.errors import EngineError
from zhucun.engine.policy.figures import Figure, figure
from zhucun.engine.targeting import LineKind, income_line
from zhucun.engine.words_household import Cause
from zhucun.identification.models import Case, Objection, Publicity
from zhucun.identification.statuses import (
    ANNOUNCEMENTS,
    ANSWERS,
    MAY_ENTER,
    MAY_LEAVE,
    NEXT,
    OPENING,
    Kind,
    Move,
    Signed,
    Wants,
)
from zhucun.registry.models import Household

LONGEST_TEXT = 1000
LEAST_GROUND = 4  # characters: “因病” alone tells nobody what the household bears
Figures = tuple[Figure, ...]


@dataclass(frozen=True)
class Above:
    """A known income per head that is not below the line of its year."""

    had: Decimal
    line: Decimal
    year: int


@dataclass(frozen=True)
class Standing:
    """What the steps of one case ask about it, read at once for many cases."""

    carried: bool = False  # the newest vote since the case last came to the meeting
    voted: str = ""
    open_objections: int = 0
    upheld_objections: int = 0
    checked_by: int | None = None
    visits: int = 0
    above: Above | None = None
    ground: str = ""


@dataclass(frozen=True)
class Given:
    """What a person gives with a step."""

    note: str = ""
    people: tuple[str, ...] = ()
    village_signature: str = ""
    household_signature: str = ""
    signed_on: date | None = None
    signed_how: str = Signed.PAPER
    paper: str = ""
    cause: str = ""
    ground: str = ""


def days_of(stage: str, since: date, area: str, own: Figures) -> Figure:
    """Return how many days a notice stays up, by the rule of the day and area; `own` is what the place set itself."""
    name = "announcement_days" if stage in ANNOUNCEMENTS else "publicity_days"
    return figure(f"identification.{name}", on=since, area=area, local=own)


def last_day(stage: str, since: date, area: str, own: Figures) -> date:
    """Return the last day of a notice that begins on a day."""
    return since + timedelta(days=int(days_of(stage, since, area, own).value) - 1)


def answer_days(on: date, area: str, own: Figures) -> int:
    """Return within how many days an objection is answered."""
    return int(figure("identification.objection_days", on=on, area=area, local=own).value)


def answer_due(on: date, area: str, own: Figures) -> date:
    """Return the day by which an objection must be answered."""
    return on + timedelta(days=answer_days(on, area, own))


def visit_due(on: date, area: str, own: Figures) -> date:
    """Return the day by which a household or village that left is visited next, after one visit or the exit."""
    return on + timedelta(days=int(figure("identification.tracking_visit_days", on=on, area=area, local=own).value))


def tracked_until(on: date, area: str, own: Figures) -> date:
    """Return the day until which a household or village that left is tracked."""
    months = on.month - 1 + int(figure("identification.tracking_months", on=on, area=area, local=own).value)
    year, month = on.year + months // 12, months % 12 + 1
    return date(year, month, min(on.day, 28 if month == 2 else 30)) if on.day > 28 else date(year, month, on.day)


def above_line(kind: str, home: Household, on: date, own: Figures) -> Above | None:
    """Return a household's income and line where it is not below; nothing where one of the two is unknown."""
    had, year = home.net_per_head_yuan, home.income_year or on.year
    if kind != Kind.ENTRY or had is None:
        return None
    try:
        line = Decimal(str(income_line(LineKind.NATIONAL, year=year, area=home.village_id, local=own).value))
    except EngineError:
        return None
    return Above(had, line, year) if had >= line else None


def ungrounded(move: Move, standing: Standing, ground: str = "") -> list[Refused]:
    """Return that a household above the line is sent forward and nobody has said why."""
    if Wants.GROUND not in move.wants or standing.above is None:
        return []
    if len(ground.strip() or standing.ground) >= LEAST_GROUND:
        return []
    return [Refused(
        "case.no_ground",
        _("Net income per head %(year)s is %(had)s yuan, not below the line of %(line)s yuan. Say in words why the "
          "household is proposed all the same: illness, schooling, disaster, an unsafe house."),
        year=standing.above.year, had=f"{standing.above.had:,.2f}", line=f"{standing.above.line:,}",
    )]  # fmt: skip


def check_role(move: Move, user: User, code: str) -> None:
    """Refuse who may not take this step, or not in this village."""
    check_may(user, Permission.HOUSEHOLD_EDIT, code)
    if user.role not in move.roles:
        roles = "、".join(str(r.label) for r in move.roles)
        raise Refused("not_your_role", _("“%(step)s” is for: %(roles)s."), step=move.label, roles=roles)


def obstacles(case: Case, move: Move, standing: Standing, *, user: User, on: date) -> list[Refused]:
    """Return everything that stands in the way of a step, apart from what is given with it."""
    found: list[Refused] = []
    try:
        check_role(move, user, case.village_id)
    except Refused as refused:
        found.append(refused)
    if case.kind != move.kind or case.status not in move.before:
        where = case.get_status_display()
        found.append(
            Refused("case.wrong_step", _("The case stands at “%(where)s”; “%(step)s” does not follow it."),
                    where=where, step=move.label)
        )  # fmt: skip
        return found
    asked = (_wanting(want, case, standing, user, on) for want in move.wants)
    return [*found, *(answer for answer in asked if answer)]


def _wanting(want: Wants, case: Case, standing: Standing, user: User, on: date) -> Refused | None:
    if want is Wants.VOTES and not standing.carried:
        return Refused("case.no_majority", _("No meeting has been recorded in which more than half were for it."))
    if want is Wants.NOTICE_OVER and (case.until is None or on <= case.until):
        return Refused(
            "case.notice_running",
            _("The publicity runs until %(day)s inclusive; this can be done from the day after."),
            day=case.until.isoformat() if case.until else "—",
        )
    if want is Wants.NO_OBJECTION:
        return next(iter(_objected(standing)), None)
    if want is Wants.OTHER_PERSON and standing.checked_by == user.pk:
        return Refused(
            "case.same_person",
            _("You recorded the village's check yourself. Somebody else of the township must review it."),
        )
    if want is Wants.TRACKED:
        return _not_tracked(case, standing, on)
    return None


def _not_tracked(case: Case, standing: Standing, on: date) -> Refused | None:
    if case.until and on <= case.until:
        return Refused(
            "case.tracking_runs", _("The household is tracked until %(day)s inclusive."), day=case.until.isoformat()
        )
    if not standing.visits:
        return Refused("case.not_visited", _("No tracking visit is recorded. Visit the household once, then end it."))
    return None


def _objected(standing: Standing) -> list[Refused]:
    if standing.open_objections:
        return [Refused(
            "case.objection_open", _("%(count)s objection(s) are not answered yet. Answer them first."),
            count=standing.open_objections,
        )]  # fmt: skip
    if standing.upheld_objections:
        return [Refused(
            "case.objection_upheld", _("An objection was found right. Send the case back to the village, or refuse it.")
        )]  # fmt: skip
    return []


def lacking(move: Move, given: Given, standing: Standing, on: date) -> list[Refused]:
    """Return what should have been given with a step and was not."""
    found = []
    if Wants.REASON in move.wants and len(given.note.strip()) < 2:
        found.append(Refused("case.no_reason", _("Give the reason in words that the household can be told.")))
    if Wants.TWO_PEOPLE in move.wants and len(set(given.people)) < 2:
        found.append(Refused("case.one_person", _("Name at least two people who were there.")))
    if Wants.SIGNATURES in move.wants and not (given.village_signature.strip() and given.household_signature.strip()):
        found.append(Refused("case.not_signed", _("Both must sign: give who signed for the village and for the home.")))
    if Wants.SIGNATURES in move.wants and given.signed_on and given.signed_on > on:
        late = _("%(day)s has not come yet. Give the day on which it happened.")
        found.append(Refused("day.not_yet", late, day=given.signed_on.isoformat()))
    if Wants.CAUSE in move.wants and given.cause not in list(Cause):
        found.append(Refused("case.no_cause", _("Choose the cause of the fall back.")))
    return [*found, *ungrounded(move, standing, given.ground)]


def check_move(case: Case, move: Move, standing: Standing, given: Given, *, by: User, on: date) -> None:
    """Refuse a step when anything stands in its way or is not given."""
    for refused in [*obstacles(case, move, standing, user=by, on=on), *lacking(move, given, standing, on)]:
        raise refused


def check_may_open(household: Household, kind: str, by: User, running: Case | None) -> None:
    """Refuse to open a case for a household that is in already, or out, or has one running."""
    move = NEXT[OPENING[kind]]  # whoever takes the first step may open
    check_role(move, by, household.village_id)
    wanted = MAY_ENTER if kind == Kind.ENTRY else MAY_LEAVE
    if household.status not in list(wanted):
        raise Refused(
            "case.not_for_this_household",
            _("The household is “%(status)s”: this flow is not for it."),
            status=household.get_status_display(),
        )
    if running:
        raise Refused(
            "case.running", _("A case of this household is running already, at “%(where)s”."),
            where=running.get_status_display(),
        )  # fmt: skip


def check_votes(
    entitled: int, attended: int, votes: list[tuple[int, int, int]], *, on: date, area: str, own: Figures
) -> None:
    """Refuse a meeting that was too small, or votes that do not add up."""
    thirds = int(figure("identification.meeting_least_thirds", on=on, area=area, local=own).value)
    if attended > entitled or attended * 3 < entitled * thirds:
        raise Refused(
            "meeting.too_few",
            _("%(came)s of %(all)s came: at least %(thirds)s of 3 must be there, and not more than there are."),
            came=attended,
            all=entitled,
            thirds=thirds,
        )
    for numbers in votes:
        if sum(numbers) > attended or min(numbers) < 0:
            raise Refused(
                "meeting.too_many_votes",
                _("%(votes)s votes were counted, but only %(came)s people came. Correct the numbers."),
                votes=sum(numbers),
                came=attended,
            )


def check_objection(publicity: Publicity, text: str, *, on: date) -> None:
    """Refuse an objection that is empty, too long, or comes after the notice."""
    if len(text.strip()) < 4:
        raise Refused("objection.empty", _("Say in a few words what you object to and how you know it."))
    if len(text) > LONGEST_TEXT:
        raise Refused("objection.too_long", _("At most %(most)s characters, please."), most=LONGEST_TEXT)
    if not publicity.since <= on <= publicity.until or publicity.stage in ANNOUNCEMENTS:
        raise Refused(
            "objection.too_late",
            _("This notice was open until %(day)s. Turn to the township office."),
            day=publicity.until.isoformat(),
        )


def check_may_answer(objection: Objection, by: User) -> None:
    """Refuse who may not answer: the village that is objected to never answers itself."""
    check_may(by, Permission.HOUSEHOLD_EDIT, objection.village_id)
    if by.role not in ANSWERS:
        raise Refused("not_your_role", _("Objections are answered by the township or the county."))


def check_answer(objection: Objection, answer: str) -> None:
    """Refuse an answer that says nothing, or a second one."""
    if objection.answered_at:
        raise Refused("objection.answered", _("This objection has been answered already."))
    if len(answer.strip()) < 4:
        raise Refused("objection.no_answer", _("Write the answer in words; the person who objected reads it."))
