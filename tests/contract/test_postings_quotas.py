"""Quotas of townships in a plan: set, changed, lifted, priced, refused by name, told to whoever decides."""

import pytest

from tests.contract.postings_rows import COUNTY, DAY, NOON, make_people, make_villages
from zhucun.core.models import Event
from zhucun.core.refusals import Refused
from zhucun.engine.posting import verify
from zhucun.engine.posting.seal import unsealed
from zhucun.postings import actions
from zhucun.postings.bridge.desk import desk_of
from zhucun.postings.bridge.what_if import with_quota
from zhucun.postings.models import AreaQuota, Plan
from zhucun.registry.models import Village


@pytest.fixture
def maker(person):
    return person("organiser", name="甲")


@pytest.fixture
def villages(county):
    return make_villages(12)


@pytest.fixture
def plan(villages, county, maker):
    make_people(24)
    return actions.make_plan(county=COUNTY, name="2026年选派", on=DAY, by=maker, at=NOON)


@pytest.fixture
def town(villages):
    return villages[0].town_code


def filled(plan, town):
    return plan.posts.filter(village__code__startswith=town).count()


def quota(plan, town, maker, least=0, most=None, **more):
    said = {"reason": "该镇今年撤并", "by": maker, "at": NOON, **more}
    return actions.set_area_quota(plan=plan, area=town, least=least, most=most, **said)


def test_a_quota_holds_in_the_plan_and_in_its_proof(plan, town, maker):
    before = filled(plan, town)
    plan = quota(plan, town, maker, most=before - 2)
    assert filled(plan, town) == before - 2
    assert plan.result["proved"] is True
    kept = unsealed(plan.proof.sealed)
    assert [area.most for area in kept.problem.areas] == [before - 2]
    assert verify(kept.problem, kept.plan)


def test_a_quota_is_changed_and_lifted_and_the_plan_is_as_before(plan, town, maker):
    before, total = filled(plan, town), plan.result["total"]
    plan = quota(plan, town, maker, most=1)
    plan = quota(plan, town, maker, most=2, reason="改为两个")
    assert (AreaQuota.objects.count(), filled(plan, town)) == (1, 2)
    plan = actions.lift_area_quota(quota=AreaQuota.objects.get(), by=maker, at=NOON)
    assert (filled(plan, town), plan.result["total"], AreaQuota.objects.count()) == (before, total, 0)
    names = list(Event.objects.filter(name__startswith="area_quota").order_by("id").values_list("name", flat=True))
    assert names == ["area_quota.set", "area_quota.set", "area_quota.lifted"]
    assert Event.objects.filter(name="area_quota.set").order_by("-id")[0].changes["most"] == [1, 2]


def test_the_whole_county_can_have_one_beside_a_township(plan, town, maker):
    plan = quota(plan, COUNTY, maker, most=5)
    plan = quota(plan, town, maker, least=2)
    assert plan.posts.count() == 5
    assert filled(plan, town) >= 2


def test_a_quota_that_nothing_can_keep_is_refused_by_name_and_changes_nothing(plan, town, maker):
    total, version = plan.result["total"], plan.version
    with pytest.raises(Refused, match=Village.objects.filter(code__startswith=town)[0].town) as refused:
        quota(plan, town, maker, least=500)
    assert refused.value.details["relax"][0]["area_name"]
    again = Plan.objects.get(pk=plan.pk)
    assert (again.result["total"], again.version, AreaQuota.objects.count()) == (total, version, 0)


@pytest.mark.parametrize(
    ("area", "least", "most", "code"),
    [
        ("610999001", 1, None, "area_quota.no_place"),
        ("61", 1, None, "area_quota.no_place"),
        ("", 1, None, "area_quota.no_place"),
        (COUNTY, 0, None, "area_quota.no_limit"),
        (COUNTY, 3, 2, "area_quota.order"),
    ],
)
def test_what_means_nothing_is_refused(plan, maker, area, least, most, code):
    with pytest.raises(Refused) as refused:
        quota(plan, area, maker, least=least, most=most)
    assert refused.value.code == code


def test_a_quota_needs_a_reason(plan, town, maker):
    with pytest.raises(Refused) as refused:
        quota(plan, town, maker, most=1, reason=" ")
    assert refused.value.code == "no_reason"


def test_a_hand_move_cannot_fill_more_than_the_quota(plan, town, maker):
    plan = quota(plan, town, maker, most=0)
    village = Village.objects.filter(code__startswith=town)[0]
    free = next(c for c in desk_of(plan).county.candidates if not plan.posts.filter(candidate=c).exists())
    with pytest.raises(Refused, match=village.town):
        actions.move_by_hand(plan=plan, village=village, candidate=free, reason="试一试", by=maker, at=NOON)


def test_what_a_quota_would_cost_is_what_setting_it_costs(plan, town, maker):
    told = with_quota(desk_of(plan), town, 0, 1)
    total = plan.result["total"]
    plan = quota(plan, town, maker, most=1)
    assert told.cost == total - plan.result["total"] > 0
    assert with_quota(desk_of(plan), town, 0, None).total == total


def test_a_quota_that_cannot_be_kept_says_so_before_it_is_set(plan, town, maker, client_for):
    asked = {"area": town, "least": "500"}
    page = client_for(maker).get(f"/postings/plans/{plan.pk}/quotas/what-if/", asked)
    assert Village.objects.filter(code__startswith=town)[0].town in page.content.decode()
    assert "采用" not in page.content.decode()


def test_the_page_offers_prices_sets_and_lifts_it(plan, town, maker, client_for):
    client, address = client_for(maker), f"/postings/plans/{plan.pk}/"
    assert "派驻村数" in client.get(f"{address}?tab=rules").content.decode()
    asked = {"area": town, "most": "1"}
    assert client.get(f"{address}quotas/what-if/", asked).status_code == 200
    done = client.post(f"{address}quotas/", {**asked, "reason": "撤并", "version": plan.version}, follow=True)
    assert "撤并" in done.content.decode()
    rule = AreaQuota.objects.get()
    assert (rule.area, rule.least, rule.most, rule.by) == (town, 0, 1, maker)
    client.post(f"{address}quotas/{rule.pk}/lift/", {"version": plan.version + 1})
    assert not AreaQuota.objects.exists()


def test_whoever_decides_reads_it(plan, town, maker, person, client_for):
    plan = quota(plan, town, maker, most=1)
    actions.propose(plan=plan, by=maker, at=NOON)
    page = client_for(person("organiser", name="乙")).get(f"/postings/plans/{plan.pk}/").content.decode()
    assert "该镇今年撤并" in page
