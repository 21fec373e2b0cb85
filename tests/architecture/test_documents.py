"""Documents, settings and lists keep up with the code."""

import itertools
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src/zhucun").rglob("*.py"))


def test_the_sample_environment_lists_exactly_what_settings_read():
    settings = (ROOT / "src/zhucun/settings.py").read_text("utf-8")
    read = set(re.findall(r'(?:env|env_flag|kept_secret)\("([A-Z_]+)"', settings))
    listed = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.sample").read_text("utf-8"), re.M))
    assert read == listed


def test_every_event_that_is_written_has_its_sentence():
    from zhucun.core.event_names import EVENT_NAMES

    written = set()
    for source in SOURCES:
        written |= set(re.findall(r'record\(\s*"([a-z_.]+)"', source.read_text("utf-8")))
    assert written
    assert written <= set(EVENT_NAMES)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_hashed_and_hold_no_address(name):
    text = (ROOT / name).read_text("utf-8")
    assert "--hash=sha256:" in text
    assert "://" not in text


def test_every_dependency_says_what_it_is_for():
    lines = (ROOT / "pyproject.toml").read_text("utf-8").split("dependencies = [", 1)[1].split("\n]", 1)[0].split("\n")
    unexplained = [
        line
        for before, line in itertools.pairwise(lines)
        if line.strip().startswith('"') and not before.strip().startswith("#")
    ]
    assert unexplained == []


def test_migrations_have_names_that_a_person_gave():
    names = [p.stem for p in (ROOT / "src/zhucun").rglob("migrations/0*.py")]
    assert names
    assert not [n for n in names if re.search(r"_auto_|_migration$|_alter_.*_and_", n)]


def test_readme_commands_are_in_the_makefile():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for command in set(re.findall(r"`?make ([a-z]+)`?", (ROOT / "README.md").read_text("utf-8"))) & {"run", "test"}:
        assert re.search(rf"^{command}:", makefile, re.M)


def test_pictures_shown_in_documents_exist_and_every_picture_is_shown():
    shown = set()
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for link in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", page.read_text("utf-8")):
            shown.add((page.parent / link).resolve())
    there = {p for p in (ROOT / "docs/pictures").iterdir() if p.suffix in (".png", ".svg")}
    assert shown == {p.resolve() for p in there}


def test_links_between_documents_lead_somewhere():
    broken = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for link in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
            if "://" not in link and not (page.parent / link).exists():
                broken.append(f"{page.relative_to(ROOT)}: {link}")
    assert broken == []


def test_every_sentence_has_its_chinese():
    from tests.translations import faults

    assert faults() == []


def test_no_inline_script_or_style_in_any_template():
    found = []
    for template in (ROOT / "src/zhucun").rglob("templates/**/*.html"):
        text = template.read_text("utf-8")
        if re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son(click|change|submit|load)=", text):
            found.append(str(template.relative_to(ROOT)))
    assert found == []
