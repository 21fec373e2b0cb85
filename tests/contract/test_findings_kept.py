"""Findings are kept from when the rules were last asked; what changes later is asked about again, and nobody waits."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.conftest import NOON
from tests.contract.households_rows import MORE, household
from tests.contract.postings_rows import make_villages
from zhucun.engine.words_household import ExitStatus
from zhucun.registry import actions, queries
from zhucun.registry.models import KeptFinding, RulesAsked
from zhucun.registry.queries import keeping

DAY = NOON.date()


@pytest.fixture
def villages(county):
    return make_villages(3)


@pytest.fixture
def wrong(villages) -> str:
    actions.take_households(rows=[household("8801", villages[0], status=ExitStatus.LEFT, unsafe_house=True)], **MORE)
    return villages[0].code


def codes(county: str) -> set[str]:
    return {row.code for row in queries.kept(queries.asked_of(county))}


def test_a_small_county_is_asked_while_one_waits_and_not_again_until_something_changes(wrong, county):
    first, _stale = actions.ask_if_small(county=county, on=DAY, at=NOON)
    again, _stale = actions.ask_if_small(county=county, on=DAY, at=NOON)
    assert first.run == again.run == 1
    assert "8801" in codes(county)
    actions.take_households(rows=[household("8801", wrong, unsafe_house=False)], **MORE)
    assert queries.is_stale(county, again, on=DAY)
    assert actions.ask_if_small(county=county, on=DAY, at=NOON)[0].run == 2


def test_another_day_is_asked_about_anew(wrong, county):
    asked, _stale = actions.ask_if_small(county=county, on=DAY, at=NOON)
    assert not queries.is_stale(county, asked, on=DAY)
    assert queries.is_stale(county, asked, on=DAY + timedelta(days=1))


def test_a_new_run_leaves_nothing_of_the_old_one(wrong, county):
    actions.ask_rules(county=county, on=DAY, at=NOON)
    before = KeptFinding.objects.count()
    actions.ask_rules(county=county, on=DAY, at=NOON)
    assert KeptFinding.objects.count() == before
    assert set(KeptFinding.objects.values_list("run", flat=True)) == {2}


def test_a_great_county_is_asked_in_the_background_only(wrong, county, person, client_for, monkeypatch):
    monkeypatch.setattr(keeping, "AT_ONCE", 0)
    client = client_for(person("office"))
    empty = client.get(reverse("registry:quality"))
    assert empty.context["asked"] is None
    assert "后台正在检查" in empty.content.decode()
    assert actions.ask_what_changed(today=DAY, at=NOON) == 1
    assert client.get(reverse("registry:quality")).context["found"]["open"] > 0


def test_the_background_asks_only_where_something_changed_and_lets_a_great_county_rest(wrong, county):
    assert actions.ask_what_changed(today=DAY, at=NOON) == 1
    assert actions.ask_what_changed(today=DAY, at=NOON) == 0
    RulesAsked.objects.update(households=3_600_000)
    actions.take_households(rows=[household("8802", wrong)], **MORE)
    assert actions.ask_what_changed(today=DAY, at=NOON + timedelta(minutes=50)) == 0
    assert actions.ask_what_changed(today=DAY, at=NOON + timedelta(minutes=61)) == 1


def test_personal_values_are_kept_masked_only(villages, county):
    actions.take_households(rows=[household("8803", villages[0], head_name="赵一山", phone="123")], **MORE)
    actions.ask_rules(county=county, on=DAY, at=NOON)
    kept = str(list(KeptFinding.objects.values_list("values", flat=True)))
    assert "8803" in codes(county)
    assert "赵一山" not in kept


def test_the_pages_of_findings_ask_the_same_number_of_queries_however_many_there_are(
    villages, county, person, client_for, django_assert_num_queries
):
    rows = [household(f"88{n:02}", villages[n % 3], status=ExitStatus.LEFT, unsafe_house=True) for n in range(60)]
    actions.take_households(rows=rows, **MORE)
    actions.ask_rules(county=county, on=DAY, at=NOON)
    client = client_for(person("office"))
    client.get(reverse("registry:quality"))
    with django_assert_num_queries(7):
        client.get(reverse("registry:quality"))
    with django_assert_num_queries(10):
        client.get(reverse("registry:village_quality", args=[villages[0].code]))
