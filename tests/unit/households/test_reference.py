"""The reference pages of households say what the code says."""

from pathlib import Path

import pytest

from zhucun.engine.households.reference import PAGES

FOLDER = Path(__file__).resolve().parents[3] / "docs/reference"


@pytest.mark.parametrize("name", PAGES)
def test_a_reference_page_is_as_the_code_makes_it(name):
    written = (FOLDER / name).read_text("utf-8")
    assert written == PAGES[name](), "run: python -m zhucun.engine.households.reference docs/reference"
