"""What of a personal fact stands in a file: the whole only for a stated purpose, else as much as the pages show."""

from typing import Any

from zhucun.core.sealing import HIDDEN, Sealed
from zhucun.engine.facts.fact import Fact
from zhucun.engine.households.identity import mask_account, mask_identity, mask_name, mask_phone

NAMES = frozenset({"name", "head_name", "helper_name", "surveyor"})
MASKS = {"identity": mask_identity, "phone": mask_phone, "helper_phone": mask_phone, "bank_account": mask_account}


def shown(fact: Fact, value: Any, *, names: bool, whole: bool) -> str | None:
    """Return the masked text of a personal value, None where it may be given as it is; `names`: who may see names."""
    if whole or not fact.personal or not value:
        return None
    mask = MASKS.get(fact.key)
    if isinstance(value, Sealed):
        return mask(value.open()) if mask else HIDDEN
    if names:
        return None
    if fact.key in NAMES:
        return mask_name(str(value))
    return mask(str(value)) if mask else HIDDEN
