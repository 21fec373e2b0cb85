"""The tags and filters that every page uses."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.template import Context, Engine, Template, TemplateSyntaxError
from django.utils import translation

from zhucun.ui.templatetags import ui


def drawn(source: str, **context: Any) -> str:
    """Return what a template source gives."""
    return Template(source).render(Context(context)).strip()


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "—"),
        ("", "—"),
        (0, "0"),
        (1234567, "1,234,567"),
        (Decimal("1234.50"), "1,234.5"),
        (Decimal("1E+3"), "1,000"),
        (-12.25, "−12.25"),
        ("约三百", "约三百"),
        (True, "True"),
    ],
)
def test_a_number_has_its_thousands_apart_and_unknown_is_a_dash(value: Any, said: str) -> None:
    assert ui.number(value) == said


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (None, "—", "—"),
        (12345, "12,345\u00a0元", "¥12,345"),
        (Decimal("12345.5"), "12,345.50\u00a0元", "¥12,345.50"),
        (Decimal("12345.00"), "12,345\u00a0元", "¥12,345"),
        (-80, "−80\u00a0元", "−¥80"),
    ],
)
def test_yuan_shows_fen_only_where_there_are_any(value: Any, zh: str, en: str) -> None:
    with translation.override("zh-hans"):
        assert ui.yuan(value) == zh
    with translation.override("en"):
        assert ui.yuan(value) == en


@pytest.mark.parametrize(("value", "said"), [(None, "—"), (0, "0.0%"), (0.1234, "12.3%"), (Decimal(1), "100.0%")])
def test_a_share_is_said_in_per_cent(value: Any, said: str) -> None:
    assert ui.share(value) == said


@pytest.mark.parametrize(("value", "width"), [(None, 0), (-1, 0), (0.346, 35), (7, 100)])
def test_a_width_stays_between_nothing_and_all(value: Any, width: int) -> None:
    assert ui.percent(value) == width


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (True, "是", "yes"),
        (False, "否", "no"),
        (("甲", "乙"), "甲、乙", "甲, 乙"),
        (datetime.date(2026, 4, 6), "2026-04-06", "2026-04-06"),
        (datetime.datetime(2026, 4, 6, 16, 30, tzinfo=datetime.UTC), "2026-04-07\u00a000:30", "2026-04-07\u00a000:30"),
        (4200, "4,200", "4,200"),
    ],
)
def test_a_cell_shows_any_value_in_the_readers_words(value: Any, zh: str, en: str) -> None:
    with translation.override("zh-hans"):
        assert ui.shown(value) == zh
    with translation.override("en"):
        assert ui.shown(value) == en


@pytest.mark.parametrize("value", [None, "", (), []])
def test_a_cell_without_a_value_is_a_grey_dash(value: Any) -> None:
    assert ui.shown(value) == '<span class="none">—</span>'


def test_a_cell_escapes_what_people_typed() -> None:
    assert drawn("{{ value|shown }}", value="<b>村</b>") == "&lt;b&gt;村&lt;/b&gt;"


def test_an_icon_is_silent_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in ui.icon("home")
    assert 'aria-label="首页"' in ui.icon("home", "首页")


def test_a_pill_refuses_a_tone_that_has_no_colour() -> None:
    assert ui.pill("草稿", "good") == '<span class="pill good">草稿</span>'
    with pytest.raises(TemplateSyntaxError, match="purple"):
        ui.pill("草稿", "purple")


def test_a_pill_escapes_its_text() -> None:
    assert "<script>" not in ui.pill("<script>")


def test_the_title_stands_in_the_head_and_over_the_page() -> None:
    base = "<title>{% again 'title' %}</title><h1>{% block title %}{% endblock %}</h1>"
    page = "{% extends 'base' %}{% block title %}{% icon 'home' %} 永寿县\n  {{ name }}{% endblock %}"
    loaders = [("django.template.loaders.locmem.Loader", {"base": base, "page": page})]
    engine = Engine(loaders=loaders, builtins=["zhucun.ui.templatetags.ui"])
    html = engine.get_template("page").render(Context({"name": "甲 & 乙"}))
    assert "<title>永寿县 甲 &amp; 乙</title>" in html
    assert html.count("永寿县") == 2


def test_a_card_a_note_and_a_dialog_hold_what_is_put_in_them() -> None:
    assert drawn("{% card title %}<p>x</p>{% endcard %}", title="A & B") == (
        '<section class="card "><div class="card-head"><h2>A &amp; B</h2></div><p>x</p></section>'
    )
    assert "note warning" in drawn("{% note 'warning' %}{{ text }}{% endnote %}", text="<i>")
    assert "&lt;i&gt;" in drawn("{% note 'warning' %}{{ text }}{% endnote %}", text="<i>")
    assert 'aria-labelledby="keys-title"' in drawn("{% dialog 'keys' 'Keys' %}x{% enddialog %}")
