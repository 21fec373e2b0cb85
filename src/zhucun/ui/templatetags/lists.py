"""The parts of a list page that repeat for each row and choice, put together in one go: a page has 500 cells."""

from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from zhucun.ui.templatetags.ui import shown

register = template.Library()


@register.simple_tag
def table_rows(listing: Any) -> SafeString:
    """Return the rows of a list (core.listing.Listing) with label, class and link of each cell."""
    heads = [
        format_html(
            '<td data-label="{}" class="{}">',
            column.label, f"{'number' if column.number else ''}{' minor' if column.minor else ''}",
        )
        for column in listing.columns
    ]  # fmt: skip
    lines = []
    for row in listing.rows():
        cells = [f"{head}{_cell(cell)}</td>" for head, cell in zip(heads, row["cells"], strict=True)]
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return mark_safe("\n".join(lines))  # noqa: S308  (each part is escaped)


def _cell(cell: dict[str, Any]) -> str:
    said = conditional_escape(shown(cell["shown"]))
    return f'<a href="{conditional_escape(cell["link"])}">{said}</a>' if cell["link"] else str(said)


@register.simple_tag
def options(choice: dict[str, Any]) -> SafeString:
    """Return the options of a filter with the chosen one marked."""
    lines = [
        f'<option value="{conditional_escape(value)}"{" selected" if value == choice["chosen"] else ""}>'
        f"{conditional_escape(label)}</option>"
        for value, label in choice["filter"].options
    ]
    return mark_safe("\n".join(lines))  # noqa: S308  (each part is escaped)
