"""Every door with nonsense in every field: an answer that says what is wrong, never a fault of ours.

The fields are those of all forms and all that views read by name, so a new route or form is tried without a line here.
"""

import importlib
import pkgutil
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.urls import reverse

import zhucun
from tests.contract.test_who_may import DOORS, world  # noqa: F401  (the county that all doors open to)

SOURCES = Path(zhucun.__file__).parent
READ = re.compile(r"""(?:POST|GET|typed|data)(?:\[|\.get\(|\.getlist\()\s*["']([a-z_0-9]+)["']""")
JUNK = (
    "", "  \t ", "胡乱填写", "-1", "0.5", "9" * 40, "99999999999", "1e999", "NaN", "2026-13-45", "0000-00-00",
    "１２３", "²", "<b>'\"</b>%s{}%(x)d", "a\x00b", "长" * 2_000,
)  # fmt: skip
ROUNDS = 5  # in each, a field has another of these than before and than its neighbours
ANSWERS = {200, 204, 302, 400, 403, 404, 405, 409, 422}


@cache
def fields() -> tuple[str, ...]:
    """Return the name of every field of every form, and every name that a view reads."""
    found: set[str] = set()
    for module in pkgutil.walk_packages([str(SOURCES)], "zhucun."):
        if ".forms" in module.name:
            importlib.import_module(module.name)
    kinds = [forms.Form]
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        if kind.__module__.startswith("zhucun."):
            found |= set(getattr(kind, "base_fields", {}))
    for path in (*SOURCES.glob("*/views/**/*.py"), *SOURCES.glob("*/views.py")):
        found |= set(READ.findall(path.read_text("utf-8")))
    return tuple(sorted(found))


def knock(client: Any, name: str, ids: dict[str, Any], method: str, body: dict[str, str]) -> int:
    """Knock on a door with what was typed; a fault of ours is raised by the client."""
    address = reverse(name, kwargs={key: ids[value] for key, value in DOORS[name].needs.items()})
    status: int = getattr(client, method)(address, body).status_code
    return status


def typed(turn: int) -> dict[str, str]:
    """Return nonsense for every field."""
    return {name: JUNK[(number + 3 * turn) % len(JUNK)] for number, name in enumerate(fields())}


@pytest.mark.parametrize("turn", range(ROUNDS))
@pytest.mark.parametrize("name", sorted(DOORS))
def test_nonsense_is_answered(name, turn, world, db, client_for):  # noqa: F811
    role = min(DOORS[name].may, key=lambda r: r != "organiser")
    client, ids, body = client_for(world["people"][role]), world["ids"], typed(turn)
    assert knock(client, name, ids, "get", body) in ANSWERS
    assert knock(client, name, ids, "post", body) in ANSWERS
    assert knock(client, name, ids, "post", {**body, "version": ""}) in ANSWERS
