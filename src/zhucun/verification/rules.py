"""What stands in the way of taking a list, changing red lines, and each step of a home check."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from zhucun.core.models import User
from zhucun.core.refusals import Refused, engine_language
from zhucun.core.rules import check_may, check_reason
from zhucun.core.statuses import Permission
from zhucun.engine.policy.figures import Figure, figure
from zhucun.policy.queries import figures_of
from zhucun.verification.models import Check, Comparison, RegisterList, Seen, SignsAsked
from zhucun.verification.statuses import CLOSES, LISTS, UNDER_WAY, VERIFIES, ListState, Outcome, State

MOST_BYTES = 30 * 1024 * 1024


def answer_days(on: date, area: str) -> Figure:
    """Return within how many days a suspect is verified, by the rule of the day and area."""
    return figure("comparison.answer_days", on=on, area=area, local=figures_of(area[:6]))


def deadline(on: date, area: str) -> date:
    """Return the day by which what is raised today is verified."""
    return on + timedelta(days=int(answer_days(on, area).value))


def sure_from(on: date, area: str) -> int:
    """Return from how many thousandths a match needs nobody to tell first who it is."""
    return int(figure("comparison.match_percent", on=on, area=area, local=figures_of(area[:6])).value) * 10


def check_may_manage(by: User, county: str) -> None:
    """Refuse who may not take lists, set rules, compare or draw in this county."""
    check_may(by, Permission.CHECK_MANAGE, county)
    if len(by.scope) > 6:
        raise Refused("not_your_place", _("This is done for the county as a whole."))


def check_upload(source: str, content: bytes, as_of: date, *, on: date) -> None:
    """Refuse a list of an unknown kind, an empty or far too long file, and a day to come."""
    if source not in LISTS:
        raise Refused("register.no_source", _("Choose which department's list it is."))
    if not content:
        raise Refused("register.empty", _("The file is empty. Choose the list and upload it again."))
    if len(content) > MOST_BYTES:
        raise Refused("register.too_long", _("The file is longer than %(most)s MB. Split it."), most=MOST_BYTES >> 20)
    if as_of > on:
        raise Refused("register.day_to_come", _("The list cannot be from a day to come. Correct the day."))


def check_waiting(row: RegisterList) -> None:
    """Refuse to settle the columns of a list that is taken in already or was withdrawn."""
    if row.state != ListState.WAITING:
        raise Refused(
            "register.not_waiting", _("This list stands at “%(state)s”. Reload the page."),
            state=row.get_state_display(),
        )  # fmt: skip


def check_has_rows(count: int) -> None:
    """Refuse to take in a list of which no row can be read."""
    if not count:
        raise Refused("register.no_rows", _("No row of this list can be taken in. Look at the faults first."))


def check_may_withdraw(row: RegisterList, reason: str) -> None:
    """Refuse to withdraw a list twice or without a reason."""
    if row.state == ListState.WITHDRAWN:
        raise Refused("register.withdrawn", _("This list was withdrawn already."))
    check_reason(reason, _("Give the reason in a few words; the household may ask for it."))


def check_signs_asked(asked: SignsAsked | None) -> None:
    """Refuse to raise checks from signs that are not worked out yet, or could not be."""
    if asked is None:
        raise Refused(
            "signs.not_yet", _("The signs are being worked out in the background. Try again in some minutes.")
        )
    if asked.failure:
        raise Refused("signs.none", asked.failure[0 if engine_language() == "zh" else 1])


def check_under_way(row: Comparison) -> None:
    """Refuse to stop what is over."""
    if row.state not in UNDER_WAY:
        raise Refused("work.over", _("This is over already. Reload the page."))


def check_lines(lines: list[dict[str, Any]]) -> None:
    """Refuse a set without a single line, or a line that does not say what it is about."""
    if not lines:
        raise Refused("red_lines.none", _("A set needs at least one red line."))
    for number, line in enumerate(lines, start=1):
        if not line["text_zh"].strip() or not line["whose"]:
            raise Refused(
                "red_lines.incomplete", _("Line %(number)s needs its words and whose records it asks for."),
                number=number,
            )  # fmt: skip


def check_may_verify(check: Check, by: User) -> None:
    """Refuse who does not verify at home, or not in this village."""
    check_may(by, Permission.CHECK_VERIFY, check.village_id)
    if by.role not in VERIFIES:
        raise Refused("not_your_role", _("Home checks are made by the First Secretary, the township and the county."))


def check_may_see_home(check: Check, by: User) -> None:
    """Refuse a first finding where one waits for its second person, or by whom it was verified the first time."""
    check_may_verify(check, by)
    if check.state != State.OPEN:
        raise Refused(
            "check.not_open", _("The check stands at “%(state)s”. Reload the page."), state=check.get_state_display()
        )
    if check.again_id and Seen.objects.filter(check_at_home=check.again_id, first=by).exists():
        raise Refused(
            "check.own_work", _("You verified this household the first time. Somebody else must look at it again.")
        )


def check_seen(check: Check, finding: str, note: str, day: date, *, on: date) -> None:
    """Refuse a finding without words, of an unknown kind, or from before the check or a day to come."""
    if finding not in Outcome.values:
        raise Refused("check.no_finding", _("Choose what was found."))
    if len(note.strip()) < 2:
        raise Refused("check.no_note", _("Write in a few words what you saw and who told you what."))
    if day > on:
        raise Refused("check.day_to_come", _("The visit cannot be on a day to come."))
    if day < check.raised:
        raise Refused(
            "check.day_before", _("The visit cannot be before the check was raised on %(day)s."),
            day=check.raised.isoformat(),
        )  # fmt: skip


def check_may_confirm(check: Check, seen: Seen | None, by: User) -> None:
    """Refuse a second word where there is no first one, and by the first person: two people see, not one twice."""
    check_may_verify(check, by)
    if check.state != State.SEEN or seen is None:
        raise Refused("check.nothing_to_confirm", _("Nothing waits for a second person here. Reload the page."))
    if seen.first_id == by.pk:
        raise Refused(
            "check.same_person", _("You recorded the visit yourself. The other person who was there confirms it.")
        )


def check_second(agrees: bool, note: str) -> None:
    """Refuse a second person who does not agree and does not say why."""
    if not agrees and len(note.strip()) < 2:
        raise Refused("check.no_second_note", _("Say what you saw differently; the household is visited again."))


def check_may_close(check: Check, by: User) -> None:
    """Refuse to close what two people have not verified, and by whom it is not closed."""
    check_may_verify(check, by)
    if by.role not in CLOSES:
        raise Refused("not_your_role", _("Checks are closed by the township or the county."))
    if check.state != State.AGREED:
        raise Refused(
            "check.not_verified", _("Two people must verify it at home first; it stands at “%(state)s”."),
            state=check.get_state_display(),
        )  # fmt: skip


def check_outcome(outcome: str, reason: str) -> None:
    """Refuse to close without an outcome and a reason."""
    if outcome not in Outcome.values:
        raise Refused("check.no_outcome", _("Choose the outcome."))
    check_reason(reason, _("Give the reason in a few words; the household may ask for it."))


def check_may_assign(by: User, village: str, owner: User | None) -> None:
    """Refuse to give checks to somebody who does not work in the village."""
    check_may(by, Permission.CHECK_VERIFY, village)
    if by.role not in CLOSES:
        raise Refused("not_your_role", _("Checks are given out by the township or the county."))
    if owner is not None and not (owner.may_at(Permission.CHECK_VERIFY, village) and owner.role in VERIFIES):
        raise Refused("check.not_there", _("%(name)s does not work in this village."), name=owner.name)


def check_seed(seed: int) -> None:
    """Refuse a seed that cannot be kept."""
    if not 0 < seed < 2**31:
        raise Refused(
            "audit.seed", _("The seed is a whole number from 1 to 2147483647, for example the date: 20260302.")
        )
