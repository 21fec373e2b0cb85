"""Every write of registry: villages and their needs; households, members, income and what happened to them."""

from zhucun.registry.actions.asking import ask_if_small, ask_rules, ask_what_changed
from zhucun.registry.actions.changes import note_change, take_changes
from zhucun.registry.actions.counting import count_county, count_if_small, count_what_changed
from zhucun.registry.actions.evidence import (
    attach_evidence,
    content_of,
    digest_of,
    keep_file,
    open_evidence,
    remove_evidence,
)
from zhucun.registry.actions.findings import assign_findings, explain_finding, withdraw_explanation
from zhucun.registry.actions.households import change_household, change_member
from zhucun.registry.actions.income import (
    Cost,
    Given,
    add_line,
    copy_lines,
    correct_line,
    restore_line,
    withdraw_line,
)
from zhucun.registry.actions.joining import note_joining
from zhucun.registry.actions.recounting import recount
from zhucun.registry.actions.registering import NewHousehold, register_household, withdraw_household
from zhucun.registry.actions.splitting import Along, Parting, note_merger, note_split
from zhucun.registry.actions.surveys import take_survey, withdraw_survey
from zhucun.registry.actions.taking_households import take_households
from zhucun.registry.actions.taking_income import take_income
from zhucun.registry.actions.taking_members import take_members
from zhucun.registry.actions.taking_population import rows_of, take_population
from zhucun.registry.actions.taking_roster import take_roster
from zhucun.registry.actions.undoing import may_undo, undo_change
from zhucun.registry.actions.villages import (
    add_village,
    adjust_need,
    change_kind,
    change_village,
    take_villages,
    withdraw_adjustment,
)

__all__ = [
    "Along",
    "Cost",
    "Given",
    "NewHousehold",
    "Parting",
    "add_line",
    "add_village",
    "adjust_need",
    "ask_if_small",
    "ask_rules",
    "ask_what_changed",
    "assign_findings",
    "attach_evidence",
    "change_household",
    "change_kind",
    "change_member",
    "change_village",
    "content_of",
    "copy_lines",
    "correct_line",
    "count_county",
    "count_if_small",
    "count_what_changed",
    "digest_of",
    "explain_finding",
    "keep_file",
    "may_undo",
    "note_change",
    "note_joining",
    "note_merger",
    "note_split",
    "open_evidence",
    "recount",
    "register_household",
    "remove_evidence",
    "restore_line",
    "rows_of",
    "take_changes",
    "take_households",
    "take_income",
    "take_members",
    "take_population",
    "take_roster",
    "take_survey",
    "take_villages",
    "undo_change",
    "withdraw_adjustment",
    "withdraw_explanation",
    "withdraw_household",
    "withdraw_line",
    "withdraw_survey",
]  # fmt: skip
