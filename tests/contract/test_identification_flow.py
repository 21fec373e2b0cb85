"""The two flows by their actions: the right way through, and a refusal at each wrong turn."""

from dataclasses import replace

import pytest

from tests.contract.identification_rows import (
    AGAINST,
    CHECKED,
    FOR,
    HELD,
    REASON,
    SURVEYED,
    appraise,
    days,
    lead,
    make_village,
    team,
)
from zhucun.core.models import Event
from zhucun.core.refusals import Refused
from zhucun.engine.words_household import ExitStatus
from zhucun.identification import actions
from zhucun.identification.actions.meetings import Minutes
from zhucun.identification.models import Case, Publicity
from zhucun.identification.rules import Given
from zhucun.registry.models import Household


@pytest.fixture
def entry(county, person):
    """A case of identification that was just opened, and the people."""
    village, homes = make_village()
    people = team(person, village)
    case = actions.open_case(household=homes[0], kind="entry", by=people["secretary"], at=days(0), note="本人申请")
    return case, people


@pytest.fixture
def leaving(county, person):
    """A case of exit that was just opened, and the people."""
    village, homes = make_village(ExitStatus.POOR)
    people = team(person, village)
    return actions.open_case(household=homes[0], kind="exit", by=people["secretary"], at=days(0)), people


def refusal(code):
    return pytest.raises(Refused, match=f"^{code}:")


def move(case, name, by, day=0, given=None):
    return actions.move_case(case=case, move=name, by=by, at=days(day), given=given or Given())


def test_a_household_is_identified_by_every_step(entry):
    case = lead(*entry, upto="announce")
    home = Household.objects.get(pk=case.household_id)
    assert case.status == "announced"
    assert home.status == ExitStatus.NEW
    assert home.listed == days(16).date()
    assert [s.move for s in case.steps.all()] == [
        "open", "survey", "appraise", "check", "publish_first", "review", "publish_second", "decide", "announce",
    ]  # fmt: skip
    assert [p.stage for p in Publicity.objects.order_by("id")] == ["first", "second", "entry_announced"]


def test_every_step_leaves_one_event_and_the_registry_one_of_its_own(entry):
    case = lead(*entry, upto="announce")
    assert Event.objects.filter(name="case.moved", subject_id=str(case.pk)).count() == 8
    changed = Event.objects.get(name="household.changed", subject_id=case.household_id)
    assert changed.changes == {"status": ["ordinary", "new"]}


def test_a_publicity_runs_seven_days_by_the_rule_of_the_day(entry):
    case = lead(*entry, upto="publish_first")
    notice = case.publicity
    assert (notice.until - notice.since).days == 6
    assert "两公示一公告" in notice.days_reference


def test_the_review_waits_for_the_last_day_of_the_publicity(entry):
    case, people = entry
    case = lead(case, people, upto="publish_first")
    with refusal("case.notice_running"):
        move(case, "review", people["township"], day=6)
    assert move(case, "review", people["township"], day=7).status == "township_reviewed"


def test_without_a_majority_the_case_stays_where_it_was(entry):
    case, people = entry
    case = lead(case, people, upto="survey")
    appraise(case, people["secretary"], days(0), AGAINST)
    case.refresh_from_db()
    assert case.status == "surveyed"
    with refusal("case.no_majority"):
        move(case, "appraise", people["secretary"])


def test_half_of_those_present_are_no_majority(entry):
    case, people = entry
    case = lead(case, people, upto="survey")
    appraise(case, people["secretary"], days(0), (12, 12, 0))
    case.refresh_from_db()
    assert case.status == "surveyed"


@pytest.mark.parametrize(
    ("entitled", "attended", "votes", "code"),
    [
        (30, 19, FOR, "meeting.too_few"),
        (30, 31, FOR, "meeting.too_few"),
        (30, 24, (20, 5, 0), "meeting.too_many_votes"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused(entry, entitled, attended, votes, code):
    case, people = entry
    case = lead(case, people, upto="survey")
    minutes = Minutes(HELD.on, "村委会", "孙", "李", entitled, attended)
    with refusal(code):
        actions.record_meeting(
            village=case.village,
            kind="entry",
            minutes=minutes,
            votes={case.pk: votes},
            by=people["secretary"],
            at=days(0),
        )


@pytest.mark.parametrize(
    ("upto", "name", "who", "given", "code"),
    [
        (None, "survey", "secretary", Given(people=("周一",)), "case.one_person"),
        (None, "survey", "secretary", Given(people=("周一", "周一")), "case.one_person"),
        (None, "check", "secretary", CHECKED, "case.wrong_step"),
        (None, "survey", "office", SURVEYED, "not_your_role"),
        ("appraise", "check", "secretary", Given(people=("周一", "吴二"), village_signature="郑"), "case.not_signed"),
        ("publish_first", "review", "secretary", Given(), "not_your_role"),
        ("publish_second", "decide", "township", Given(), "not_your_role"),
        ("publish_second", "decide", "office", Given(), "case.notice_running"),
        ("check", "refuse", "township", Given(), "case.no_reason"),
        ("announce", "withdraw", "secretary", REASON, "case.wrong_step"),
    ],
)
def test_a_wrong_turn_is_refused(entry, upto, name, who, given, code):
    case, people = entry
    case = lead(case, people, upto=upto) if upto else case
    with refusal(code):
        move(case, name, people[who], given=given)


def test_who_recorded_the_check_does_not_review_it(entry):
    case, people = entry
    case = lead(case, people, upto="appraise")
    move(case, "check", people["township"], given=CHECKED)
    move(case, "publish_first", people["township"])
    with refusal("case.same_person"):
        move(case, "review", people["township"], day=8)


def test_a_township_acts_in_its_own_villages_only(entry, person):
    case, people = entry
    case = lead(case, people, upto="publish_first")
    with refusal("not_your_place"):
        move(case, "review", person("township", scope="610426999"), day=8)


def test_one_household_has_one_case_at_a_time(entry):
    case, people = entry
    with refusal("case.running"):
        actions.open_case(household=case.household, kind="entry", by=people["secretary"], at=days(1))


@pytest.mark.parametrize(("status", "kind"), [(ExitStatus.POOR, "entry"), (ExitStatus.ORDINARY, "exit")])
def test_a_flow_is_only_for_the_households_it_is_meant_for(county, person, status, kind):
    village, homes = make_village(status)
    with refusal("case.not_for_this_household"):
        actions.open_case(household=homes[0], kind=kind, by=team(person, village)["secretary"], at=days(0))


def test_what_somebody_saved_in_between_is_not_overwritten(entry):
    case, people = entry
    with refusal("version.stale"):
        actions.move_case(
            case=case, move="survey", by=people["secretary"], at=days(0), given=SURVEYED, version=case.version + 1
        )


def test_sent_back_the_old_vote_counts_no_more(entry):
    case, people = entry
    case = lead(case, people, upto="publish_first")
    case = move(case, "back", people["township"], day=3, given=REASON)
    assert (case.status, case.publicity, case.until) == ("surveyed", None, None)
    with refusal("case.no_majority"):
        move(case, "appraise", people["secretary"], day=4)
    appraise(case, people["secretary"], days(5))
    case.refresh_from_db()
    assert case.status == "appraised"


def test_an_open_objection_holds_its_household_and_an_upheld_one_sends_it_back(entry):
    case, people = entry
    case = lead(case, people, upto="publish_first")
    objection = actions.file_objection(
        publicity=case.publicity, case=case, text="他家有小汽车", contact="", by=None, at=days(2)
    )
    with refusal("case.objection_open"):
        move(case, "review", people["township"], day=8)
    with refusal("not_your_role"):
        actions.answer_objection(
            objection=objection, upheld=False, answer="已入户核实", by=people["secretary"], at=days(3)
        )
    actions.answer_objection(
        objection=objection, upheld=True, answer="核实属实，退回评议", by=people["township"], at=days(3)
    )
    with refusal("case.objection_upheld"):
        move(case, "review", people["township"], day=8)
    assert move(case, "back", people["township"], day=8, given=REASON).status == "surveyed"


def test_an_objection_that_was_answered_and_not_right_holds_nobody(entry):
    case, people = entry
    case = lead(case, people, upto="publish_first")
    objection = actions.file_objection(
        publicity=case.publicity, case=case, text="他家有小汽车", contact="", by=None, at=days(2)
    )
    actions.answer_objection(
        objection=objection, upheld=False, answer="车是邻居的，已核实", by=people["township"], at=days(3)
    )
    assert move(case, "review", people["township"], day=8).status == "township_reviewed"
    with refusal("objection.answered"):
        actions.answer_objection(objection=objection, upheld=True, answer="再答一次", by=people["office"], at=days(4))


@pytest.mark.parametrize(
    ("day", "text", "code"), [(7, "他家有小汽车", "objection.too_late"), (2, " ", "objection.empty")]
)
def test_an_objection_comes_in_time_and_says_something(entry, day, text, code):
    case = lead(*entry, upto="publish_first")
    with refusal(code):
        actions.file_objection(publicity=case.publicity, case=case, text=text, contact="", by=None, at=days(day))


def test_what_somebody_objects_and_their_phone_are_kept_sealed(entry):
    case = lead(*entry, upto="publish_first")
    objection = actions.file_objection(
        publicity=case.publicity, case=case, text="他家有小汽车", contact="10012345678", by=None, at=days(2)
    )
    objection.refresh_from_db()
    assert "小汽车" not in str(objection.text) + str(objection.contact)
    assert objection.text.open() == "他家有小汽车"
    assert "10012345678" not in str(list(Event.objects.values()))


def test_a_household_leaves_is_tracked_a_year_and_is_done(leaving):
    case, people = leaving
    case = lead(case, people, upto="announce_exit")
    home = Household.objects.get(pk=case.household_id)
    assert (home.status, home.left) == (ExitStatus.LEFT, days(7).date())
    assert case.until == days(7).date().replace(year=2027)
    with refusal("case.tracking_runs"):
        move(case, "close", people["township"], day=300)
    with refusal("case.not_visited"):
        move(case, "close", people["township"], day=373)
    move(case, "track", people["secretary"], day=200, given=Given(note="收入稳定"))
    assert move(case, "close", people["township"], day=373).status == "tracking_over"
    assert Household.objects.get(pk=case.household_id).status == ExitStatus.LEFT


def test_a_fall_back_is_recorded_with_its_cause(leaving):
    case, people = leaving
    case = lead(case, people, upto="announce_exit")
    with refusal("case.no_cause"):
        move(case, "fall_back", people["township"], day=90, given=REASON)
    case = move(case, "fall_back", people["township"], day=90, given=Given(note="突患重病", cause="illness"))
    home = Household.objects.get(pk=case.household_id)
    assert (case.status, case.cause) == ("fell_back", "illness")
    assert (home.status, home.returned, home.return_cause) == (ExitStatus.RETURNED, days(90).date(), "illness")


def test_nobody_leaves_without_both_signatures(leaving):
    case, people = leaving
    case = lead(case, people, upto="verify")
    with refusal("case.not_signed"):
        move(case, "agree", people["secretary"], given=Given(village_signature="郑主任"))


def test_who_left_and_is_identified_again_has_fallen_back(county, person):
    village, homes = make_village(ExitStatus.LEFT)
    people = team(person, village)
    case = actions.open_case(household=homes[0], kind="entry", by=people["secretary"], at=days(0))
    lead(case, people, upto="announce")
    home = Household.objects.get(pk=case.household_id)
    assert (home.status, home.returned) == (ExitStatus.RETURNED, days(16).date())


def test_a_village_goes_on_together_and_who_cannot_is_told_why(county, person):
    village, homes = make_village(homes=3)
    people = team(person, village)
    opened = [actions.open_case(household=h, kind="entry", by=people["secretary"], at=days(0)) for h in homes]
    for case in opened:
        lead(case, people, upto="check")
    moved = actions.move_village(
        village=village, move="publish_first", cases=[c.pk for c in opened], by=people["secretary"], at=days(0)
    )
    assert len(moved.done) == 3
    notice = Publicity.objects.get()
    assert len(notice.rows) == 3
    actions.file_objection(publicity=notice, case=opened[0], text="他家有小汽车", contact="", by=None, at=days(1))
    moved = actions.move_village(
        village=village, move="review", cases=[c.pk for c in opened], by=people["township"], at=days(8)
    )
    assert [case.pk for case in moved.done] == [c.pk for c in opened[1:]]
    assert [(case.pk, refused.code) for case, refused in moved.left] == [(opened[0].pk, "case.objection_open")]
    assert Case.objects.get(pk=opened[0].pk).status == "first_publicity"


def test_one_step_for_a_village_costs_few_queries(county, person, django_assert_max_num_queries):
    village, homes = make_village(homes=4)
    people = team(person, village)
    opened = [actions.open_case(household=h, kind="entry", by=people["secretary"], at=days(0)) for h in homes]
    for case in opened:
        lead(case, people, upto="check")
    with django_assert_max_num_queries(18):
        actions.move_village(
            village=village, move="publish_first", cases=[c.pk for c in opened], by=people["secretary"], at=days(0)
        )


def test_a_notice_holds_no_number_phone_account_or_illness(entry):
    case = lead(*entry, upto="publish_first")
    known = {"case", "name", "group", "persons", "attribute", "cause", "per_head_yuan", "grounded"}
    assert set(case.publicity.rows[0]) == known
    assert "10012345678" not in str(case.publicity.rows)
    assert "高血压" not in str(case.publicity.rows)


def rich(case, yuan="90000"):
    Household.objects.filter(pk=case.household_id).update(net_per_head_yuan=yuan)
    return case


def test_above_the_line_the_check_wants_a_ground_and_names_both_figures(entry):
    case, people = entry
    case = lead(rich(case), people, upto="appraise")
    with pytest.raises(Refused, match=r"^case.no_ground:.*90,000\.00"):
        move(case, "check", people["secretary"], given=replace(CHECKED, ground=""))
    grounded = move(case, "check", people["secretary"], given=replace(CHECKED, ground="户主患重病，自付药费多"))
    assert grounded.ground == "户主患重病，自付药费多"
    assert move(grounded, "publish_first", people["secretary"]).publicity.rows[0]["grounded"] is True


@pytest.mark.parametrize("income", [None, "3999.99"])
def test_below_the_line_or_unknown_no_ground_is_wanted(entry, income):
    case, people = entry
    case = lead(rich(case, income), people, upto="appraise")
    case = move(case, "check", people["secretary"], given=replace(CHECKED, ground=""))
    assert (case.status, case.ground) == ("village_checked", "")


def test_income_that_rises_during_the_publicity_stops_the_review_until_a_ground_is_given(entry):
    case, people = entry
    case = rich(lead(case, people, upto="publish_first"))
    Case.objects.update(ground="")
    with refusal("case.no_ground"):
        move(case, "review", people["township"], day=7)
    given = Given(ground="孩子上大学，学费负担重")
    assert move(case, "review", people["township"], day=7, given=given).status == "township_reviewed"


def test_the_ground_itself_stands_on_no_notice(entry):
    case, people = entry
    case = lead(rich(case), people, upto="appraise")
    case = move(case, "check", people["secretary"], given=replace(CHECKED, ground="户主患重病，自付药费多"))
    assert "重病" not in str(move(case, "publish_first", people["secretary"]).publicity.rows)
