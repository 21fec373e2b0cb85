"""Checks on villages: who may change them and what can stand."""

from collections.abc import Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from zhucun.core.models import Place, User
from zhucun.core.refusals import Refused, engine_language
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.engine.facts import VillageFacts
from zhucun.registry.models import Village
from zhucun.registry.statuses import FACT, HOUSEHOLD_FACT, OWN_NUMBERS

# The part cannot be more than the whole: (part, whole), as keys of the dictionary of facts.
PARTS: tuple[tuple[str, str], ...] = (
    ("poor_households", "households"),
    ("poor_persons", "persons"),
    ("dibao_persons", "persons"),
    ("wubao_persons", "persons"),
    ("disabled_persons", "persons"),
    ("old_persons", "persons"),
    ("minority_persons", "persons"),
    ("labour_persons", "persons"),
    ("away_persons", "persons"),
    ("party_members", "persons"),
    ("unpaved_groups", "groups"),
    ("broadband_households", "households"),
    ("unsafe_water_households", "households"),
)


def check_may_edit(user: User | None, code: str) -> None:
    """Refuse who may not change this village; None is the system itself (a command, the demo)."""
    if user is not None:
        check_may(user, Permission.VILLAGE_EDIT, code)


def check_may_adjust(user: User, code: str) -> None:
    """Refuse who may not adjust the needs of this village."""
    check_may(user, Permission.NEED_ADJUST, code)


def check_code(code: str, county: str) -> None:
    """Refuse a code that is no village of the county; a village missing in the national list has a 9xx number."""
    if len(code) != 12 or not code.isdigit() or not code.startswith(county):
        raise Refused(
            "village.bad_code",
            _("“%(given)s” is no village code of %(county)s. Give the 12 digits of the statistical division code."),
            given=code or "—",
            county=county,
        )
    if Place.objects.filter(pk=code).exists():
        return
    if int(code[9:]) in OWN_NUMBERS and Place.objects.filter(pk=code[:9]).exists():
        return
    raise Refused(
        "village.unknown_place",
        _(
            "No village has the code “%(given)s”. Look it up in the list of places; for a village that the list lacks "
            "take the nine digits of its township and a number from 900 to 999."
        ),
        given=code,
    )


def check_new(code: str) -> None:
    """Refuse a village that is already there."""
    standing = Village.objects.filter(pk=code).first()
    if standing:
        raise Refused(
            "village.there_already",
            _("%(name)s (%(given)s) is already in the list. Open it and change its facts there."),
            name=standing.name,
            given=code,
        )


def check_parts(facts: VillageFacts, touched: Collection[str]) -> None:
    """Refuse a part greater than its whole, naming both figures, where the change touches one of the two.

    Faults that stand since an import must not keep people from mending something else.
    """
    for part, whole in PARTS:
        if part not in touched and whole not in touched:
            continue
        less, more = getattr(facts, part), getattr(facts, whole)
        if less is not None and more is not None and less > more:
            raise Refused(
                "village.part_above_whole",
                _("“%(part)s” is %(less)s, more than “%(whole)s” with %(more)s. Correct one of the two."),
                part=FACT[part].text.say(engine_language()),
                less=less,
                whole=FACT[whole].text.say(engine_language()),
                more=more,
            )


def check_reason(reason: str) -> None:
    """Refuse a change without a reason that another person can follow."""
    if len(reason.strip()) < 2:
        raise Refused("reason.missing", _("Give the reason in a few words; whoever checks the plan will read it."))


def check_weight(thousandths: int) -> None:
    """Refuse a weight outside 0 to 1."""
    if not 0 <= thousandths <= 1000:
        raise Refused("need.bad_weight", _("A need lies between 0 and 100 %%. You gave %(value)s."), value=thousandths)


def check_past(on: date, at: datetime) -> None:
    """Refuse a day that has not come yet."""
    if on > at.astimezone(ZoneInfo(settings.TIME_ZONE)).date():
        raise Refused("day.not_yet", _("%(day)s has not come yet. Give the day on which it happened."), day=on)


def check_may_edit_household(user: User, village: str) -> None:
    """Refuse who may not change the households of this village."""
    check_may(user, Permission.HOUSEHOLD_EDIT, village)


def check_typed(values: Collection[str]) -> None:
    """Refuse a figure that is computed from members or the income account and therefore never typed."""
    for key in values:
        fact = HOUSEHOLD_FACT[key]
        if fact.computed:
            raise Refused(
                "household.computed",
                _("“%(fact)s” is never typed: %(how)s. Correct the members or the income account."),
                fact=fact.text.say(engine_language()),
                how=fact.computed.say(engine_language()),
            )
