"""A form field for each entry of the dictionary of facts, with its own label, unit, note and closed list."""

import re
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from zhucun.core.refusals import engine_language
from zhucun.engine.facts import Fact, FactKind
from zhucun.engine.texts import Text
from zhucun.engine.words import Word

SEPARATORS = re.compile(r"[、，,;；\s]+")


def say(text: Text) -> str:
    """Return an engine's text in the reader's language."""
    return text.say(engine_language())


said: Any = lazy(say, str)


def word_choices(words: type[Word], *, empty: bool) -> list[tuple[str, Any]]:
    """Return a closed list as choices in the reader's language."""
    listed = [(w.value, said(w.text)) for w in words]
    return [("", "—"), *listed] if empty else listed


class Names(forms.CharField):
    """Several free names or codes in one line, separated as people do; cleaned to a tuple."""

    def clean(self, value: Any) -> Any:
        """Return the names in their order, each once."""
        text = super().clean(value)
        return tuple(dict.fromkeys(w for w in SEPARATORS.split(text) if w))

    def prepare_value(self, value: Any) -> Any:
        """Show a tuple as one line."""
        return "、".join(value) if isinstance(value, (tuple, list)) else value


class Words(forms.MultipleChoiceField):
    """Several of a closed list, cleaned to a tuple in the list's order, those chosen before first."""

    def clean(self, value: Any) -> Any:
        """Return what was chosen."""
        return tuple(super().clean(value))


class YesNo(forms.TypedChoiceField):
    """Yes, no, or nobody has said."""

    def __init__(self, **kwargs: Any) -> None:
        options = [("", _("not known")), ("yes", _("Yes")), ("no", _("No"))]
        super().__init__(choices=options, coerce=lambda v: v == "yes", empty_value=None, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show a stored value as its option."""
        return {True: "yes", False: "no"}.get(value, value or "")


def field_for(fact: Fact) -> forms.Field:
    """Return the form field of one fact."""
    shared: dict[str, Any] = {"required": fact.required, "label": said(fact.text), "help_text": _help(fact)}
    if fact.kind is FactKind.WORD and fact.words:
        return forms.ChoiceField(choices=word_choices(fact.words, empty=not fact.required), **shared)
    if fact.kind is FactKind.WORDS and fact.words:
        options = word_choices(fact.words, empty=False)
        return Words(choices=options, widget=forms.CheckboxSelectMultiple, **shared)
    if fact.kind is FactKind.COUNT:
        return forms.IntegerField(min_value=0, **shared)
    if fact.kind is FactKind.SCORE:
        return forms.IntegerField(min_value=0, max_value=100, **shared)
    if fact.kind in (FactKind.NUMBER, FactKind.MONEY):
        return forms.DecimalField(min_value=0, decimal_places=2, max_digits=14, **shared)
    if fact.kind is FactKind.DAY:
        return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **shared)
    if fact.kind is FactKind.YES_NO:
        return YesNo(**shared)
    if fact.kind is FactKind.NAMES:
        return Names(max_length=400, **shared)
    return forms.CharField(max_length=120, **shared)


def _help(fact: Fact) -> Any:
    if fact.note:
        return said(fact.note)
    return said(fact.unit) if fact.unit else ""
