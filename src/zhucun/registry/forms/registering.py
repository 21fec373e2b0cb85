"""Forms about a household registered by hand: where it lives and who heads it; why a registration is withdrawn."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhucun.core.models import User
from zhucun.core.refusals import engine_language
from zhucun.engine.households.identity import identity_faults, normal
from zhucun.registry import queries
from zhucun.registry.actions import NewHousehold
from zhucun.registry.bridge.households import HOUSEHOLD_FACT, MEMBER_FACT
from zhucun.registry.forms.households import WhyForm, day_field
from zhucun.registry.forms.villages import UNKNOWN, field_of, label_of


class RegisterForm(WhyForm):
    """A family that is in no list: its village and number, its head, and how to reach it."""

    place = ("village", "code", "group", "phone")
    head = ("name", "identity", "sex", "born", "nation")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["version"]
        villages = queries.villages_to_choose(user)
        first = [(UNKNOWN, _("choose"))] if len(villages) != 1 else []
        self.fields["village"] = forms.ChoiceField(label=_("Village"), choices=[*first, *villages])
        self.fields["code"] = forms.CharField(
            label=_("Household number"), max_length=20,
            help_text=_("The next free one of the county is proposed, until the national system gives one."),
        )  # fmt: skip
        for key in ("group", "phone"):
            self.fields[key] = field_of(HOUSEHOLD_FACT[key])
        for key in self.head:
            fact = MEMBER_FACT[key]
            self.fields[key] = day_field(fact, label_of(fact)) if key == "born" else field_of(fact)
            self.fields[key].required = key == "name"
        self.fields["name"].label = _("Name of the head of household")
        self.fields["identity"].help_text = _(
            "Kept sealed. Sex and day of birth follow from it; without one, give both."
        )
        self.fields["phone"].help_text = _("Kept sealed.")
        for key in ("identity", "phone"):
            self.fields[key].widget.attrs["autocomplete"] = "off"
        self.fields["reason"].label = _("Why it is registered")
        self.fields["reason"].help_text = _("For example: asked the village committee on 2 March to be registered.")

    def where(self) -> list[forms.BoundField]:
        """Return where the family lives and how it is reached."""
        return [self[key] for key in self.place]

    def who(self) -> list[forms.BoundField]:
        """Return who heads it."""
        return [self[key] for key in self.head]

    def clean_identity(self) -> str:
        """Refuse a number that cannot be right, saying what is wrong with it and never repeating it."""
        number = normal(self.cleaned_data["identity"])
        if number and (faults := identity_faults(number, on=timezone.localdate())):
            raise forms.ValidationError(faults[0].text.say(engine_language()))
        return number

    def household(self) -> NewHousehold:
        """Return the family as it was entered."""
        return NewHousehold(
            head_name=self.cleaned_data["name"].strip(),
            **{key: self.cleaned_data[key] for key in (*self.place, *self.head) if key not in ("name", "code")},
            code=self.cleaned_data["code"].strip(),
        )


class WithdrawForm(forms.Form):
    """Why a registration is withdrawn."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label=gettext_lazy("Why it is withdrawn"), max_length=200)
