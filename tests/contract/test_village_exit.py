"""A poor village leaves the list: applied with a self-check, checked, verified, publicised, announced, tracked."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from tests.contract.identification_rows import days, make_village, team
from zhucun.core.models import Event
from zhucun.core.refusals import Refused
from zhucun.engine.words_household import ExitStatus
from zhucun.identification import actions, bridge_villages
from zhucun.identification.models import Objection, Publicity, VillageCase
from zhucun.identification.rules import Given
from zhucun.policy import actions as policy

TWO, WHY = Given(people=("周一", "吴二")), Given(note="指标有变")
TOLD = {"services": True, "industry": True}


@pytest.fixture
def here(county, person):
    """A poor village of 1,000 persons with one household that has left, and the people."""
    village, _homes = make_village(ExitStatus.LEFT)
    village.kinds, village.persons, village.households = ("poor",), 1000, 300
    village.poor_persons = 25
    village.save()
    return {"village": village, **team(person, village)}


def refusal(code):
    return pytest.raises(Refused, match=f"^{code}:")


def applied(here, by="secretary", told=None):
    return actions.apply_village_exit(
        village=here["village"], told=told or TOLD, note="符合条件", by=here[by], at=days(0)
    )


PLAN = (
    ("check_village", "township", 1, TWO), ("verify_village", "office", 2, TWO),
    ("publish_village", "township", 3, Given()), ("announce_village", "office", 10, Given()),
    ("track_village", "secretary", 60, Given(note="稳定")), ("close_village", "office", 400, Given()),
)  # fmt: skip


def lead(here, upto):
    case = applied(here)
    for move, who, day, given in PLAN:
        case = actions.move_village_case(case=case, move=move, by=here[who], at=days(day), given=given, told=TOLD)
        if move == upto:
            break
    return case


def test_a_village_leaves_by_every_step(here):
    case = lead(here, "close_village")
    assert case.status == "village_closed"
    assert [s.move for s in case.steps.all()] == ["apply", *(move for move, *_rest in PLAN)]
    assert [p.stage for p in Publicity.objects.order_by("id")] == ["village_exit", "village_announced"]
    assert Event.objects.filter(name="village_case.moved").count() == len(PLAN)


def test_the_incidence_counts_the_register_and_shows_numerator_denominator_and_rule(here):
    case = applied(here)
    step = case.steps.get()
    shown = bridge_villages.shown(step.findings[0])
    assert (shown.code, shown.answer, shown.numbers) == ("incidence", "已达到", "0 ÷ 1,000")
    assert "3%" in shown.limit
    assert "西部" in shown.basis
    assert step.rules["version"] == "national@2016-04-01"
    assert step.passes is True


def test_a_village_with_too_many_poor_cannot_apply(here):
    from zhucun.registry.models import Household

    Household.objects.update(status="poor", persons=30)
    with refusal("village_case.not_met"):
        applied(here)
    assert VillageCase.objects.count() == 0


def test_what_is_considered_is_shown_and_decides_nothing(here):
    case = applied(here, told={"services": False})
    kept = {f["code"]: f for f in case.steps.get().findings}
    assert (kept["services"]["answer"], kept["services"]["decides"]) == ("lacking", False)
    assert kept["industry"]["answer"] == "unsaid"


def test_a_countys_own_limit_is_asked(here, person):
    from zhucun.registry.models import Household

    Household.objects.update(status="poor", persons=25)
    policy.add_figure(
        area="610426", name="exit.village_incidence", value=2, since=date(2026, 1, 1), reference="县文件",
        reason="从严",
        by=here["office"], at=days(0),
    )  # fmt: skip
    with refusal("village_case.not_met"):
        applied(here)


@pytest.mark.parametrize(
    ("upto", "move", "who", "given", "code"),
    [
        (None, "check_village", "secretary", TWO, "not_your_role"),
        (None, "check_village", "office", TWO, "not_your_role"),
        (None, "check_village", "township", Given(people=("周一",)), "case.one_person"),
        (None, "verify_village", "office", TWO, "case.wrong_step"),
        (None, "back_village", "township", Given(), "case.no_reason"),
        ("publish_village", "announce_village", "office", Given(), "case.notice_running"),
        ("publish_village", "announce_village", "township", Given(), "not_your_role"),
        ("announce_village", "close_village", "office", Given(), "case.tracking_runs"),
        ("announce_village", "village_falls_back", "office", WHY, "case.no_cause"),
    ],
)
def test_a_wrong_turn_is_refused(here, upto, move, who, given, code):
    case = lead(here, upto) if upto else applied(here)
    with refusal(code):
        actions.move_village_case(case=case, move=move, by=here[who], at=days(9), given=given, told=TOLD)


def test_who_applied_does_not_check(here):
    case = applied(here, by="township")
    with refusal("case.same_person"):
        actions.move_village_case(
            case=case, move="check_village", by=here["township"], at=days(1), given=TWO, told=TOLD
        )


def test_a_check_that_finds_a_test_failed_goes_no_further_but_back_with_the_reason(here):
    from zhucun.registry.models import Household

    case = applied(here)
    Household.objects.update(status="returned", persons=40)
    with refusal("village_case.not_met"):
        actions.move_village_case(
            case=case, move="check_village", by=here["township"], at=days(1), given=TWO, told=TOLD
        )
    case = actions.move_village_case(case=case, move="back_village", by=here["township"], at=days(1), given=WHY)
    assert case.status == "village_sent_back"
    Household.objects.update(status="left")
    case = actions.move_village_case(
        case=case, move="apply_again", by=here["secretary"], at=days(5), given=WHY, told=TOLD
    )
    assert case.status == "village_applied"


def test_only_a_poor_village_applies_and_only_once(here):
    applied(here)
    with refusal("village_case.running"):
        applied(here)
    here["village"].kinds = ("key",)
    here["village"].save()
    with refusal("village_case.not_poor"):
        applied(here)


def test_the_village_is_tracked_a_year_with_visits_due(here):
    case = lead(here, "announce_village")
    assert case.until == days(10).date().replace(year=2027)
    assert (case.visit_due - days(10).date()).days == 90
    case = actions.move_village_case(
        case=case, move="track_village", by=here["secretary"], at=days(60), given=Given(note="稳定")
    )
    assert (case.visit_due - days(60).date()).days == 90


def test_a_fall_back_is_recorded_with_its_cause(here):
    case = lead(here, "announce_village")
    given = Given(note="洪灾", cause="disaster")
    case = actions.move_village_case(case=case, move="village_falls_back", by=here["office"], at=days(90), given=given)
    assert (case.status, case.cause, case.visit_due) == ("village_fell_back", "disaster", None)


def published(here):
    case = lead(here, "verify_village")
    return actions.move_village_case(case=case, move="publish_village", by=here["township"], at=timezone.now())


def test_everybody_reads_the_tests_and_objects_to_the_village(here):
    case = published(here)
    page = Client().get(f"/identification/public/{here['village'].pk}/").content.decode()
    assert ("贫困发生率低于标准" in page, "0 ÷ 1,000" in page, "5天" in page or "5" in page) == (True, True, True)
    Client().post(
        f"/identification/public/notices/{case.publicity_id}/",
        {"text": "还有三户没有脱贫", "contact": "", "website": ""},
    )
    made = Objection.objects.get()
    assert (made.village_case_id, made.case_id) == (case.pk, None)


def test_an_open_objection_holds_the_village(here):
    case = lead(here, "publish_village")
    actions.file_objection(
        publicity=case.publicity, case=None, text="还有三户没有脱贫", contact="", by=here["township"], at=days(4)
    )
    with refusal("case.objection_open"):
        actions.move_village_case(case=case, move="announce_village", by=here["office"], at=days(11))
    actions.answer_objection(
        objection=Objection.objects.get(), upheld=True, answer="情况属实", by=here["township"], at=days(5)
    )
    with refusal("case.objection_upheld"):
        actions.move_village_case(case=case, move="announce_village", by=here["office"], at=days(11))


def test_a_village_applies_and_is_checked_on_the_pages(here, client_for):
    secretary, township = client_for(here["secretary"]), client_for(here["township"])
    address = f"/identification/villages/{here['village'].pk}/exit/"
    assert "0 ÷ 1,000" in secretary.get(address).content.decode()
    typed = {"apply-note": "符合条件", "apply-told-services": "yes", "apply-told-industry": "yes"}
    answer = secretary.post(address, typed)
    assert answer.status_code == 302, answer.content.decode()
    case = VillageCase.objects.get()
    step = f"/identification/villages/cases/{case.pk}/check_village/"
    given = {"check_village-people": "周一 吴二", "check_village-told-services": "yes"}
    assert township.post(step, given).status_code == 302
    page = township.get(f"/identification/villages/cases/{case.pk}/").content.decode()
    assert ("西部" in page, "乡镇" in page, "national@2016-04-01" in page) == (True, True, True)
    assert township.get(f"/identification/villages/cases/{case.pk}/form/").status_code == 200
    assert here["village"].name in township.get("/identification/villages/").content.decode()


def test_what_is_not_met_is_said_on_the_page_and_keeps_the_words(here, client_for):
    from zhucun.registry.models import Household

    Household.objects.update(status="poor", persons=40)
    answer = client_for(here["secretary"]).post(
        f"/identification/villages/{here['village'].pk}/exit/", {"apply-note": "请批准"}
    )
    assert answer.status_code == 422
    assert "贫困发生率低于标准" in answer.content.decode()
    assert "请批准" in answer.content.decode()


def test_the_list_costs_the_same_for_few_and_many(here, client_for, django_assert_max_num_queries):
    applied(here)
    browser = client_for(here["office"])
    browser.get("/identification/villages/")
    with django_assert_max_num_queries(9):
        browser.get("/identification/villages/")


def test_a_village_that_left_is_a_lifted_one_from_that_day_and_poor_again_when_taken_back(here):
    case = lead(here, "announce_village")
    here["village"].refresh_from_db()
    assert tuple(here["village"].kinds) == ("lifted",)
    changed = Event.objects.filter(name="village.changed").latest("id")
    assert (changed.at, list(changed.changes)) == (days(10), ["kinds"])
    given = Given(note="主要产业受灾", cause="disaster")
    actions.move_village_case(case=case, move="village_falls_back", by=here["office"], at=days(90), given=given)
    here["village"].refresh_from_db()
    assert tuple(here["village"].kinds) == ("poor",)
