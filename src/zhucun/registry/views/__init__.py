"""Pages of registry."""

from zhucun.registry.views.list import villages
from zhucun.registry.views.village import add, adjust, edit, sheet, village, withdraw

__all__ = ["add", "adjust", "edit", "sheet", "village", "villages", "withdraw"]
