"""All templates of the product: icons that exist, nothing that the content policy forbids, words in both languages."""

import re
from pathlib import Path
from types import SimpleNamespace

import polib
import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

import zhucun
from zhucun.core.context import MENU
from zhucun.core.models import choices
from zhucun.engine.words import Need
from zhucun.ui.gallery import ICONS, SampleListing

ROOT = Path(zhucun.__file__).parent
TEMPLATES = sorted(ROOT.glob("*/templates/**/*.html"))
NAMES = [str(p.relative_to(ROOT)) for p in TEMPLATES]


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_every_icon_that_a_page_names_is_in_the_sprite(path: Path) -> None:
    named = re.findall(r"""\{% icon "([^"]+)\"""", path.read_text("utf-8"))
    named += re.findall(r"""icon(?:_name)?="([a-z-]+)\"""", path.read_text("utf-8"))
    assert set(named) <= set(ICONS)


def test_every_menu_entry_has_its_icon_and_its_own_key() -> None:
    entries = [entry for _heading, lines in MENU for entry in lines]
    assert {icon for _label, _name, _may, icon, _key in entries} <= set(ICONS)
    assert len({key for *_rest, key in entries}) == len(entries)


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_no_page_has_a_style_or_a_script_inside(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)(?![^>]*application/json)", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_a_template_is_short_enough_to_read(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 120


@pytest.mark.parametrize("app", ["ui", "core"])
def test_every_sentence_has_its_chinese_and_the_compiled_file_is_the_same(app: str) -> None:
    folder = ROOT / app / "locale" / "zh_Hans" / "LC_MESSAGES"
    source = polib.pofile(str(folder / "django.po"))
    assert [e.msgid for e in source if not e.translated() or e.fuzzy] == []
    compiled = {(e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in polib.mofile(str(folder / "django.mo"))}
    assert compiled == {(e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in source}


def test_a_choice_is_said_in_the_readers_language() -> None:
    label = dict(choices(Need))["industry"]
    with translation.override("zh-hans"):
        assert str(label) == "产业发展"
    with translation.override("en"):
        assert str(label) == "Industry"
    with translation.override(None):
        assert str(label) == "Industry"


def listed(kind: str, target: str | None = None) -> str:
    """Return the list page's part as a page or htmx asks for it."""
    request = RequestFactory().get("/ui/")
    request.htmx = SimpleNamespace(target=target)  # type: ignore[attr-defined]
    with translation.override("zh-hans"):
        return render_to_string("ui/components/listing.html", {"listing": SampleListing(request, kind)}, request)


def test_a_list_has_its_search_its_count_its_rows_and_its_files() -> None:
    html = listed("full")
    assert 'id="listing-form"' in html
    assert "共 160 条，第 9–12 条" in html
    assert 'aria-sort="descending"' in html
    assert 'data-label="户数"' in html
    assert html.count("<tr>") == 5


def test_htmx_gets_the_rows_and_the_count_but_not_the_search_box_that_is_typed_in() -> None:
    html = listed("full", target="listing")
    assert 'id="listing-form"' not in html
    assert 'hx-swap-oob="innerHTML"' in html
    assert 'id="listing"' in html


def test_an_empty_list_says_whether_the_search_or_the_beginning_is_the_reason() -> None:
    assert "没有符合条件的记录" in listed("narrowed")
    assert "清除搜索和筛选" in listed("narrowed")
    assert "请先导入年报" in listed("empty")
    assert "清除搜索和筛选" not in listed("empty")
