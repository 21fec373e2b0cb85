"""The steps a case can take, as its page offers them: what is missing, who takes them, the form; of both kinds."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.forms import Form

from zhucun.core.refusals import Refused
from zhucun.identification.statuses import Move, VillageMove

DENIED = ("not_your_role", "not_your_place")


def offer(
    move: Move | VillageMove, obstacles: Iterable[Refused], form: Form, action: str, *, meeting: str = ""
) -> dict[str, Any]:
    """Return one step; `meeting` is where its meeting is recorded, for a step that a meeting takes."""
    found = list(obstacles)
    denied = [o for o in found if o.code in DENIED]
    return {
        "move": move,
        "roles": [role.label for role in move.roles],
        "wants": [want.label for want in move.wants],
        "may": not denied,
        "obstacles": [o for o in found if o not in denied],
        "form": form,
        "action": action,
        "meeting": meeting,
    }


def split(offers: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the next step and the steps that lead away, as the page shows them."""
    return {
        "next": next((o for o in offers if o["move"].main), None),
        "others": [o for o in offers if not o["move"].main and o["may"]],
    }
