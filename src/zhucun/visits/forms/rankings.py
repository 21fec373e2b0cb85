"""The form of a village meeting that ranks its households: a place for each, the same place for a pile."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhucun.registry.models import Household
from zhucun.visits.actions import Assembly


class RankingForm(forms.Form):
    """Day, who took part, and a place for each household; a household without a place was not ranked."""

    on = forms.DateField(label=_("Day of the meeting"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    participants = forms.IntegerField(label=_("Villagers who took part"), min_value=1, max_value=5000)
    women = forms.IntegerField(label=_("Of them women"), min_value=0, max_value=5000, required=False)
    chair = forms.CharField(label=pgettext_lazy("meeting", "Chaired by"), max_length=60)
    note = forms.CharField(label=_("How it was done"), max_length=300, required=False)

    def __init__(self, *args: Any, homes: Sequence[Household], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.homes = list(homes)
        for home in self.homes:
            field = forms.IntegerField(
                label=pgettext_lazy("ranking", "Place"), min_value=1, max_value=2000, required=False
            )
            self.fields[self._name(home)] = field

    @staticmethod
    def _name(home: Household) -> str:
        return f"place-{home.key}"

    def head(self) -> list[forms.BoundField]:
        """Return the fields of the meeting as a whole."""
        return [self[name] for name in ("on", "participants", "women", "chair", "note")]

    def rows(self) -> list[tuple[Household, forms.BoundField]]:
        """Return each household with its field."""
        return [(home, self[self._name(home)]) for home in self.homes]

    def assembly(self) -> Assembly:
        """Return the meeting."""
        return Assembly(**{name: self.cleaned_data[name] for name in ("on", "participants", "women", "chair", "note")})

    def places(self) -> dict[str, int]:
        """Return the places that were given, by household key."""
        given = {home.key: self.cleaned_data.get(self._name(home)) for home in self.homes}
        return {key: place for key, place in given.items() if place is not None}
