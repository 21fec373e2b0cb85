"""How households are put into words: colours as pills, words of closed lists, values masked for those who only look."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from zhucun.core.models import User
from zhucun.core.refusals import engine_language
from zhucun.core.sealing import HIDDEN, Sealed
from zhucun.engine.facts.fact import Fact, FactKind, Sight
from zhucun.engine.households.identity import mask_account, mask_identity, mask_name, mask_phone
from zhucun.engine.words import Word
from zhucun.engine.words_household import ExitStatus
from zhucun.registry import queries
from zhucun.registry.models import Household
from zhucun.registry.statuses import ANY_COLOUR, INCOME_FROM, NOT_YET, TONES, Colour, colour_of

SIZES = (("1", "1"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5"), ("6", gettext_lazy("6 and more")))

NAMES = frozenset({"name", "head_name", "helper_name"})
MASKS = {"identity": mask_identity, "phone": mask_phone, "helper_phone": mask_phone, "bank_account": mask_account}


def word(words: type[Word], value: str) -> str:
    """Return the label of a stored word in the reader's language, '' for none."""
    return _said(words, value, engine_language()) if value else ""


@lru_cache(maxsize=4096)  # a list says some two hundred of a few
def _said(words: type[Word], value: str, language: Any) -> str:
    return words(value).say(language)


def labels(words: type[Word], values: Sequence[str]) -> str:
    """Return the labels of several stored words, joined."""
    joint = "、" if engine_language() == "zh" else ", "
    return joint.join(word(words, v) for v in values)


def status_pill(row: Household) -> SafeString:
    """Return where a household stands: the word on the colour, with the colour's own word for who cannot see it."""
    return _pill(row.status, _watched(row), get_language())


@lru_cache(maxsize=256)
def _pill(status: str, watched: bool, _language: str | None) -> SafeString:
    colour = colour_of(status)
    said = _status(status, watched)
    return format_html('<span class="pill {}" title="{}">{}</span>', TONES[colour], colour.label, said)


def status_words(row: Household) -> str:
    """Return where a household stands, and that it is watched."""
    return _status(row.status, _watched(row))


def _watched(row: Household) -> bool:
    return bool(row.monitored) and row.risk_removed is not True


def _status(status: str, watched: bool) -> str:
    said = word(ExitStatus, status)
    if watched:
        said += "·监测" if engine_language() == "zh" else ", watched"
    return said


def colour_choices() -> list[tuple[str, Any]]:
    """Return the colours as choices of a filter, and those that take several together."""
    return [
        *((colour.value, colour.label) for colour in Colour),
        (ANY_COLOUR, _("Registered, of any colour")),
        (NOT_YET, _("Still poor or poor again")),
    ]


def income_choices() -> list[tuple[str, str]]:
    """Return the bands of net income per head by the figure at which each begins."""
    ends = [*(f"{start:,}–{above:,}" for start, above in pairwise(INCOME_FROM))]
    ends[0] = _("below %(yuan)s") % {"yuan": f"{INCOME_FROM[1]:,}"}
    last = _("%(yuan)s and more") % {"yuan": f"{INCOME_FROM[-1]:,}"}
    return [(str(start), text) for start, text in zip(INCOME_FROM, [*ends, last], strict=True)]


def whole(amount: Decimal | None) -> Decimal | None:
    """Return an amount in whole yuan, as columns that are compared show it; exports keep the fen."""
    return None if amount is None else amount.quantize(Decimal(1), ROUND_HALF_UP)


def shown_name(name: str, user: User) -> str:
    """Return a name as this person may see it in a list."""
    return name if queries.may_see_names(user) else mask_name(name)


def shown(fact: Fact, value: Any, *, user: User, whole: bool = False) -> Any:
    """Return a stored value as this person may read it; `whole` after the purpose has been noted."""
    if isinstance(value, Sealed):
        return _unsealed(fact, value, whole)
    if value in (None, "", ()):
        return None
    if fact.personal and not whole and not queries.may_see_names(user):
        return _masked(fact, value)
    if fact.words is None:
        return str(value) if _a_year(fact) else value
    return word(fact.words, value) if isinstance(value, str) else labels(fact.words, value)


def _a_year(fact: Fact) -> bool:
    return fact.kind is FactKind.COUNT and fact.key.endswith("_year")


def _unsealed(fact: Fact, value: Sealed, whole: bool) -> str | None:
    if not value:
        return None
    if whole:
        return value.open()
    mask = MASKS.get(fact.key)
    return mask(value.open()) if mask else HIDDEN


def _masked(fact: Fact, value: Any) -> str:
    if fact.key in NAMES:
        return mask_name(str(value))
    mask = MASKS.get(fact.key)
    return mask(str(value)) if mask else HIDDEN


def needs_purpose(fact: Fact) -> bool:
    """Tell whether a fact is shown in full only for a stated purpose."""
    return fact.sight is Sight.PURPOSE
