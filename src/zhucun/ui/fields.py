"""How the fields of every form speak: stock messages in the product's own tone, each with what to do; nothing is cut.

Django keeps the sentences of its fields on the classes; here they are said once for all forms, instead of in each.
"""

from typing import Any

from django import forms
from django.core import validators
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy as _

NOT_OFFERED = _("“%(value)s” is not among the choices. Choose one that is listed.")

SAID: dict[type[forms.Field], dict[str, Any]] = {
    forms.Field: {"required": _("This is still empty and is needed: fill it in, or choose.")},
    forms.IntegerField: {"invalid": _("This is not a whole number. Write digits only, for example 12.")},
    forms.FloatField: {"invalid": _("This is not a number. Write digits, for example 1234.50.")},
    forms.DecimalField: {"invalid": _("This is not a number. Write digits, for example 1234.50.")},
    forms.DateField: {"invalid": _("There is no such day. Write year, month and day, for example 2026-03-02.")},
    forms.ChoiceField: {"invalid_choice": NOT_OFFERED},
    forms.MultipleChoiceField: {"invalid_choice": NOT_OFFERED},
    forms.FileField: {
        "invalid": _("No file came with the form. Choose the file again."),
        "missing": _("No file came with the form. Choose the file again."),
        "empty": _("This file is empty. Open it to see whether it is the right one, and choose again."),
    },
}

WITHIN: dict[type[validators.BaseValidator], Any] = {
    validators.MinValueValidator: _("This is too small: it must be at least %(limit_value)s. Check the figure."),
    validators.MaxValueValidator: _("This is too large: it must be at most %(limit_value)s. Check the figure."),
    validators.MinLengthValidator: _("This is too short: write at least %(limit_value)d characters."),
    validators.MaxLengthValidator: _(
        "There is room for %(limit_value)d characters; these are %(show_value)d. Shorten the text: it is still whole."
    ),
}

PLACES: dict[str, Any] = {
    "max_digits": _("This number is too long: at most %(max)s digits. Check it for a digit too many."),
    "max_decimal_places": _("At most %(max)s digits can follow the decimal point. Round the number."),
    "max_whole_digits": _("At most %(max)s digits can stand before the decimal point. Check it for a digit too many."),
}


def speak() -> None:
    """Put the sentences of this module in place of the stock ones."""
    for field, messages in SAID.items():
        field.default_error_messages = {**field.default_error_messages, **messages}
    for validator, message in WITHIN.items():
        validator.message = message
    validators.DecimalValidator.messages = {**validators.DecimalValidator.messages, **PLACES}


class WholeField(BoundField):
    """A field whose box holds all that is typed or pasted: a text too long is refused in words and never cut."""

    def build_widget_attrs(self, attrs: Any, widget: Any = None) -> Any:
        """Leave out the limit at which a browser would cut a pasted text without a word."""
        return {"maxlength": False, **super().build_widget_attrs(attrs, widget)}


class Renderer(DjangoTemplates):
    """Renders every form of the product with fields that hold all that is typed."""

    bound_field_class = WholeField
