"""What stands in the way of a step of a village's exit, said before and refused by after."""

from datetime import date

from django.utils.translation import gettext as _

from zhucun.core.models import User
from zhucun.core.refusals import Refused, engine_language
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.engine.targeting.village_rules import VillageTests
from zhucun.engine.words import VillageKind
from zhucun.engine.words_household import Cause
from zhucun.identification.models import VillageCase
from zhucun.identification.queries_villages import VillageStanding
from zhucun.identification.rules import Given
from zhucun.identification.statuses import VILLAGE, VillageMove, Wants
from zhucun.registry.models import Village


def check_village_role(move: VillageMove, user: User, code: str) -> None:
    """Refuse who may not take this step, or not in this village."""
    check_may(user, Permission.HOUSEHOLD_EDIT, code)
    if user.role not in move.roles:
        roles = "、".join(str(role.label) for role in move.roles)
        raise Refused("not_your_role", _("“%(step)s” is for: %(roles)s."), step=move.label, roles=roles)


def check_may_apply(village: Village, by: User, running: VillageCase | None) -> None:
    """Refuse an application of a village that is no poor village, has one running, or by somebody else."""
    check_may(by, Permission.HOUSEHOLD_EDIT, village.pk)
    if by.role not in VILLAGE:
        raise Refused("not_your_role", _("The First Secretary or the township applies for a village."))
    if VillageKind.POOR not in village.kind_words():
        raise Refused("village_case.not_poor", _("“%(village)s” is not on the list of poor villages."), village=village)
    if running:
        where = running.get_status_display()
        raise Refused("village_case.running", _("The village's exit is running already, at “%(where)s”."), where=where)


def check_passes(found: VillageTests) -> None:
    """Refuse when a test that decides is not met or not answered, and name each."""
    if found.hindrances:
        names = "、".join(f.text.zh for f in found.hindrances)
        english = ", ".join(f.text.en for f in found.hindrances)
        raise Refused(
            "village_case.not_met",
            _("Not met or not answered: %(tests)s. Mend it, or send the case back to the village with the reason."),
            tests=names if engine_language() == "zh" else english,
        )


def village_obstacles(
    case: VillageCase, move: VillageMove, standing: VillageStanding, *, user: User, on: date
) -> list[Refused]:
    """Return everything that stands in the way of a step, apart from what is given with it."""
    found: list[Refused] = []
    try:
        check_village_role(move, user, case.village_id)
    except Refused as refused:
        found.append(refused)
    if case.status not in move.before:
        found.append(
            Refused("case.wrong_step", _("The case stands at “%(where)s”; “%(step)s” does not follow it."),
                    where=case.get_status_display(), step=move.label)
        )  # fmt: skip
        return found
    asked = (_wanting(want, case, standing, user, on) for want in move.wants)
    return [*found, *(answer for answer in asked if answer)]


def _wanting(want: Wants, case: VillageCase, standing: VillageStanding, user: User, on: date) -> Refused | None:
    if want is Wants.NOTICE_OVER and (case.until is None or on <= case.until):
        return Refused(
            "case.notice_running",
            _("The publicity runs until %(day)s inclusive; this can be done from the day after."),
            day=case.until.isoformat() if case.until else "—",
        )
    if want is Wants.NO_OBJECTION and standing.open_objections:
        return Refused(
            "case.objection_open", _("%(count)s objection(s) are not answered yet. Answer them first."),
            count=standing.open_objections,
        )  # fmt: skip
    if want is Wants.NO_OBJECTION and standing.upheld_objections:
        return Refused(
            "case.objection_upheld", _("An objection was found right. Send the case back to the village, or refuse it.")
        )
    if want is Wants.OTHER_PERSON and standing.applied_by == user.pk:
        return Refused("case.same_person", _("You applied for the village yourself. Somebody else must check it."))
    if want is Wants.TRACKED and case.until and on <= case.until:
        return Refused(
            "case.tracking_runs", _("The village is tracked until %(day)s inclusive."), day=case.until.isoformat()
        )
    if want is Wants.TRACKED and not standing.visits:
        return Refused("case.not_visited", _("No tracking visit is recorded. Visit the village once, then end it."))
    return None


def village_lacking(move: VillageMove, given: Given) -> list[Refused]:
    """Return what should have been given with a step and was not."""
    found = []
    if Wants.REASON in move.wants and len(given.note.strip()) < 2:
        found.append(Refused("case.no_reason", _("Give the reason in words that the village can be told.")))
    if Wants.TWO_PEOPLE in move.wants and len(set(given.people)) < 2:
        found.append(Refused("case.one_person", _("Name at least two people who were there.")))
    if Wants.CAUSE in move.wants and given.cause not in list(Cause):
        found.append(Refused("case.no_cause", _("Choose the cause of the fall back.")))
    return found
