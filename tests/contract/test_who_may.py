"""Every door in one table: each role knocks on each door, in its own county and in the next.

A route without a row fails. "in" means the page or action is reached (also when it then says what is missing);
"out" means: not there, or not your role.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.contract.world import WORLD, make_world
from zhucun.core.statuses import Role

ORGANISER, OFFICE, TOWNSHIP, SECRETARY, UNIT, AUDITOR, PROVINCE = (
    "organiser", "office", "township", "first_secretary", "sending_unit", "auditor", "province",
)  # fmt: skip
EVERYBODY = frozenset(Role.values)


@dataclass(frozen=True)
class Door:
    """Who may go through, and what the address needs."""

    may: frozenset[str]
    needs: dict[str, str] = field(default_factory=dict)  # name in the address: key of WORLD
    method: str = "get"
    body: dict[str, Any] = field(default_factory=dict)


def door(*may: str, method: str = "get", body: dict[str, Any] | None = None, **needs: str) -> Door:
    return Door(frozenset(may), needs, method, body or {})


def everybody(**needs: str) -> Door:
    return Door(EVERYBODY, needs)


DOORS: dict[str, Door] = {
    "core:events": door(ORGANISER, AUDITOR),
    "core:language": Door(EVERYBODY, method="post", body={"language": "zh-hans"}),
    "core:health": everybody(),
    "dashboards:home": everybody(),
}

PREFIXES = ("core:", "dashboards:", "registry:", "postings:", "intake:", "ui:")


def all_doors(patterns: list[Any] | None = None, namespace: str = "") -> set[str]:
    """Return the name of every route of ours."""
    found: set[str] = set()
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found |= all_doors(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            found.add(f"{namespace}{pattern.name}")
    return {name for name in found if name.startswith(PREFIXES)}


def test_every_door_is_in_the_table():
    assert all_doors() == set(DOORS)
