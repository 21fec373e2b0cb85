"""Rows of policy to the engine's figures and rule sets, and values to what a row keeps."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from zhucun.engine.facts.income import INCOME_ITEMS, ITEMS
from zhucun.engine.policy.figures import Figure, Quality, load_parameters, shipped
from zhucun.engine.targeting.rule_sets import RuleSet, read
from zhucun.engine.texts import Text
from zhucun.policy.models import OwnFigure, OwnRuleSet

COUNTED, RATIO = "income.counted.", "income.cost_ratio."
NOT_SET = frozenset({"weak_organisation", "quality.wrong_exit_percent", "quality.satisfaction_percent"})
"""Counts of the nation, and limits that the look-backs of the nation are held to: no page here computes by them."""
NUMBER, YES_NO, WORD, NUMBERS, ITEM_LIST = "number", "yes_no", "word", "numbers", "items"


def known_names() -> tuple[str, ...]:
    """Return the names of all figures that a place may set: the shipped ones, and those of each income item."""
    items = [f"{COUNTED}{i.code}" for i in INCOME_ITEMS] + [f"{RATIO}{i.code}" for i in INCOME_ITEMS if i.mirror]
    return tuple(dict.fromkeys([*sorted(shipped()), *items]))


def may_be_set(name: str) -> bool:
    """Tell whether a place may set a figure: some are counts of the nation, or no page here computes by them."""
    return name not in NOT_SET and name.split(".")[0] not in NOT_SET


def text_of(name: str) -> Text:
    """Return what a figure is."""
    if name in shipped():
        return shipped()[name][0].description
    item = ITEMS[name.rpartition(".")[2]].text
    if name.startswith(COUNTED):
        return Text(f"计入{item.zh}", f"{item.en} counts")
    return Text(f"{item.zh}标准成本率", f"Standard cost of: {item.en}")


def unit_of(name: str) -> str:
    """Return the unit of a figure."""
    if name in shipped():
        return shipped()[name][0].unit
    return "yes/no" if name.startswith(COUNTED) else "% of income"


def kind_of(name: str) -> str:
    """Return what form the value of a figure has."""
    if name not in shipped():
        return YES_NO if name.startswith(COUNTED) else NUMBER
    value = shipped()[name][0].value
    if isinstance(value, bool):
        return YES_NO
    forms = ((str, WORD), (Mapping, NUMBERS), (list, ITEM_LIST))
    return next((form for kind, form in forms if isinstance(value, kind)), NUMBER)


def parts_of(name: str) -> tuple[str, ...]:
    """Return the named parts of a figure that has several numbers."""
    return tuple(shipped()[name][0].value) if kind_of(name) == NUMBERS else ()


def kept(value: Any) -> Any:
    """Return a value as a row keeps it: decimals as text, so that nothing is rounded."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, Mapping):
        return {key: kept(part) for key, part in value.items() if not isinstance(part, date)}
    return [kept(part) for part in value] if isinstance(value, (list, tuple)) else value


def number(text: Any) -> Any:
    """Return a kept number as the engine wants it: whole where it is whole."""
    value = Decimal(str(text))
    return int(value) if value == value.to_integral_value() else value


def value_of(name: str, kept_value: Any) -> Any:
    """Return a kept value as the engine wants it."""
    if kept_value is None:
        return None
    form = kind_of(name)
    if form == NUMBERS:
        return {key: number(part) for key, part in kept_value.items()}
    return number(kept_value) if form == NUMBER else kept_value


def figure_of(row: OwnFigure) -> Figure:
    """Return a row as a figure of its area."""
    return Figure(
        name=row.name, value=value_of(row.name, row.value), unit=unit_of(row.name), since=row.since, area=row.area,
        reference=row.reference, quality=Quality.COUNTY, description=text_of(row.name),
    )  # fmt: skip


def papers_of(kind: str) -> list[dict[str, Any]]:
    """Return the shipped sets of a kind as plain values."""
    return list(load_parameters(f"scheme_{kind}.yaml")["sets"])


def plain_rules(row: OwnRuleSet) -> dict[str, Any]:
    """Return a row's rules as the engine reads them."""
    name = {"zh": row.name, "en": row.name}
    head = {"code": f"{row.area}-{row.kind}-{row.pk}", "text": name, "since": row.since, "area": row.area}
    return {**(row.content or {}), **head, "reference": row.reference, "quality": Quality.COUNTY.value}


def rule_set_of(row: OwnRuleSet, *, on: date, area: str, figures: tuple[Figure, ...]) -> RuleSet:
    """Return a row as a rule set with the figures of a day."""
    return read(row.kind, plain_rules(row), on=on, area=area, figures=figures)
