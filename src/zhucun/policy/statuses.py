"""How policy figures and rule sets are grouped on their pages, and which of them surveyors do not see."""

from typing import NamedTuple

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

AREA_DIGITS = (2, 4, 6)  # a province, a prefecture, a county: villages and townships make no rules


class FigureGroup(NamedTuple):
    """Figures that belong together, by the first word of their names."""

    key: str
    label: str | Promise
    prefixes: tuple[str, ...]


GROUPS: tuple[FigureGroup, ...] = (
    FigureGroup("line", pgettext_lazy("figures", "Income lines"), ("income_line",)),
    FigureGroup("income", _("Income account"), ("income",)),
    FigureGroup("steps", _("Publicity, meetings, objections, tracking"), ("identification",)),
    FigureGroup("exit", _("Exit and its checks"), ("exit", "quality")),
    FigureGroup("visits", pgettext_lazy("policy", "Visits"), ("visit",)),
    FigureGroup("comparison", _("Comparison with other registers"), ("comparison",)),
    FigureGroup("data", pgettext_lazy("policy", "Data quality"), ("household_limit",)),
    FigureGroup("needs", _("Needs and hardship of villages"), ("need", "need_rule", "hardship")),
    FigureGroup("posting", pgettext_lazy("policy", "Posting"),
                ("eligible", "term", "group", "bar", "wishes", "weak_organisation")),
)  # fmt: skip


class RuleKind(models.TextChoices):
    """What a rule set is about."""

    EXIT = "exit", _("Exit of households")
    VILLAGE_EXIT = "village_exit", _("Exit of villages")
    GUARANTEES = "guarantees", pgettext_lazy("rules", "Guarantees")
    FOUR_LOOKS = "four_looks", pgettext_lazy("rules", "The four looks")
    DEPRIVATION = "deprivation", _("Index of what households lack")
    RED_LINES = "red_lines", _("Red lines")


# Who surveys households must not know by what points and limits they are judged (Permission.FORMULA_SEE).
HIDDEN_GROUPS = frozenset({"comparison"})
HIDDEN_KINDS = frozenset({RuleKind.FOUR_LOOKS, RuleKind.DEPRIVATION, RuleKind.RED_LINES})
