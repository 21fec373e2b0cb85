"""How an event's changes read: facts by their names in the dictionary, the rest by the names below."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from zhucun.core.event_names import EXPORT_NAMES
from zhucun.core.models import Event
from zhucun.core.refusals import engine_language
from zhucun.core.statuses import Role
from zhucun.engine.facts import FACTS, Subject
from zhucun.engine.texts import Text
from zhucun.engine.words import Need, Word

# Lists about households are asked last: a roster repeats their keys in words meant for one wide row.
OWN = (Subject.VILLAGES, Subject.CANDIDATES, Subject.UNITS, Subject.POSTS)
OWN_FACTS = [FACTS[subject] for subject in OWN]
# What kind of unit, village, visit or change it was: one word serves all.
FACT_NAMES: dict[str, Text] = {f.key: f.text for facts in OWN_FACTS for f in reversed(facts) if f.key != "kind"}
ROSTER_NAMES: dict[str, Text] = {
    f.key: f.text for s in (Subject.INCOME, Subject.MEMBERS, Subject.HOUSEHOLDS, Subject.ROSTER) for f in FACTS[s]
}
FACT_WORDS: dict[str, type[Word]] = {f.key: f.words for facts in FACTS.values() for f in reversed(facts) if f.words}
NEED_NAMES: dict[str, Text] = {need.value: need.text for need in Need}

FIELD_NAMES: dict[str, Promise | str] = {
    "role": pgettext_lazy("change", "role"),
    "scope": pgettext_lazy("change", "place code"),
    "count": pgettext_lazy("change", "number"),
    "rows": pgettext_lazy("change", "rows"),
    "new": pgettext_lazy("change", "new"),
    "changed": pgettext_lazy("change", "changed"),
    "same": pgettext_lazy("change", "as before"),
    "total": pgettext_lazy("change", "total fit"),
    "settings": pgettext_lazy("change", "settings"),
    "floor": pgettext_lazy("change", "floor"),
    "keep": pgettext_lazy("change", "bonus for staying"),
    "leximin": pgettext_lazy("change", "worst served first"),
    "moved": pgettext_lazy("change", "posts moved"),
    "status": pgettext_lazy("change", "status"),
    "candidate": pgettext_lazy("change", "candidate"),
    "handover": pgettext_lazy("change", "handover day"),
    "terms_begun": pgettext_lazy("change", "terms begun"),
    "terms_kept": pgettext_lazy("change", "terms that go on"),
    "terms_ended": pgettext_lazy("change", "terms ended"),
    "of": pgettext_lazy("change", "belongs to"),
    "ended_on": pgettext_lazy("change", "ended on"),
    "mode": pgettext_lazy("change", "way of taking over"),
    "meant": pgettext_lazy("change", "means"),
    "undone": pgettext_lazy("change", "undone"),
    "kept": pgettext_lazy("change", "left as they are"),
    "left_out": pgettext_lazy("change", "left out"),
    "password": pgettext_lazy("change", "password"),
    "second_factor": pgettext_lazy("change", "second factor"),
    "found": pgettext_lazy("change", "persons found"),
    "doubtful": pgettext_lazy("change", "doubtful"),
    "raised": pgettext_lazy("change", "checks raised"),
    "outcome": pgettext_lazy("change", "finding"),
    "state": pgettext_lazy("change", "stands at"),
    "owner": pgettext_lazy("change", "asked of"),
    "deadline": pgettext_lazy("change", "by"),
    "seed": pgettext_lazy("change", "seed"),
    "source": pgettext_lazy("change", "source"),
    "kind": pgettext_lazy("change", "kind"),
    "on": pgettext_lazy("change", "day"),
    "due": pgettext_lazy("change", "answer due"),
    "week": pgettext_lazy("change", "week of"),
    "per_week": pgettext_lazy("change", "visits a week"),
    "missed": pgettext_lazy("change", "missed"),
    "wrong": pgettext_lazy("change", "wrongly listed"),
    "list": pgettext_lazy("change", "list"),
    "rule": pgettext_lazy("change", "rule"),
    "reference": pgettext_lazy("change", "basis"),
}
# Words that stand in labels as they are kept, in Chinese, so that the log is searched by them; upper floors add theirs.
LABEL_WORDS: list[Promise | str] = []
VALUE_NAMES: dict[str, Promise | str] = {
    **{str(role.value): role.label for role in Role},
    "draft": _("Draft"),
    "proposed": _("Proposed"),
    "returned": _("Returned"),
    "approved": _("Approved"),
    "published": _("Published"),
    "dropped": _("Dropped"),
}


def field_name(key: str) -> str:
    """Return what a field is called; one that nobody named keeps its key."""
    text = FACT_NAMES.get(key) or NEED_NAMES.get(key)
    if text is None and key not in FIELD_NAMES:
        text = ROSTER_NAMES.get(key)
    return text.say(engine_language()) if text else str(FIELD_NAMES.get(key, key))


def label_word(word: Promise | str) -> str:
    """Return a word as a label keeps it, whatever language its writer reads."""
    with override("zh-hans"):
        return str(word)


@cache
def _kept_words() -> dict[str, Promise | str]:
    return {label_word(word): word for word in LABEL_WORDS}


def label_words(label: str) -> str:
    """Return a kept label in the reader's language."""
    return " ".join(str(_kept_words().get(part, part)) for part in label.split(" "))


def subject_words(event: Event) -> str:
    """Return what an event is about: its label, what an export was of, and the pair that a plan's event names."""
    if event.name == "export.taken":
        parts = [_export(event.label), _new(event, "of")]
    elif event.subject == "postings.plan":
        parts = [event.label, _new(event, "village"), *_people(event)]
    else:
        parts = [label_words(event.label)]
    return " · ".join(part for part in parts if part)


def _export(label: str) -> str:
    # The lists of an import carry their file's name: "faults-villages".
    kind, _dash, file = label.partition("-")
    return f"{EXPORT_NAMES[kind]} {file}".strip() if kind in EXPORT_NAMES else label


def _new(event: Event, key: str) -> str:
    pair = event.changes.get(key)
    return str(pair[1]) if isinstance(pair, list) and len(pair) == 2 and pair[1] is not None else ""


def _people(event: Event) -> list[str]:
    pair = event.changes.get("candidate")
    if not isinstance(pair, list) or len(pair) != 2:
        return []
    old, new = pair
    return [f"{old or '—'} → {new or '—'}" if old is not None else str(new)]


def change_words(changes: Mapping[str, Any]) -> str:
    """Return changes on one line: old → new, the new value alone where there was none; personal fields by name only."""
    comma = "；" if engine_language() == "zh" else "; "
    return comma.join(_one(key, pair) for key, pair in changes.items())


def _one(key: str, pair: Any) -> str:
    name = field_name(key)
    if not isinstance(pair, (list, tuple)) or len(pair) != 2:
        return name
    old, new = (_value(v, FACT_WORDS.get(key)) for v in pair)
    return f"{name} {new}" if pair[0] is None else f"{name} {old} → {new}"


def _value(value: Any, words: type[Word] | None = None) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, Mapping):
        return ", ".join(f"{field_name(str(k))} {_value(v)}" for k, v in value.items())
    if isinstance(value, (list, tuple)):
        return "、".join(_value(v, words) for v in value) or "—"
    if words and str(value) in {w.value for w in words}:
        return words(value).say(engine_language())
    return str(VALUE_NAMES.get(str(value), value))
