"""Every write of core: places, accounts, what is noted beside them."""

from zhucun.core.actions.accounts import (
    Given,
    add_account,
    add_township_accounts,
    change_account,
    close_account,
    give_new_password,
    make_account,
    move_account,
    own_password_set,
    reopen_account,
    reset_access,
)
from zhucun.core.actions.log import note_export, note_unmasking, see_notices, tell
from zhucun.core.actions.places import load_places

__all__ = [
    "Given", "add_account", "add_township_accounts", "change_account", "close_account", "give_new_password",
    "load_places", "make_account", "move_account", "note_export", "note_unmasking", "own_password_set",
    "reopen_account", "reset_access", "see_notices", "tell",
]  # fmt: skip
