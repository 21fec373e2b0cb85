"""Checks on villages: who may change them and what can stand."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from zhucun.core.days import day_of
from zhucun.core.models import Place, User
from zhucun.core.refusals import Refused, engine_language
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.engine.facts import VillageFacts
from zhucun.engine.facts.income import ITEMS
from zhucun.engine.words import Sex
from zhucun.engine.words_household import RELATION_SEX, Relation
from zhucun.registry import queries
from zhucun.registry.models import Household, Member, NaturalChange, Village
from zhucun.registry.statuses import BY_FLOW, FACT, HOUSEHOLD_FACT, OWN_NUMBERS, SURVEY_KEYS

EVIDENCE_MOST = 10 * 2**20
EVIDENCE_KINDS: dict[str, bytes] = {
    "image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n", "application/pdf": b"%PDF-",
}  # fmt: skip
EVIDENCE_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}

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


def check_weight(thousandths: int) -> None:
    """Refuse a weight outside 0 to 1."""
    if not 0 <= thousandths <= 1000:
        raise Refused("need.bad_weight", _("A need lies between 0 and 100 %%. You gave %(value)s."), value=thousandths)


def check_past(on: date, at: datetime) -> None:
    """Refuse a day that has not come yet."""
    if on > day_of(at):
        raise Refused("day.not_yet", _("%(day)s has not come yet. Give the day on which it happened."), day=on)


def check_may_edit_household(user: User, village: str) -> None:
    """Refuse who may not change the households of this village."""
    check_may(user, Permission.HOUSEHOLD_EDIT, village)


def check_typed(values: Collection[str]) -> None:
    """Refuse what is never typed: figures computed from members or income, and what only the flow of cases sets."""
    for key in values:
        fact = HOUSEHOLD_FACT[key]
        if key in BY_FLOW:
            raise Refused(
                "household.by_flow",
                _("“%(fact)s” is not typed: it follows from identification and exit. Open a case there."),
                fact=fact.text.say(engine_language()),
            )
        if fact.computed:
            raise Refused(
                "household.computed",
                _("“%(fact)s” is never typed: %(how)s. Correct the members or the income account."),
                fact=fact.text.say(engine_language()),
                how=fact.computed.say(engine_language()),
            )


def check_one_head(relations: Iterable[Relation | None]) -> None:
    """Refuse a household that would have no head, or two."""
    heads = sum(relation is Relation.HEAD for relation in relations)
    if heads != 1:
        raise Refused(
            "household.one_head",
            _("A household has exactly one head; here are %(heads)s. Choose the head, and how the others are related."),
            heads=heads,
        )


def check_new_code(code: str, key: str, model: type[Household] | type[Member]) -> None:
    """Refuse a number that is none, or that another household or member of the county has."""
    if not (code.isascii() and code.isalnum() and 4 <= len(code) <= 20):
        raise Refused(
            "code.bad",
            _("“%(given)s” is no number. Give 4 to 20 digits or letters, without spaces."),
            given=code or "—",
        )
    if model.objects.filter(pk=key).exists():
        raise Refused(
            "code.taken", _("The number %(given)s is taken in this county. Take the next free one."), given=code
        )


def check_head(name: str, sex: str, born: date | None, identity: str, on: date) -> None:
    """Refuse a head of household without name, sex or day of birth; an identity number tells the last two."""
    if len(name.strip()) < 2:
        raise Refused("head.no_name", _("Give the name of the head as it stands in the household register."))
    if not identity and not (sex and born):
        raise Refused(
            "head.unknown", _("Give the identity number; where there is none at hand, the sex and the day of birth.")
        )
    if born and born > on:
        raise Refused("day.not_yet", _("%(day)s has not come yet. Give the day on which it happened."), day=born)


def check_registered_by_hand(row: Household) -> None:
    """Refuse to withdraw a household that came with a list or split off: other ways lead back from there."""
    if queries.registration_of(row) is None:
        raise Refused(
            "withdraw.not_by_hand",
            _("This household was not registered by hand. Undo the import or take back the split that brought it."),
        )


def check_sex_fits(relation: Relation, sex: str) -> None:
    """Refuse a son who is a woman: the relation tells the sex, so one of the two is wrong."""
    implied = RELATION_SEX.get(relation)
    if implied and sex and sex != implied.value:
        raise Refused(
            "member.sex_and_relation",
            _("“%(relation)s” and “%(sex)s” contradict each other. Correct one of the two."),
            relation=relation.say(engine_language()),
            sex=Sex(sex).say(engine_language()),
        )


def check_can_undo(change: NaturalChange) -> None:
    """Refuse to take back a change that is not the last one, came with a list, or was taken back already."""
    if change.undone_at is not None:
        raise Refused("undo.done", _("This change was taken back already. Reload the page."))
    people = list(change.people.all())
    if not people or not all(person.before for person in people):
        raise Refused(
            "undo.from_a_list",
            _("This change came with a list and can be taken back only with that list's import."),
        )
    homes = [change.household, *([change.other] if change.other else [])]
    later = [home for home in homes if queries.last_change(home) != change]
    if later:
        raise Refused(
            "undo.not_last",
            _("Household %(household)s has a change that was noted later. Take that one back first."),
            household=later[0].code,
        )


def check_line(item: str, amount: Decimal, months: int) -> None:
    """Refuse an income line that cannot stand: an item that is a sum, an amount of nothing, a span that is no year."""
    if item not in ITEMS or ITEMS[item].parent is None:
        raise Refused(
            "income.no_item",
            _("“%(item)s” is no item that a line may name. Choose one below the five sums."),
            item=item or "—",
        )
    if amount <= 0:
        raise Refused("income.no_amount", _("The amount must be above nought. Withdraw the line where there was none."))
    if not 1 <= months <= 12:
        raise Refused("income.months", _("A line covers 1 to 12 months. You gave %(months)s."), months=months)


def check_evidence(content: bytes) -> str:
    """Return the kind of a file that may prove something; refuse one that is too large, empty, or of another kind.

    The first bytes decide, not the name: a name can be anything.
    """
    if len(content) > EVIDENCE_MOST:
        raise Refused(
            "evidence.too_large",
            _("The file has %(size)s MB; at most %(most)s MB are kept. Take a smaller picture or scan fewer pages."),
            size=round(len(content) / 2**20, 1),
            most=EVIDENCE_MOST // 2**20,
        )
    for kind, starts in EVIDENCE_KINDS.items():
        if content.startswith(starts):
            return kind
    raise Refused(
        "evidence.other_kind",
        _("The file is neither a JPEG or PNG picture nor a PDF. Take a picture of the paper, or save it as PDF."),
    )


def check_survey(surveyor: str, answers: Mapping[str, Any]) -> None:
    """Refuse a survey without a surveyor, without an answer, or with a fact that no survey asks."""
    if len(surveyor.strip()) < 2:
        raise Refused("survey.no_surveyor", _("Say who asked the household, by name."))
    if not answers:
        raise Refused("survey.empty", _("No question is answered. Answer at least one."))
    if unknown := sorted(set(answers) - set(SURVEY_KEYS)):
        raise ValueError(f"no survey asks {unknown}")
    percent = answers.get("water_supply_percent")
    if percent is not None and percent > 100:
        raise Refused(
            "survey.above_100", _("The reliability of water is at most 100 %%; you gave %(given)s."), given=percent
        )
    months = answers.get("water_short_months")
    if months is not None and months > 12:
        raise Refused("survey.above_12", _("A year has 12 months; you gave %(given)s."), given=months)
