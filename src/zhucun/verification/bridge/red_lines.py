"""The red lines that hold in a county, and those typed on a page as the content of its own rules (zhucun.policy)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from zhucun.engine.targeting.red_lines import RedLines, red_lines
from zhucun.engine.targeting.rule_sets import rule_sets
from zhucun.policy.queries import Own

KIND = "red_lines"


def shipped(on: date, area: str) -> list[RedLines]:
    """Return every published set that has begun, for a county to read and to start from."""
    return [red_lines(on=on, area=area, code=found.code) for found in rule_sets(KIND, on=on, area=area)]


def in_force(own: Own, *, on: date) -> RedLines:
    """Return the red lines that hold in a county on a day: its own before a published set."""
    return red_lines(on=on, area=own.area, local=own.rule_sets(KIND, on=on, area=own.area))


def known(own: Own, *, on: date) -> dict[str, RedLines]:
    """Return every set one may start from, by its code: the county's own, those of wider places, the published."""
    local = own.rule_sets(KIND, on=on, area=own.area)
    ours = [red_lines(on=max(on, one.since), area=own.area, code=one.code, local=local) for one in local]
    return {one.source.code: one for one in (*reversed(ours), *shipped(on, own.area))}


def content_of(lines: Sequence[dict[str, Any]], exemptions: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return typed lines and exemptions in the form in which published sets are written."""
    return {
        "rules": [
            {
                "code": f"line_{at}", "register": line["register"], "severity": line["severity"],
                "whose": list(line["whose"]), "text": _said(line),
                **({"more_than": line["more_than_yuan"]} if line["more_than_yuan"] is not None else {}),
            }
            for at, line in enumerate(lines, start=1)
        ],
        "exemptions": [
            {
                "code": f"exemption_{at}", "registers": list(one["registers"]), "text": _said(one),
                **({"purposes": list(one["purposes"])} if one["purposes"] else {}),
                **({"household": one["household_fact"]} if one["household_fact"] else {}),
            }
            for at, one in enumerate(exemptions, start=1)
        ],
    }  # fmt: skip


def _said(row: dict[str, Any]) -> dict[str, str]:
    return {"zh": row["text_zh"], "en": row["text_en"] or row["text_zh"]}


def lines_of(found: RedLines) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the lines and exemptions of a set as a page's forms begin with them."""
    lines = [
        {
            "text_zh": rule.text.zh, "text_en": rule.text.en, "register": rule.register.value,
            "severity": rule.severity.value, "whose": [w.value for w in rule.whose],
            "more_than_yuan": rule.more_than_yuan,
        }
        for rule in found.rules
    ]  # fmt: skip
    exemptions = [
        {
            "text_zh": e.text.zh, "text_en": e.text.en, "registers": [r.value for r in e.registers],
            "purposes": list(e.purposes), "household_fact": e.household or "",
        }
        for e in found.exemptions
    ]  # fmt: skip
    return lines, exemptions
