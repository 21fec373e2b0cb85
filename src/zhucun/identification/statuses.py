"""The two flows as one table: who may take which step from where, what must be there before, and what it leads to.

Entry is 两公示一公告: application, home survey, appraisal, village check, publicity, township review, publicity, county
decision, announcement. Exit is proposed, appraised, verified, agreed with two signatures, publicised, announced, and
tracked for a year. People decide each step; nothing here moves by itself.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhucun.core.statuses import Role
from zhucun.engine.words_household import ExitStatus


class Kind(models.TextChoices):
    """What a case is about."""

    ENTRY = "entry", pgettext_lazy("case", "Identification")
    EXIT = "exit", _("Exit")


class Status(models.TextChoices):
    """Where a case stands; values are told apart in the log without knowing the kind."""

    APPLIED = "applied", pgettext_lazy("case", "Applied")
    SURVEYED = "surveyed", _("Surveyed at home")
    APPRAISED = "appraised", _("Appraised by the village")
    CHECKED = "village_checked", _("Checked by the village")
    FIRST = "first_publicity", _("First publicity")
    REVIEWED = "township_reviewed", _("Reviewed by the township")
    SECOND = "second_publicity", _("Second publicity")
    DECIDED = "county_decided", _("Decided by the county")
    ANNOUNCED = "announced", _("Announced")
    PROPOSED = "exit_proposed", _("Exit proposed")
    EXIT_APPRAISED = "exit_appraised", _("Exit appraised")
    VERIFIED = "exit_verified", _("Exit verified")
    AGREED = "household_agreed", _("Household agreed")
    EXIT_PUBLICITY = "exit_publicity", _("Publicity of exit")
    TRACKED = "exit_tracked", _("Has left, tracked")
    CLOSED = "tracking_over", _("Tracking over")
    FELL_BACK = "fell_back", _("Fell back into poverty")
    REFUSED = "case_refused", _("Not confirmed")
    WITHDRAWN = "case_withdrawn", pgettext_lazy("case", "Withdrawn")


S = Status
ENTRY_FLOW = (
    S.APPLIED, S.SURVEYED, S.APPRAISED, S.CHECKED, S.FIRST, S.REVIEWED, S.SECOND, S.DECIDED, S.ANNOUNCED,
)  # fmt: skip
EXIT_FLOW = (S.PROPOSED, S.EXIT_APPRAISED, S.VERIFIED, S.AGREED, S.EXIT_PUBLICITY, S.TRACKED, S.CLOSED)
FLOWS: dict[str, tuple[Status, ...]] = {Kind.ENTRY: ENTRY_FLOW, Kind.EXIT: EXIT_FLOW}
FINISHED = (S.ANNOUNCED, S.CLOSED, S.FELL_BACK, S.REFUSED, S.WITHDRAWN)
PUBLIC = (S.FIRST, S.SECOND, S.EXIT_PUBLICITY)


class Stage(models.TextChoices):
    """What a notice is."""

    FIRST = "first", _("First publicity")
    SECOND = "second", _("Second publicity")
    EXIT = "exit", _("Publicity of exit")
    ENTRY_ANNOUNCED = "entry_announced", _("Announcement of the households identified")
    EXIT_ANNOUNCED = "exit_announced", _("Announcement of the households that have left poverty")
    VILLAGE = "village_exit", _("Publicity of a village's exit")
    VILLAGE_ANNOUNCED = "village_announced", _("Announcement of a village that has left the list of poor villages")


INTRODUCTIONS: dict[str, str | Promise] = {
    Stage.FIRST: _("On their application, after a home survey, an appraisal by the villagers' representatives and the "
                   "village's check, these households are proposed for registration and made public:"),
    Stage.SECOND: _("After the first publicity and the township's review these households are proposed for "
                    "registration and made public for the second time:"),
    Stage.EXIT: _("After an appraisal, verification at home and with the households' own agreement these households "
                  "are proposed to leave the register and made public:"),
    Stage.ENTRY_ANNOUNCED: _("After two publicities and by decision of the county these households are registered:"),
    Stage.EXIT_ANNOUNCED: _("After publicity and by decision of the county these households have left poverty; "
                            "support goes on and they are tracked for a year:"),
    Stage.VILLAGE: _("On the village's application, after the township's check and the county's verification this "
                     "village is proposed to leave the list of poor villages and made public:"),
    Stage.VILLAGE_ANNOUNCED: _("After publicity and by decision of the county this village has left the list of poor "
                               "villages; support goes on and it is tracked for a year:"),
}  # fmt: skip
ANNOUNCEMENTS = (Stage.ENTRY_ANNOUNCED, Stage.EXIT_ANNOUNCED, Stage.VILLAGE_ANNOUNCED)
OF_VILLAGES = (Stage.VILLAGE, Stage.VILLAGE_ANNOUNCED)


class Wants(models.TextChoices):
    """What must be there before a step, or be given with it."""

    REASON = "reason", _("the reason, in words that the household can be told")
    TWO_PEOPLE = "two_people", _("the names of at least two people who were there")
    SIGNATURES = "signatures", _("two signatures: the village's and the household's")
    VOTES = "votes", _("the record of a meeting in which more than half of those present were for it")
    NOTICE_OVER = "notice_over", _("a publicity that has run its days")
    NO_OBJECTION = "no_objection", _("no objection that is open or was found right")
    OTHER_PERSON = "other_person", _("somebody else than the person who recorded the village's check")
    TRACKED = "tracked", _("a year of tracking with at least one visit")
    CAUSE = "cause", _("the cause")
    GROUND = "ground", _("a ground in words, where the income is not below the line")
    TESTS = "tests", _("every test that decides met, answered anew")


W = Wants
VILLAGE = (Role.FIRST_SECRETARY, Role.TOWNSHIP)
TOWNSHIP = (Role.TOWNSHIP,)
COUNTY = (Role.OFFICE, Role.ORGANISER)
EVERY_LEVEL = (*VILLAGE, *COUNTY)


@dataclass(frozen=True)
class Move:
    """One step: from where to where, who takes it, what it wants and what it produces."""

    name: str
    label: str | Promise
    kind: Kind
    before: tuple[Status, ...]
    after: Status
    roles: tuple[Role, ...]
    wants: tuple[Wants, ...] = ()
    notice: Stage | None = None
    household: ExitStatus | None = None  # what the household is in the registry after it
    by_meeting: bool = False
    main: bool = True  # the step that leads on, as against sending back, refusing and withdrawing
    bulk: bool = False


def _open(flow: tuple[Status, ...]) -> tuple[Status, ...]:
    return tuple(s for s in flow if s not in FINISHED and s != S.TRACKED)


SENT_BACK = (S.APPRAISED, S.CHECKED, S.FIRST, S.REVIEWED, S.SECOND, S.DECIDED)
EXIT_SENT_BACK = (S.EXIT_APPRAISED, S.VERIFIED, S.AGREED, S.EXIT_PUBLICITY)
OVER = (W.NOTICE_OVER, W.NO_OBJECTION)
K = Kind

MOVES: tuple[Move, ...] = (
    Move("survey", _("Record the home survey"), K.ENTRY, (S.APPLIED,), S.SURVEYED, VILLAGE, (W.TWO_PEOPLE,)),
    Move("appraise", _("Record the appraisal"), K.ENTRY, (S.SURVEYED,), S.APPRAISED, VILLAGE, (W.VOTES,),
         by_meeting=True),
    Move("check", _("Record the village's check"), K.ENTRY, (S.APPRAISED,), S.CHECKED, VILLAGE,
         (W.TWO_PEOPLE, W.SIGNATURES, W.GROUND)),
    Move("publish_first", _("Begin the first publicity"), K.ENTRY, (S.CHECKED,), S.FIRST, VILLAGE,
         notice=Stage.FIRST, bulk=True),
    Move("review", _("Confirm after the township's review"), K.ENTRY, (S.FIRST,), S.REVIEWED, TOWNSHIP,
         (*OVER, W.OTHER_PERSON, W.GROUND), bulk=True),
    Move("publish_second", _("Begin the second publicity"), K.ENTRY, (S.REVIEWED,), S.SECOND, TOWNSHIP,
         notice=Stage.SECOND, bulk=True),
    Move("decide", _("Confirm by the county"), K.ENTRY, (S.SECOND,), S.DECIDED, COUNTY, (*OVER, W.GROUND),
         bulk=True),
    Move("announce", _("Announce and register"), K.ENTRY, (S.DECIDED,), S.ANNOUNCED, COUNTY,
         notice=Stage.ENTRY_ANNOUNCED, household=ExitStatus.NEW, bulk=True),
    Move("appraise_exit", _("Record the appraisal of exit"), K.EXIT, (S.PROPOSED,), S.EXIT_APPRAISED, VILLAGE,
         (W.VOTES,), by_meeting=True),
    Move("verify", _("Record the verification"), K.EXIT, (S.EXIT_APPRAISED,), S.VERIFIED, VILLAGE, (W.TWO_PEOPLE,)),
    Move("agree", _("Record both signatures"), K.EXIT, (S.VERIFIED,), S.AGREED, VILLAGE, (W.SIGNATURES,)),
    Move("publish_exit", _("Begin the publicity of exit"), K.EXIT, (S.AGREED,), S.EXIT_PUBLICITY, VILLAGE,
         notice=Stage.EXIT, bulk=True),
    Move("announce_exit", _("Announce the exit"), K.EXIT, (S.EXIT_PUBLICITY,), S.TRACKED, COUNTY, OVER,
         notice=Stage.EXIT_ANNOUNCED, household=ExitStatus.LEFT, bulk=True),
    Move("close", _("End the tracking"), K.EXIT, (S.TRACKED,), S.CLOSED, (*TOWNSHIP, *COUNTY), (W.TRACKED,), bulk=True),
    Move("track", _("Record a tracking visit"), K.EXIT, (S.TRACKED,), S.TRACKED, VILLAGE, (W.REASON,), main=False),
    Move("fall_back", _("Record a fall back into poverty"), K.EXIT, (S.TRACKED,), S.FELL_BACK, (*TOWNSHIP, *COUNTY),
         (W.CAUSE, W.REASON), household=ExitStatus.RETURNED, main=False),
    Move("back", _("Send back to the village"), K.ENTRY, SENT_BACK, S.SURVEYED, EVERY_LEVEL, (W.REASON,), main=False),
    Move("back_exit", _("Send back to the village"), K.EXIT, EXIT_SENT_BACK, S.PROPOSED, EVERY_LEVEL, (W.REASON,),
         main=False),
    Move("refuse", _("Do not confirm"), K.ENTRY, _open(ENTRY_FLOW), S.REFUSED, EVERY_LEVEL, (W.REASON,), main=False),
    Move("refuse_exit", _("Do not confirm"), K.EXIT, _open(EXIT_FLOW), S.REFUSED, EVERY_LEVEL, (W.REASON,), main=False),
    Move("withdraw", _("Withdraw on the household's wish"), K.ENTRY, _open(ENTRY_FLOW), S.WITHDRAWN, VILLAGE,
         (W.REASON,), main=False),
    Move("withdraw_exit", _("Withdraw on the household's wish"), K.EXIT, _open(EXIT_FLOW), S.WITHDRAWN, VILLAGE,
         (W.REASON,), main=False),
)  # fmt: skip
MOVE: dict[str, Move] = {move.name: move for move in MOVES}
NEXT: dict[Status, Move] = {move.before[0]: move for move in MOVES if move.main}
OPENING: dict[str, Status] = {Kind.ENTRY: S.APPLIED, Kind.EXIT: S.PROPOSED}
ANSWERS = (*TOWNSHIP, *COUNTY)  # who answers objections: never the village that is objected to

# Whether a household may be identified (not registered now) or leave (registered now).
MAY_ENTER = (ExitStatus.ORDINARY, ExitStatus.STRUCK, ExitStatus.LEFT)
MAY_LEAVE = (ExitStatus.POOR, ExitStatus.PLANNED, ExitStatus.RETURNED, ExitStatus.NEW)


def moves_from(kind: str, status: str) -> list[Move]:
    """Return the steps that lead on or away from where a case stands, the main one first."""
    found = [move for move in MOVES if move.kind == kind and status in move.before]
    return sorted(found, key=lambda move: not move.main)


class VillageStatus(models.TextChoices):
    """Where a village stands on its way off the list of poor villages."""

    APPLIED = "village_applied", _("Village applied")
    CHECKED = "township_checked", _("Checked by the township")
    VERIFIED = "county_verified", _("Verified by the county")
    PUBLICITY = "village_publicity", _("Publicity of a village's exit")
    TRACKED = "village_left", _("Has left, tracked")
    CLOSED = "village_closed", _("Tracking over")
    SENT_BACK = "village_sent_back", _("Sent back to the village")
    FELL_BACK = "village_fell_back", _("Taken back onto the list")
    WITHDRAWN = "village_withdrawn", pgettext_lazy("case", "Withdrawn")


V = VillageStatus
VILLAGE_FLOW = (V.APPLIED, V.CHECKED, V.VERIFIED, V.PUBLICITY, V.TRACKED, V.CLOSED)
VILLAGE_FINISHED = (V.CLOSED, V.FELL_BACK, V.WITHDRAWN)


@dataclass(frozen=True)
class VillageMove:
    """One step of a village's exit: who takes it, what it wants and what it produces."""

    name: str
    label: str | Promise
    before: tuple[VillageStatus, ...]
    after: VillageStatus
    roles: tuple[Role, ...]
    wants: tuple[Wants, ...] = ()
    notice: Stage | None = None
    main: bool = True


VILLAGE_MOVES: tuple[VillageMove, ...] = (
    VillageMove("apply_again", _("Apply again with a new self-check"), (V.SENT_BACK,), V.APPLIED, VILLAGE,
                (W.TESTS, W.REASON)),
    VillageMove("check_village", _("Record the township's check"), (V.APPLIED,), V.CHECKED, TOWNSHIP,
                (W.TWO_PEOPLE, W.TESTS, W.OTHER_PERSON)),
    VillageMove("verify_village", _("Record the county's verification"), (V.CHECKED,), V.VERIFIED, COUNTY,
                (W.TWO_PEOPLE, W.TESTS)),
    VillageMove("publish_village", _("Begin the publicity in the township"), (V.VERIFIED,), V.PUBLICITY, TOWNSHIP,
                notice=Stage.VILLAGE),
    VillageMove("announce_village", _("Announce the village's exit"), (V.PUBLICITY,), V.TRACKED, COUNTY, OVER,
                Stage.VILLAGE_ANNOUNCED),
    VillageMove("close_village", _("End the tracking"), (V.TRACKED,), V.CLOSED, COUNTY, (W.TRACKED,)),
    VillageMove("track_village", _("Record a tracking visit"), (V.TRACKED,), V.TRACKED, (*VILLAGE, *COUNTY),
                (W.REASON,), main=False),
    VillageMove("village_falls_back", _("Take the village back onto the list"), (V.TRACKED,), V.FELL_BACK, COUNTY,
                (W.CAUSE, W.REASON), main=False),
    VillageMove("back_village", _("Send back to the village"), (V.APPLIED, V.CHECKED, V.VERIFIED, V.PUBLICITY),
                V.SENT_BACK, (*TOWNSHIP, *COUNTY), (W.REASON,), main=False),
    VillageMove("withdraw_village", _("Withdraw the application"), (V.APPLIED, V.SENT_BACK), V.WITHDRAWN, VILLAGE,
                (W.REASON,), main=False),
)  # fmt: skip
VILLAGE_MOVE: dict[str, VillageMove] = {move.name: move for move in VILLAGE_MOVES}
VILLAGE_NEXT: dict[VillageStatus, VillageMove] = {m.before[0]: m for m in VILLAGE_MOVES if m.main}


def village_moves_from(status: str) -> list[VillageMove]:
    """Return the steps that a village's case can take, the main one first."""
    return sorted((m for m in VILLAGE_MOVES if status in m.before), key=lambda move: not move.main)


class Signed(models.TextChoices):
    """How a signature was given: the paper is kept, the system says where."""

    PAPER = "paper", _("on the printed form, signed by hand")
    THUMB = "thumb", _("on the printed form, by thumbprint before a witness")
