"""What was typed, read strictly: a fault is refused with the field, the value and what is wrong, never half taken."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from zhucun.core.refusals import Refused

SHOWN = 40  # characters of a wrong value that are repeated to whoever typed it
MOST = 2**31 - 1


def checked(form: forms.Form) -> dict[str, Any]:
    """Return what a form holds, or refuse with every fault by field and value; nothing is changed then."""
    if form.is_valid():
        return form.cleaned_data
    wrong = [_fault(form, name) for name in form.errors]
    raise Refused("typed.wrong", _("Nothing was changed. %(wrong)s"), wrong=" ".join(wrong))


def _fault(form: forms.Form, name: str) -> str:
    if name not in form.fields:
        return " ".join(map(str, form.non_field_errors()))
    value, errors = form[name].data, " ".join(map(str, form[name].errors))
    shown = _shown(value) if isinstance(value, str) else ""
    return _("%(field)s%(value)s: %(fault)s") % {"field": form[name].label, "value": shown, "fault": errors}


def _shown(value: str) -> str:
    return f" “{Truncator(value.strip()).chars(SHOWN)}”" if value.strip() else ""


def whole(text: str, otherwise: int) -> int:
    """Return the whole number that was sent, another where nothing was, or refuse what is no number."""
    if not text.strip():
        return otherwise
    try:
        found = int(text[: SHOWN + 1])
    except ValueError:
        found = -1
    if not 0 <= found <= MOST:
        raise Refused(
            "typed.no_number",
            _("“%(value)s” is no whole number from 0 to %(most)s. Nothing was changed; reload the page and try again."),
            value=Truncator(text.strip()).chars(SHOWN),
            most=MOST,
        )
    return found


def numbered(sent: Mapping[str, Any], prefix: str) -> dict[int, str]:
    """Return what was sent under a prefix and a number, by number: column-3, cell-12."""
    ends = {key: key.removeprefix(prefix) for key in sent if key.startswith(prefix)}
    return {int(end): str(sent[key]) for key, end in ends.items() if end.isdecimal()}


def version_seen(request: HttpRequest, current: int) -> int:
    """Return the version that the page showed; the current one where the page said none."""
    return whole(request.POST.get("version", ""), current)


def way_back(request: HttpRequest, otherwise: str) -> str:
    """Return the address of our own that a form names to go on to, another where it names none."""
    asked = request.POST.get("next", "")
    ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    return asked if ours else otherwise
