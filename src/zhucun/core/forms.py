"""Forms of core: an account, the reason for a change of one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhucun.core.models import SendingUnit, User
from zhucun.core.queries import places_of_accounts
from zhucun.core.statuses import Role


class AccountForm(forms.Form):
    """Who it is, as what, where."""

    username = forms.RegexField(
        r"^[\w.-]{3,60}$",
        label=_("User name"),
        help_text=_("What the person types to sign in: letters, digits, dots; for example their staff number."),
        error_messages={"invalid": _("Use 3 to 60 letters, digits, dots or hyphens.")},
    )
    name = forms.CharField(label=_("Name"), max_length=60)
    role = forms.ChoiceField(label=pgettext_lazy("account", "Role"))
    scope = forms.ChoiceField(
        label=pgettext_lazy("account", "Place"),
        help_text=_("Everything the person sees and does lies in this place: a township, a village or the county."),
    )
    unit = forms.ModelChoiceField(
        SendingUnit.objects.none(),
        label=_("Sending unit"),
        required=False,
        empty_label="—",
        help_text=_("Only for the account of a sending unit."),
    )

    def __init__(self, *args: Any, by: User, account: User | None = None, **kwargs: Any) -> None:
        if account is not None:
            kwargs["initial"] = {
                "username": account.username,
                "name": account.name,
                "role": account.role,
                "scope": account.scope,
                "unit": account.unit_id,
                "seen": account.seen,
            }
        super().__init__(*args, **kwargs)
        roles = [(role.value, role.label) for role in Role if role != Role.PROVINCE]
        role, scope, unit = self.fields["role"], self.fields["scope"], self.fields["unit"]
        assert isinstance(role, forms.ChoiceField)  # noqa: S101  declared above
        assert isinstance(scope, forms.ChoiceField)  # noqa: S101
        assert isinstance(unit, forms.ModelChoiceField)  # noqa: S101
        role.choices, scope.choices = roles, places_of_accounts(by.scope)
        unit.queryset = SendingUnit.objects.filter(county=by.county).order_by("name")
        if account is not None:
            self.fields["username"].disabled = True
            self.fields["seen"] = forms.CharField(widget=forms.HiddenInput)
            self.fields["reason"] = forms.CharField(label=_("Reason for the change"), max_length=400)

    def values(self) -> dict[str, Any]:
        """Return what was typed as the action takes it."""
        return {**self.cleaned_data, "role": Role(self.cleaned_data["role"])}
