"""The reference page says what the code does."""

from pathlib import Path

from zhucun.engine.facts import FACTS, Subject
from zhucun.engine.intake import RULES
from zhucun.engine.intake.reference import page

PAGE = Path(__file__).resolve().parents[3] / "docs/reference/input-files.md"


def test_the_page_in_the_repository_is_the_generated_one():
    assert PAGE.read_text("utf-8") == page(), (
        "run: python -m zhucun.engine.intake.reference > docs/reference/input-files.md"
    )


def test_every_fact_and_every_rule_stands_on_the_page():
    text = page()
    assert all(f"`{fact.key}`" in text for subject in Subject for fact in FACTS[subject])
    assert all(f"`{rule.code}`" in text for rules in RULES.values() for rule in rules)
