"""A county's own figures and rules over the national ones: dated, explained, never overwritten, used everywhere."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.contract.identification_rows import appraise, days, lead, make_village, team
from zhucun.core.models import Event
from zhucun.core.refusals import Refused
from zhucun.engine.policy.figures import figure
from zhucun.engine.targeting.rule_sets import rule_set
from zhucun.identification import actions as identification
from zhucun.policy import actions, bridge, queries
from zhucun.policy.models import OwnFigure, OwnRuleSet

LINE, DAYS = "income_line.exit", "identification.publicity_days"
PAPER = {"reference": "县扶贫〔2026〕3号", "reason": "按省定标准"}


def refusal(code):
    return pytest.raises(Refused, match=f"^{code}:")


def add(by, name=LINE, value=4500, since=date(2026, 1, 1), area="610426", day=0, **more):
    known = {**PAPER, **more}
    return actions.add_figure(area=area, name=name, value=value, since=since, by=by, at=days(day), **known)


def line(on, area="610426101201"):
    return figure(LINE, on=on, area=area, local=queries.figures_of(area))


def text_of(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_a_countys_own_figure_holds_from_its_day_and_in_its_county_only(county, person):
    add(person("office"))
    assert [line(date(2025, 12, 31)).value, line(date(2026, 1, 1)).value] == [4000, 4500]
    assert line(date(2026, 1, 1), "610425101201").value == 4000


def test_what_holds_says_that_it_is_the_countys_and_by_which_paper(county, person):
    add(person("office"))
    told = line(date(2026, 6, 1)).told()
    assert ("县扶贫〔2026〕3号" in told.zh, "本县适用" in told.zh, "2026-01-01" in told.en) == (True, True, True)


def test_a_correction_of_the_same_day_wins_and_both_rows_stay(county, person):
    office = person("office")
    add(office, value=4500)
    add(office, value=4600, day=1)
    assert line(date(2026, 2, 1)).value == 4600
    assert OwnFigure.objects.count() == 2


def test_an_ended_figure_lets_the_national_hold_again(county, person):
    office = person("office")
    add(office)
    add(office, value=None, since=date(2026, 7, 1))
    assert [line(date(2026, 6, 30)).value, line(date(2026, 7, 1)).value] == [4500, 4000]


def test_a_provinces_figure_holds_in_all_its_counties_until_a_county_sets_its_own(county, person):
    add(person("organiser", scope="61"), area="61", value=4200)
    assert line(date(2026, 2, 1), "610425101201").value == 4200
    add(person("office"), value=4500)
    assert line(date(2026, 2, 1)).value == 4500


def test_withdrawn_is_only_what_does_not_hold_yet(county, person):
    office = person("office")
    later = add(office, since=days(10).date())
    actions.withdraw_figure(figure=later, reason="文件未印发", by=office, at=days(1))
    assert line(days(11).date()).value == 4000
    held = add(office)
    with refusal("policy.in_effect"):
        actions.withdraw_figure(figure=held, reason="改了", by=office, at=days(1))
    with refusal("policy.withdrawn"):
        actions.withdraw_figure(figure=later, reason="再撤", by=office, at=days(1))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"reference": " "}, "policy.no_paper"),
        ({"reason": ""}, "no_reason"),
        ({"name": "income_line.nobody"}, "figure.unknown"),
        ({"name": "weak_organisation.share", "value": 5}, "figure.fixed"),
        ({"name": "income.cost_ratio.b1", "value": 101}, "figure.impossible"),
        ({"value": -1}, "figure.impossible"),
        ({"area": "610425"}, "not_your_place"),
    ],
)
def test_what_cannot_be_is_refused(county, person, more, code):
    with refusal(code):
        add(person("office"), **more)


@pytest.mark.parametrize("role", ["township", "first_secretary", "auditor", "province", "sending_unit"])
def test_only_the_county_sets_its_figures(county, person, role, django_user_model):
    unit = {}
    if role == "sending_unit":
        from zhucun.core.models import SendingUnit

        unit = {"unit": SendingUnit.objects.create(county="610426", name="虚构单位")}
    with refusal("not_your_role"):
        add(person(role, **unit))


def test_each_change_leaves_one_event_with_the_paper(county, person):
    add(person("office"))
    event = Event.objects.get(name="figure.added")
    assert event.changes == {
        "value": [None, 4500],
        "since": [None, "2026-01-01"],
        "reference": [None, PAPER["reference"]],
    }


def test_a_decimal_is_kept_exact(county, person):
    add(person("office"), name="income.cost_ratio.b11", value=Decimal("37.5"))
    kept = queries.figures_of("610426")[0]
    assert kept.value == Decimal("37.5")


def test_the_days_of_a_notice_are_the_countys(county, person):
    office = person("office", name="甲")
    add(office, name=DAYS, value=10, since=date(2026, 1, 1))
    village, homes = make_village()
    people = team(person, village)
    case = identification.open_case(household=homes[0], kind="entry", by=people["secretary"], at=days(0))
    case = lead(case, people, upto="publish_first")
    assert (case.publicity.until - case.publicity.since).days == 9
    assert "县扶贫〔2026〕3号" in case.publicity.days_reference


def test_the_attendance_of_a_meeting_is_the_countys(county, person):
    add(person("office", name="甲"), name="identification.meeting_least_thirds", value=3)
    village, homes = make_village()
    people = team(person, village)
    case = identification.open_case(household=homes[0], kind="entry", by=people["secretary"], at=days(0))
    case = lead(case, people, upto="survey")
    with refusal("meeting.too_few"):
        appraise(case, people["secretary"], days(0))


def test_income_counts_by_the_countys_own_items(county, person):
    from zhucun.registry.models import Household
    from zhucun.registry.queries import account_of

    make_village()
    home = Household.objects.get()
    before = account_of(home, year=2025)
    add(person("office"), name="income.counted.a", value=False, since=date(2024, 1, 1))
    after = account_of(home, year=2025)
    assert before.rules.counts("a1") is True
    assert after.rules.counts("a1") is False


def own_rules(by, kind="exit", since=date(2026, 1, 1), **content):
    base = next(p for p in bridge.papers_of(kind) if p["code"] == "national")
    made = {**{k: v for k, v in base.items() if k not in ("code", "text", "since", "reference")}, **content}
    return actions.add_rule_set(
        area="610426", kind=kind, name="永寿退出条件", content=made, since=since, by=by, at=days(0), **PAPER
    )


def held(kind="exit", on=date(2026, 6, 1)):
    own = queries.own_of("610426")
    return rule_set(kind, on=on, area="610426", local=own.rule_sets(kind, on=on), figures=own.figures)


def test_a_countys_own_rules_hold_from_their_day(county, person):
    own_rules(person("office"), tests=[{"code": "water", "text": {"zh": "水", "en": "Water"}, "measure": "safe_water"}])
    assert held().text.zh == "永寿退出条件"
    assert held(on=date(2025, 12, 31)).code == "shaanxi_1_6"


def test_own_rules_ended_let_the_wider_ones_hold_again(county, person):
    office = person("office")
    own_rules(office)
    actions.add_rule_set(
        area="610426", kind="exit", name="", content=None, since=date(2026, 5, 1), by=office, at=days(0), **PAPER
    )
    assert held().code == "shaanxi_1_6"


def test_rules_that_cannot_be_read_are_refused_in_words(county, person):
    with refusal("condition.cannot_read"):
        own_rules(person("office"), tests=[{"code": "x", "text": {"zh": "x", "en": "x"}, "measure": "nobody"}])
    with refusal("rules.empty"):
        own_rules(person("office", name="乙"), tests=[])
    assert OwnRuleSet.objects.count() == 0


def test_the_page_shows_the_national_figure_beside_the_own_one(county, person, client_for):
    add(person("office"))
    page = text_of(client_for(person("office", name="乙")).get("/policy/", {"group": "line"}))
    assert ("4,000元" in page, "4,500元" in page, "县扶贫〔2026〕3号" in page) == (True, True, True)


def test_a_figure_is_set_on_its_page_and_withdrawn_there(county, person, client_for):
    browser = client_for(person("office"))
    later = timezone.localdate() + timedelta(days=30)
    typed = {"value": "4800", "since": later.isoformat(), **PAPER}
    assert browser.post(f"/policy/figures/{LINE}/", typed).status_code == 302
    row = OwnFigure.objects.get()
    assert "4,800元" in text_of(browser.get(f"/policy/figures/{LINE}/"))
    browser.post(f"/policy/withdraw/{row.pk}/", {"reason": "文件未印发"})
    row.refresh_from_db()
    assert row.withdrawn_reason == "文件未印发"


def test_a_figure_without_value_is_asked_for(county, person, client_for):
    answer = client_for(person("office")).post(f"/policy/figures/{LINE}/", {"since": "2026-01-01", **PAPER})
    assert answer.status_code == 422
    assert OwnFigure.objects.count() == 0


def test_rules_are_made_on_the_page_from_a_set_that_exists(county, person, client_for):
    browser = client_for(person("office"))
    address = "/policy/rules/new/exit/?base=shaanxi_1_6"
    assert "一超六有" in text_of(browser.get(address))
    typed = {"name": "永寿“一超五有”", "since": "2026-01-01", **PAPER, "new-0": "arable_per_head", "how-0": "at_least",
             "limit-0": "1.5", "p-tests-1-all_of-1-at_least": "35", "p-tests-1-all_of-2-at_most": "20",
             "p-tests-1-all_of-3-at_least": "95"}  # fmt: skip
    typed |= {f"keep-{n}": "on" for n in (0, 1, 2, 3, 4)}
    answer = browser.post(address, typed)
    assert answer.status_code == 302, answer.content.decode()
    rules = held()
    assert [t.code for t in rules.tests] == ["income", "water", "schooling", "medicine", "housing", "arable_per_head"]
    assert "35" in text_of(browser.get(answer.headers["Location"]))


@pytest.mark.parametrize(("role", "status"), [("office", 200), ("auditor", 200), ("township", 409)])
def test_what_is_weighed_is_hidden_from_those_who_survey(county, person, client_for, role, status):
    browser = client_for(person(role, name="甲"))
    assert browser.get("/policy/figures/comparison.audit_percent/").status_code == status
    assert ("四看法" in text_of(browser.get("/policy/rules/"))) is (status == 200)
    assert ("随机抽查比例" in text_of(browser.get("/policy/", {"q": "抽查"}))) is (status == 200)


def test_the_list_of_a_group_costs_one_query_of_figures(county, person, client_for, django_assert_max_num_queries):
    browser = client_for(person("office"))
    browser.get("/policy/", {"group": "data"})
    with django_assert_max_num_queries(8):
        browser.get("/policy/", {"group": "data"})


def test_the_list_leaves_as_a_file_and_the_log_says_so(county, person, client_for):
    answer = client_for(person("office")).get("/policy/", {"group": "line", "export": "csv"})
    assert "income_line.exit" in answer.content.decode()
    assert Event.objects.filter(name="export.taken", label="figures").exists()
