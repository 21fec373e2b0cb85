"""Template tags and filters of the components; built in, so templates need no load line."""

import datetime
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.base import Node
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

register = template.Library()

NONE = "—"
MINUS = "−"  # as wide as a plus, and the same on every page
TONES = ("neutral", "good", "warning", "danger", "info", "accent")


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """Return a picture from the sprite; it is silent to screen readers unless it has a label."""
    return _icon(str(name), str(label), str(size), settings.STATIC_URL)


@lru_cache(maxsize=1024)  # a page has up to two hundred of some thirty
def _icon(name: str, label: str, size: str, _root: str | None) -> SafeString:
    address = f"{static('ui/icons.svg')}#{name}"
    kind = "icon large" if size == "large" else "icon"
    if label:
        return format_html(
            '<svg class="{}" width="18" height="18" role="img" aria-label="{}"><use href="{}"></use></svg>',
            kind, label, address,
        )  # fmt: skip
    return format_html(
        '<svg class="{}" width="18" height="18" aria-hidden="true" focusable="false"><use href="{}"></use></svg>',
        kind, address,
    )  # fmt: skip


@register.simple_tag
def pill(text: Any, tone: str = "neutral") -> SafeString:
    """Return a short word on a tinted ground: neutral, good, warning, danger, info or accent."""
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"pill tone {tone!r} is none of {', '.join(TONES)}")
    return format_html('<span class="pill {}">{}</span>', tone, text)


@register.simple_tag(takes_context=True)
def again(context: template.Context, name: str) -> str:
    """Return what a block of this page says, as plain text: the title stands in the head and over the page."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block: Node | None = blocks.get_block(name) if blocks else None
    if block is None:
        return ""
    with context.push():
        text = " ".join(strip_tags(str(block.render(context))).split())
    # A block is HTML already: what people typed in it is escaped, and escaping again would show "&amp;".
    return mark_safe(text)  # noqa: S308


def _decimal(value: Any) -> Decimal | None:
    if value is None or value == "" or isinstance(value, bool):
        return None
    try:
        number = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _grouped(number: Decimal, places: int | None) -> str:
    if places is None:
        places = max(-int(number.normalize().as_tuple().exponent), 0) if number else 0
    # Django cuts digits off; people expect them rounded: two thirds are 67 %.
    number = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    # Both languages group by thousands with a comma (ui/formats); Django's own way there takes ten times as long.
    said = f"{number:,f}"
    return f"{MINUS}{said[1:]}" if said.startswith("-") else said


@register.filter
def number(value: Any, places: int | None = None) -> str:
    """Return a number with its thousands apart; unknown is a dash; words stay as they are."""
    if type(value) is int and value >= 0 and not places:
        return f"{value:,}"
    found = _decimal(value)
    if found is None:
        return NONE if value is None or value == "" else str(value)
    return _grouped(found, places)


@register.filter
def yuan(value: Any) -> str:
    """Return an amount in yuan: 12,345 元 or ¥12,345; fen are shown only where there are any."""
    found = _decimal(value)
    if found is None:
        return NONE
    amount = _grouped(found, 0 if found == found.to_integral_value() else 2)
    if (get_language() or "").startswith("zh"):
        return f"{amount}\u00a0元"
    return f"{MINUS}¥{amount[1:]}" if amount.startswith(MINUS) else f"¥{amount}"


@register.filter
def share(value: Any, places: int = 1) -> str:
    """Return a share between 0 and 1 in per cent: 0.123 is 12.3%."""
    found = _decimal(value)
    return NONE if found is None else f"{_grouped(found * 100, places)}%"


@register.filter
def percent(value: Any) -> int:
    """Return a share as a whole number of per cent between 0 and 100, for a w-… class or a drawing."""
    found = _decimal(value)
    return 0 if found is None else int(min(max(found * 100, Decimal(0)), Decimal(100)).to_integral_value())


@register.filter
def shown(value: Any) -> Any:
    """Return any value as a table cell shows it: dash, yes or no, grouped number, local time, list with commas."""
    if value is None or value == "":
        return mark_safe(f'<span class="none">{NONE}</span>')  # noqa: S308  (a constant)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, (str, Promise)):
        return value
    if isinstance(value, (int, float, Decimal)):
        return number(value)
    if isinstance(value, datetime.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return formats.date_format(local, "SHORT_DATETIME_FORMAT").replace(" ", "\u00a0")
    if isinstance(value, datetime.date):
        return formats.date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, Iterable):
        comma = "、" if (get_language() or "").startswith("zh") else ", "
        return comma.join(str(v) for v in value) or shown(None)
    return value


@register.simple_block_tag
def card(
    content: str, title: str = "", icon_name: str = "", level: int = 2, extra: str = "", at: str = ""
) -> SafeString:
    """Return a framed part of a page with its heading, which links of the page reach by `at`: {% card "Facts" %}…"""
    head = SafeString("")
    if title:
        picture = icon(icon_name) if icon_name else ""
        head = format_html('<div class="card-head"><h{0}>{1}{2}</h{0}></div>', level, picture, title)
    place = format_html(' id="{}"', at) if at else ""
    return format_html('<section class="card {}"{}>{}{}</section>', extra, place, head, content)


@register.simple_block_tag
def note(content: str, tone: str = "info") -> SafeString:
    """Return a sentence that stands out, with the icon of its tone: info, good, warning or danger."""
    return format_html('<div class="note {}">{}<div>{}</div></div>', tone, icon(tone), content)


@register.simple_block_tag
def dialog(content: str, name: str, title: str) -> SafeString:
    """Return a dialog that a button with data-opens="name" opens; Esc and the cross close it."""
    return format_html(
        '<dialog class="dialog" id="{0}" aria-labelledby="{0}-title"><div class="dialog-head">'
        '<h2 id="{0}-title">{1}</h2><form method="dialog"><button class="tool">{2}</button></form></div>'
        '<div class="dialog-body">{3}</div></dialog>',
        name, title, icon("close", gettext("Close")), content,
    )  # fmt: skip
