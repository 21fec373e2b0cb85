"""What a place may set for itself, and what is refused."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from zhucun.core.models import User
from zhucun.core.refusals import Refused
from zhucun.core.rules import check_may, check_reason
from zhucun.core.statuses import Permission
from zhucun.engine.errors import EngineError
from zhucun.policy import bridge, queries
from zhucun.policy.models import Dated, OwnRuleSet
from zhucun.policy.statuses import AREA_DIGITS, HIDDEN_GROUPS, HIDDEN_KINDS

LEAST_TEXT = 2


def check_may_edit(user: User, area: str) -> None:
    """Refuse who may not set rules for a place; townships and villages make none."""
    check_may(user, Permission.POLICY_EDIT, area)
    if len(area) not in AREA_DIGITS:
        raise Refused("policy.no_place", _("Rules are made by a county, a prefecture or a province."))


def check_may_see(user: User, *, group: str = "", kind: str = "") -> None:
    """Refuse figures and rules to those who survey households where they would tell what is weighed."""
    check_may(user, Permission.POLICY_SEE)
    if group in HIDDEN_GROUPS or kind in HIDDEN_KINDS:
        check_may(user, Permission.FORMULA_SEE)


def check_said(reference: str, reason: str) -> None:
    """Refuse what has no paper or no reason."""
    if len(reference.strip()) < LEAST_TEXT:
        raise Refused("policy.no_paper", _("Name the paper by which this holds: its title, its number."))
    check_reason(reason)


def check_value(name: str, value: Any) -> None:
    """Refuse a name nobody knows, and a value that cannot be."""
    if name not in bridge.known_names():
        raise Refused("figure.unknown", _("There is no figure named “%(name)s”."), name=name)
    if not bridge.may_be_set(name):
        raise Refused("figure.fixed", _("This figure is the same everywhere; no place sets it."))
    numbers = list(value.values()) if isinstance(value, dict) else [value] if _is_number(value) else []
    for number in numbers:
        if number < 0 or ("%" in bridge.unit_of(name) and not isinstance(value, dict) and number > 100):
            raise Refused("figure.impossible", _("%(value)s cannot be: give a number that is not below nought, and a "
                                                 "share that is not above 100."), value=number)  # fmt: skip


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def check_rules(row: OwnRuleSet, on: date) -> None:
    """Refuse rules that the engine cannot read, in its words, and rules without a test."""
    try:
        bridge.rule_set_of(row, on=max(on, row.since), area=row.area, figures=queries.figures_of(row.area))
    except EngineError as error:
        raise Refused.from_engine(error) from error
    lists = [value for key, value in (row.content or {}).items() if key in ("tests", "rows", "looks", "rules")]
    if row.content is not None and not any(lists):
        raise Refused("rules.empty", _("Keep at least one test."))


def check_may_withdraw(row: Dated, by: User, on: date) -> None:
    """Refuse to withdraw what holds already: figures that were computed by it would no longer be explained."""
    check_may_edit(by, row.area)
    if row.withdrawn_at:
        raise Refused("policy.withdrawn", _("This was withdrawn already."))
    if row.since <= on:
        raise Refused(
            "policy.in_effect",
            _("This holds since %(day)s and stays. Enter a new value with a later day, or end it from a day."),
            day=row.since.isoformat(),
        )
