"""The form for a county's weights: points for each term, slogans, rules, and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhucun.core.refusals import engine_language
from zhucun.engine.posting.scheme import MOST_POINTS, HomeRule, Scheme, TermName, Unconfirmed, Where, Who
from zhucun.postings.forms.facts import said, word_choices


def slogan_choices() -> list[tuple[str, str]]:
    """Return every sentence “these people to those villages” as a choice."""
    language = engine_language()
    arrow = "→"
    return [
        (f"{who.value}:{where.value}", f"{who.say(language)}{arrow}{where.say(language)}")
        for who in Who
        for where in Where
    ]


def points_of(term: TermName) -> str:
    """Return the name of a term's field; a term may be called like one of the rules."""
    return f"points_{term.value}"


class SchemeForm(forms.Form):
    """Points a term, slogans and rules; saved under a name as a new version."""

    name = forms.CharField(
        label=_("Name of the weights"), max_length=60, help_text=_("The same name makes a new version of it.")
    )
    slogans = forms.MultipleChoiceField(
        label=_("Kind of cadre for kind of village"), required=False, widget=forms.CheckboxSelectMultiple
    )
    home = forms.ChoiceField(label=_("Home place"))
    unconfirmed = forms.ChoiceField(label=_("People with an unconfirmed rule"))
    note = forms.CharField(
        label=_("Why this change"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept with the version; whoever decides a plan reads it."),
    )

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        kwargs["initial"] = {**_initial(scheme), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.scheme = scheme
        for term in TermName:
            self.fields[points_of(term)] = forms.IntegerField(
                label=said(term.text), min_value=0, max_value=MOST_POINTS, help_text=_why(scheme, term)
            )
        choice_fields: dict[str, Any] = {
            "slogans": slogan_choices(),
            "home": word_choices(HomeRule, empty=False),
            "unconfirmed": word_choices(Unconfirmed, empty=False),
        }
        for name, choices in choice_fields.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
            field.choices = choices

    def weight_fields(self) -> list[forms.BoundField]:
        """Return the fields of the weights in the order of the terms."""
        return [self[points_of(term)] for term in TermName]

    def content(self) -> dict[str, Any]:
        """Return the scheme as plain values, with the evidence of the version it was made from."""
        old = self.scheme.to_json()
        typed = self.cleaned_data
        weights = {t.value: {**old["weights"][t.value], "points": typed[points_of(t)]} for t in TermName}
        slogans = [dict(zip(("who", "where"), pair.split(":"), strict=True)) for pair in typed["slogans"]]
        rules = {**old["rules"], "home": typed["home"], "unconfirmed": typed["unconfirmed"]}
        return {"weights": weights, "slogans": slogans, "rules": rules}


def _initial(scheme: Scheme) -> dict[str, Any]:
    return {
        **{points_of(term): scheme.weights[term] for term in TermName},
        "slogans": [f"{who.value}:{where.value}" for who, where in scheme.slogans],
        "home": scheme.rules.home.value,
        "unconfirmed": scheme.rules.unconfirmed.value,
    }


def _why(scheme: Scheme, term: TermName) -> Any:
    told = scheme.evidence.get(term)
    return said(told.why) if told else ""
