"""The colours: the two dark lists are equal, every ink is readable on its ground, the seven tones are even steps."""

import re
from pathlib import Path

import pytest

from zhucun import ui

TOKENS = (Path(ui.__file__).parent / "static" / "ui" / "tokens.css").read_text("utf-8")
SYSTEM_DARK = ':root:not([data-theme="light"]) {'
CHOSEN_DARK = ':root[data-theme="dark"] {'


def values(opening: str) -> dict[str, str]:
    """Return the custom properties of the block that begins like this."""
    block = TOKENS.split(opening, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([a-z0-9-]+):\s*([^;]+);", block))


LIGHT = values(":root {")
DARK = LIGHT | values(CHOSEN_DARK)


def luminance(colour: str) -> float:
    """Return the relative luminance of a hex colour (WCAG 2)."""
    digits = colour.lstrip("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


INKS = [(ink, ground) for ink in ("ink", "ink-soft", "ink-faint") for ground in ("paper", "surface", "sunken", "hover")]
ACCENTS = [("accent", ground) for ground in ("paper", "surface", "sunken", "accent-ground")]
MEANINGS = [
    (meaning, ground)
    for meaning in ("good", "warning", "danger", "info")
    for ground in ("surface", f"{meaning}-ground")
]
ON = [("on-accent", "accent"), ("on-accent", "accent-strong"), ("on-seal", "seal"), ("ink", "accent-ground")]
TONES = [(f"tone-{n}-ink", f"tone-{n}") for n in range(1, 8)]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), INKS + ACCENTS + MEANINGS + ON + TONES)
def test_text_is_readable_on_its_ground(theme: dict[str, str], ink: str, ground: str) -> None:
    assert contrast(theme[ink], theme[ground]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "surface"])
@pytest.mark.parametrize("line", ["line-strong", "focus"])
def test_the_edge_of_a_control_is_seen(theme: dict[str, str], line: str, ground: str) -> None:
    assert contrast(theme[line], theme[ground]) >= 3


def test_the_two_dark_lists_are_equal() -> None:
    assert values(SYSTEM_DARK) == values(CHOSEN_DARK)


@pytest.mark.parametrize(("theme", "darker"), [(LIGHT, True), (DARK, False)], ids=["light", "dark"])
def test_each_tone_goes_further_from_the_page_than_the_one_before(theme: dict[str, str], darker: bool) -> None:
    found = [luminance(theme[f"tone-{n}"]) for n in range(1, 8)]
    assert found == sorted(found, reverse=darker)
    assert min(contrast(theme[f"tone-{n}"], theme[f"tone-{n + 1}"]) for n in range(1, 7)) > 1.2


def test_no_style_sheet_but_the_tokens_names_a_colour() -> None:
    sheets = [
        p
        for p in (Path(ui.__file__).parent / "static" / "ui").glob("*.css")
        if p.name not in ("tokens.css", "print.css")
    ]
    named = {p.name: re.findall(r"#[0-9a-f]{3,6}\b", p.read_text("utf-8")) for p in sheets}
    # The picture that a phone scans is black on white in every theme.
    assert {name: found for name, found in named.items() if found} == {"frame.css": ["#fff"]}
