"""The demo county of any size: made, marked as made up, and made twice without change."""

import pytest

from tests.contract.postings_rows import NOON
from zhucun.identification.models import Case
from zhucun.identification.queries import standings
from zhucun.intake.demo import make_demo
from zhucun.registry.models import Household
from zhucun.verification.models import RegisterList


@pytest.mark.django_db
@pytest.mark.parametrize("households", [20, 60])
def test_a_small_demo_is_whole_though_some_registers_name_nobody(households):
    made = make_demo(county="610426", seed=1, password="zhucun-demo-2026", at=NOON, households=households)
    assert made["households"] >= households
    assert made["checks"] > 0
    assert Household.objects.filter(made_up=False).count() == 0
    assert RegisterList.objects.exists()
    assert not RegisterList.objects.filter(rows=0).exists()
    grounds = [
        (s.above, s.ground) for s in standings(Case.objects.filter(kind="entry", publicity__isnull=False)).values()
    ]
    assert all(ground for above, ground in grounds if above)
    again = make_demo(county="610426", seed=1, password="zhucun-demo-2026", at=NOON, households=households)
    assert again["households"] == 0
