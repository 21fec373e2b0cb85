"""Every fact has its place on the village's page, in its form and in its table."""

from collections import Counter

from zhucun.engine.facts import VILLAGE
from zhucun.registry import bridge
from zhucun.registry.models import Village
from zhucun.registry.statuses import GROUPS


def test_every_fact_stands_in_exactly_one_group() -> None:
    grouped = Counter(key for group in GROUPS for key in group.keys)
    assert grouped == Counter(fact.key for fact in VILLAGE if fact.key != "county")


def test_every_fact_is_a_column_and_every_column_a_fact() -> None:
    columns = {f.name for f in Village._meta.concrete_fields} - {"version", "made_up"}
    assert columns == set(bridge.KEYS)
