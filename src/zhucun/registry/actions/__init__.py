"""Every write of registry: villages and their needs; households, members, income and what happened to them."""

from zhucun.registry.actions.taking_households import take_households
from zhucun.registry.actions.taking_income import take_income
from zhucun.registry.actions.taking_members import take_members
from zhucun.registry.actions.villages import (
    add_village,
    adjust_need,
    change_village,
    take_villages,
    withdraw_adjustment,
)

__all__ = [
    "add_village", "adjust_need", "change_village", "take_households", "take_income", "take_members", "take_villages",
    "withdraw_adjustment",
]  # fmt: skip
