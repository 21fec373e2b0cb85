"""Parts of pages that are drawn once and kept: the frame around every page, and what changes only with its facts.

Drawing takes most of a page's processor time. What is kept is the same for whoever has the same key but for the token
against forged requests and the address, which are put in each time.
"""

import threading
from collections import OrderedDict
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()

MOST_CHARACTERS = 20_000_000
"""How much a process keeps, what was not used for longest goes first: some 500 large parts."""
# Private characters: no name or word holds them.
TOKEN, ADDRESS = "\ue000token\ue000", "\ue000address\ue000"


class _Kept:
    """Texts by key, the one used last at the end."""

    def __init__(self) -> None:
        self.texts: OrderedDict[tuple[Any, ...], str] = OrderedDict()
        self.characters = 0
        self.lock = threading.Lock()

    def get(self, key: tuple[Any, ...]) -> str | None:
        """Return a text if it is kept."""
        with self.lock:
            if key in self.texts:
                self.texts.move_to_end(key)
            return self.texts.get(key)

    def keep(self, key: tuple[Any, ...], text: str) -> None:
        """Keep a text, and let go of others until all fit."""
        with self.lock:
            self.characters += len(text) - len(self.texts.get(key, ""))
            self.texts[key] = text
            while self.characters > MOST_CHARACTERS:
                self.characters -= len(self.texts.popitem(last=False)[1])

    def cache_clear(self) -> None:
        """Draw everything anew from now on."""
        with self.lock:
            self.texts.clear()
            self.characters = 0


_kept = _Kept()


@register.simple_tag(takes_context=True)
def part(context: template.Context, name: str) -> SafeString:
    """Return a part of the frame; all it shows of the person and the place is in `frame_shown` and `frame_key`."""
    shown: dict[str, Any] = context.get("frame_shown") or {}
    with context.push(**shown):
        return kept(context, f"ui/parts/{name}.html", context.get("frame_key"))


@register.simple_tag(takes_context=True)
def kept(context: template.Context, name: str, key: Any) -> SafeString:
    """Return a template with this context, drawn anew only where the key (or the language) is new; None keeps nothing.

    The key must hold all that the template shows: rows by their versions, what the person may, the day.
    """
    whole = (name, get_language(), key)
    lasting = key not in (None, "")  # a name that the context lacks comes as nothing
    text = _kept.get(whole) if lasting else None
    if text is None:
        text = _drawn(context, name)
        if lasting:
            _kept.keep(whole, text)
    request = context.get("request")
    address = escape(request.get_full_path()) if request else ""
    return mark_safe(text.replace(TOKEN, str(context.get("csrf_token", ""))).replace(ADDRESS, address))  # noqa: S308


def _drawn(context: template.Context, name: str) -> str:
    engine = context.template.engine if context.template else template.Engine.get_default()
    with context.push(csrf_token=TOKEN, address=mark_safe(ADDRESS)):  # noqa: S308  (a constant)
        return str(engine.get_template(name).render(context))
