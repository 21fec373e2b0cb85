"""The parts of a list page that repeat for each row and choice, put together in one go: a page has 500 cells."""

from html import escape
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from zhucun.ui.templatetags.ui import shown

register = template.Library()


@register.simple_tag
def table_rows(listing: Any) -> SafeString:
    """Return the rows of a list (core.listing.Listing) with label, class and link of each cell."""
    columns = [
        (
            f'<td data-label="{_escaped(column.label)}" class="'
            f'{"number" if column.number else ""}{" minor" if column.minor else ""}">',
            column.cell or column.value,
            column.link,
        )
        for column in listing.columns
    ]
    lines = []
    for row in listing.page.object_list:
        lines.append("<tr>")
        for head, said, link in columns:
            text = _escaped(said(row))
            address = link(row) if link else ""
            lines.append(f'{head}<a href="{_escaped(address)}">{text}</a></td>' if address else f"{head}{text}</td>")
        lines.append("</tr>\n")
    return mark_safe("".join(lines))  # noqa: S308  (each part is escaped)


def _escaped(value: Any) -> str:
    """Return a value as a cell shows it; plain words, which most are, take the short way."""
    if type(value) is str and value:
        return escape(value)
    return str(conditional_escape(shown(value)))


@register.simple_tag
def options(choice: dict[str, Any]) -> SafeString:
    """Return the options of a filter with the chosen one marked."""
    lines = [
        f'<option value="{escape(str(value))}"{" selected" if value == choice["chosen"] else ""}>'
        f"{escape(str(label))}</option>"
        for value, label in choice["filter"].options
    ]
    return mark_safe("\n".join(lines))  # noqa: S308  (each part is escaped)
