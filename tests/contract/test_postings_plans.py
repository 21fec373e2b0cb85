"""The life of a plan: solved, locked, moved by hand, proposed, decided by another person, published, recalled."""

from datetime import date

import pytest

from tests.contract.postings_rows import COUNTY, DAY, NOON, make_people, make_villages
from zhucun.core.models import Event
from zhucun.core.refusals import Refused
from zhucun.postings import actions
from zhucun.postings.forms.people import newcomer
from zhucun.postings.models import PairRule, Term
from zhucun.postings.queries.plans import plans_waiting_for, terms_ending, villages_without_secretary
from zhucun.postings.statuses import MOVES, PlanStatus


@pytest.fixture
def maker(person):
    return person("organiser", name="甲")


@pytest.fixture
def decider(person):
    return person("organiser", name="乙")


@pytest.fixture
def villages(county):
    return make_villages(8)


@pytest.fixture
def people(county):
    return make_people(24)


@pytest.fixture
def plan(villages, people, maker):
    return actions.make_plan(county=COUNTY, name="2026年选派", on=DAY, by=maker, at=NOON)


def published(plan, maker, decider, handover=DAY):
    plan = actions.propose(plan=plan, by=maker, at=NOON)
    plan = actions.approve(plan=plan, by=decider, at=NOON)
    return actions.publish(plan=plan, handover=handover, by=decider, at=NOON)


def posts(plan):
    return dict(plan.posts.values_list("village_id", "candidate_id"))


def test_a_new_plan_fills_every_village_and_is_proved(plan, villages):
    assert plan.posts.count() == len(villages)
    assert plan.result["proved"] is True
    assert plan.result["total"] == plan.result["bound"] == sum(p.points for p in plan.posts.all())


def test_solving_again_without_a_change_moves_nobody(plan, maker):
    before = posts(plan)
    plan = actions.solve_plan(plan=plan, by=maker, at=NOON)
    assert posts(plan) == before
    assert Event.objects.get(name="posting_plan.solved").changes["moved"] == [None, 0]


def test_a_lock_puts_the_person_there_and_costs_what_the_event_says(plan, maker, villages, people):
    village, total = villages[0], plan.result["total"]
    stranger = next(c for c in people if c.pk not in posts(plan).values() and c.sex == "male")
    plan = actions.lock_pair(plan=plan, village=village, candidate=stranger, reason="村里点名", by=maker, at=NOON)
    assert posts(plan)[village.code] == stranger.pk
    assert plan.result["total"] <= total
    assert Event.objects.get(name="pair.locked").changes["total"] == [total, plan.result["total"]]


def test_lifting_the_lock_returns_to_the_first_plan(plan, maker, villages, people):
    before = posts(plan)
    stranger = next(c for c in people if c.pk not in before.values() and c.sex == "male")
    plan = actions.lock_pair(plan=plan, village=villages[0], candidate=stranger, reason="点名", by=maker, at=NOON)
    plan = actions.free_pair(rule=PairRule.objects.get(), by=maker, at=NOON)
    assert posts(plan) == before


def test_a_person_locked_elsewhere_moves_only_when_the_change_is_asked_for(plan, maker, villages, people):
    stranger = next(c for c in people if c.pk not in posts(plan).values() and c.sex == "male")
    pair = {"candidate": stranger, "reason": "点名", "by": maker, "at": NOON}
    plan = actions.lock_pair(plan=plan, village=villages[0], **pair)
    with pytest.raises(Refused) as refused:
        actions.lock_pair(plan=plan, village=villages[1], **pair)
    assert refused.value.code == "pair.locked_elsewhere"
    assert villages[0].name in refused.value.message
    assert PairRule.objects.get().village == villages[0]
    actions.lock_pair(plan=plan, village=villages[1], change=True, **pair)
    assert PairRule.objects.get().village == villages[1]
    names = list(Event.objects.filter(name__startswith="pair.").order_by("id").values_list("name", "area"))
    assert names == [
        ("pair.locked", villages[0].code), ("pair.freed", villages[0].code), ("pair.locked", villages[1].code),
    ]  # fmt: skip


def test_a_forbidden_pair_is_in_no_later_plan(plan, maker):
    post = plan.posts.first()
    plan = actions.forbid_pair(
        plan=plan, village=post.village, candidate=post.candidate, reason="有亲属", by=maker, at=NOON
    )
    assert posts(plan).get(post.village_id) != post.candidate_id


def test_two_people_locking_in_one_plan_do_not_overwrite_each_other(plan, maker, decider):
    post = plan.posts.first()
    pair = {"village": post.village, "candidate": post.candidate, "reason": "点名", "at": NOON, "version": plan.version}
    actions.lock_pair(plan=plan, by=maker, **pair)
    with pytest.raises(Refused) as refused:
        actions.forbid_pair(plan=plan, by=decider, **pair)
    assert refused.value.code == "version.stale"


def test_a_swap_by_hand_changes_two_villages_and_nothing_else(plan, maker):
    before = posts(plan)
    first, second = list(plan.posts.all())[1:3]
    plan = actions.move_by_hand(
        plan=plan, village=first.village, candidate=second.candidate, reason="对调", by=maker, at=NOON
    )
    expected = {**before, first.village_id: second.candidate_id, second.village_id: first.candidate_id}
    assert posts(plan) == expected
    assert plan.result["total"] <= plan.result["bound"]
    assert plan.result["total"] == sum(p.points for p in plan.posts.all())


def test_a_hand_move_stays_when_the_plan_is_solved_again(plan, maker, people):
    post = plan.posts.first()
    stranger = next(c for c in people if c.pk not in posts(plan).values() and c.sex == "male")
    plan = actions.move_by_hand(plan=plan, village=post.village, candidate=stranger, reason="点名", by=maker, at=NOON)
    plan = actions.solve_plan(plan=plan, by=maker, at=NOON)
    assert posts(plan)[post.village_id] == stranger.pk


def test_hand_moves_are_dropped_only_when_asked(plan, maker, people):
    before = posts(plan)
    stranger = next(c for c in people if c.pk not in before.values() and c.sex == "male")
    plan = actions.move_by_hand(
        plan=plan, village=plan.posts.first().village, candidate=stranger, reason="点名", by=maker, at=NOON
    )
    plan = actions.solve_plan(plan=plan, by=maker, at=NOON, keep_hand=False)
    assert posts(plan) == before


def test_a_village_can_be_left_empty_by_hand(plan, maker, villages):
    plan = actions.move_by_hand(plan=plan, village=villages[3], candidate=None, reason="撤并", by=maker, at=NOON)
    assert plan.result["unfilled"] == [villages[3].code]


def test_a_woman_is_not_moved_by_hand_to_a_village_without_safe_lodging(plan, maker, villages, people):
    woman = next(c for c in people if c.sex == "female")
    before = posts(plan)
    with pytest.raises(Refused) as refused:
        actions.move_by_hand(plan=plan, village=villages[0], candidate=woman, reason="点名", by=maker, at=NOON)
    assert refused.value.code == "plan.breaks_rules"
    assert posts(plan) == before


def test_a_lock_against_a_rule_says_which_and_changes_nothing(plan, maker, villages, people):
    woman = next(c for c in people if c.sex == "female")
    before = posts(plan)
    with pytest.raises(Refused) as refused:
        actions.lock_pair(plan=plan, village=villages[0], candidate=woman, reason="点名", by=maker, at=NOON)
    assert refused.value.details["relax"]
    assert posts(plan) == before
    assert not PairRule.objects.exists()


def test_nobody_approves_their_own_plan(plan, maker):
    plan = actions.propose(plan=plan, by=maker, at=NOON)
    with pytest.raises(Refused) as refused:
        actions.approve(plan=plan, by=maker, at=NOON)
    assert refused.value.code == "plan.four_eyes"


def test_nobody_approves_the_plan_they_made_though_another_proposed_it(plan, maker, decider):
    plan = actions.propose(plan=plan, by=decider, at=NOON)
    with pytest.raises(Refused):
        actions.approve(plan=plan, by=maker, at=NOON)


@pytest.mark.parametrize("role", ["office", "township", "first_secretary", "auditor", "province"])
def test_only_organisers_decide(plan, maker, person, role):
    plan = actions.propose(plan=plan, by=maker, at=NOON)
    with pytest.raises(Refused):
        actions.approve(plan=plan, by=person(role), at=NOON)


def test_a_proposed_plan_cannot_be_changed(plan, maker):
    plan = actions.propose(plan=plan, by=maker, at=NOON)
    post = plan.posts.first()
    with pytest.raises(Refused) as refused:
        actions.move_by_hand(plan=plan, village=post.village, candidate=None, reason="撤并", by=maker, at=NOON)
    assert refused.value.code == "plan.not_editable"


def test_a_returned_plan_says_why_and_can_be_mended_and_proposed_again(plan, maker, decider):
    plan = actions.propose(plan=plan, by=maker, at=NOON)
    plan = actions.return_plan(plan=plan, note="请再核店头镇", by=decider, at=NOON)
    assert (plan.status, plan.decision_note) == (PlanStatus.RETURNED, "请再核店头镇")
    assert list(plans_waiting_for(maker)) == [plan]
    plan = actions.propose(plan=plan, by=maker, at=NOON)
    assert plan.decided_by is None


def test_a_plan_waits_for_the_other_organiser_and_never_for_its_maker(plan, maker, decider):
    actions.propose(plan=plan, by=maker, at=NOON)
    assert list(plans_waiting_for(decider)) == [plan]
    assert list(plans_waiting_for(maker)) == []


def test_every_status_has_its_moves():
    assert set(MOVES) == set(PlanStatus)


def test_a_published_plan_begins_a_term_in_every_village(plan, maker, decider, villages):
    done = published(plan, maker, decider)
    assert (done.begun, done.kept, done.ended) == (len(villages), 0, 0)
    assert list(villages_without_secretary(maker)) == []
    assert Term.objects.running().first().until == date(2028, 3, 2)


def test_publishing_keeps_those_who_stay_and_ends_the_others(plan, maker, decider):
    published(plan, maker, decider, handover=date(2026, 3, 2))
    second = actions.make_plan(
        county=COUNTY, name="调整", on=DAY, by=maker, at=NOON, settings={"keep": 5000, "floor": 0, "hold": False}
    )
    post = second.posts.first()
    second = actions.move_by_hand(plan=second, village=post.village, candidate=None, reason="撤并", by=maker, at=NOON)
    done = published(second, maker, decider, handover=date(2026, 9, 1))
    assert (done.begun, done.kept, done.ended) == (0, 7, 1)
    assert Term.objects.get(village=post.village).ended_on == date(2026, 9, 1)


def test_a_person_withdrawn_after_the_approval_stops_the_publication(plan, maker, decider):
    plan = actions.propose(plan=plan, by=maker, at=NOON)
    plan = actions.approve(plan=plan, by=decider, at=NOON)
    actions.withdraw_candidate(candidate=plan.posts.first().candidate, reason="调离", by=maker, at=NOON)
    with pytest.raises(Refused) as refused:
        actions.publish(plan=plan, handover=DAY, by=decider, at=NOON)
    assert refused.value.code == "plan.people_gone"


def test_a_recall_ends_the_term_and_moves_only_the_one_who_must(plan, maker, decider):
    published(plan, maker, decider)
    before = posts(plan)
    term = Term.objects.running().first()
    done = actions.recall(term=term, reason="连续三个月未到村", on=date(2026, 6, 1), by=maker, at=NOON)
    after = posts(done.plan)
    assert done.term.end_reason == "连续三个月未到村"
    assert term.candidate_id not in after.values()
    assert [code for code in before if before[code] != after.get(code)] == [term.village_id]
    assert done.plan.based_on == plan


def test_an_ended_term_cannot_be_recalled(plan, maker, decider):
    published(plan, maker, decider)
    term = Term.objects.running().first()
    actions.end_term(term=term, reason="任期届满", on=date(2026, 6, 1), by=maker, at=NOON)
    with pytest.raises(Refused) as refused:
        actions.recall(term=term, reason="又一次", on=date(2026, 7, 1), by=maker, at=NOON)
    assert refused.value.code == "term.ended"


def test_terms_near_their_end_are_listed_soonest_first(plan, maker, decider):
    published(plan, maker, decider)
    assert terms_ending(maker, on=date(2028, 1, 2), days=90).count() == 8
    assert terms_ending(maker, on=date(2027, 1, 2), days=90).count() == 0


def test_the_neighbour_countys_organiser_makes_no_plan_here(county, person, villages, people):
    with pytest.raises(Refused):
        actions.make_plan(county=COUNTY, name="x", on=DAY, by=person("organiser", scope="610425"), at=NOON)


def test_a_county_without_villages_is_told_what_to_do(county, people, maker):
    with pytest.raises(Refused) as refused:
        actions.make_plan(county=COUNTY, name="x", on=DAY, by=maker, at=NOON)
    assert refused.value.code == "plan.no_villages"


def test_every_action_on_a_plan_leaves_one_event(plan, maker, decider):
    published(plan, maker, decider)
    names = list(Event.objects.filter(subject="postings.plan").order_by("id").values_list("name", flat=True))
    assert names == [f"posting_plan.{what}" for what in ("made", "proposed", "approved", "published")]


def test_one_more_like_a_person_never_makes_the_county_worse(plan, people):
    from zhucun.postings.bridge import what_if
    from zhucun.postings.bridge.desk import desk_of

    desk = desk_of(plan)
    like = desk.county.instance.candidates[desk.county.candidate_at[people[4].pk]]
    told = what_if.with_newcomer(desk, newcomer(like))
    assert told.total >= plan.result["total"]
    assert len(desk.problem.candidate_names) == len(people)


def test_margins_are_what_forbidding_the_pair_costs(plan, maker):
    from zhucun.postings.bridge.desk import desk_of

    desk = desk_of(plan)
    post = plan.posts.first()
    told = desk.margins[desk.county.village_at[post.village_id]]
    after = actions.forbid_pair(
        plan=plan, village=post.village, candidate=post.candidate, reason="回避", by=maker, at=NOON
    )
    assert plan.result["total"] - after.result["total"] == told.loss


def test_a_new_village_is_filled_and_those_who_serve_stay(plan, maker, decider, county):
    published(plan, maker, decider)
    make_villages(9, skip=8)
    again = actions.make_plan(
        county=COUNTY, name="增派", on=DAY, by=maker, at=NOON, based_on=plan, settings={"keep": 2000, "floor": 0}
    )
    before, after = posts(plan), posts(again)
    assert len(after) == 9
    assert {code: pk for code, pk in after.items() if code in before} == before


def swapped_by_hand(plan, maker):
    """A plan of which two villages were exchanged by hand, and those two places."""
    first, second = list(plan.posts.all())[1:3]
    plan = actions.move_by_hand(
        plan=plan, village=first.village, candidate=second.candidate, reason="对调", by=maker, at=NOON
    )
    return plan, first


def serving_badly(plan, maker, decider):
    """The plan published after a swap by hand, so that some who serve would fit better elsewhere."""
    plan, _post = swapped_by_hand(plan, maker)
    published(plan, maker, decider, handover=date(2026, 3, 2))


def test_by_default_nobody_who_serves_is_moved_for_a_better_fit(plan, maker, decider):
    serving_badly(plan, maker, decider)
    again = actions.make_plan(county=COUNTY, name="调整", on=DAY, by=maker, at=NOON, settings={"floor": 0})
    free = actions.make_plan(
        county=COUNTY, name="重排", on=DAY, by=maker, at=NOON, settings={"floor": 0, "keep": 0, "hold": False}
    )
    assert again.settings["keep"] == actions.DEFAULT_KEEP == 2000
    assert (again.result["kept"], again.result["incumbents"], again.result["below_floor"]) == (8, 8, 0)
    assert free.result["kept"] < 8


def test_those_who_leave_because_of_the_floor_are_counted(plan, maker, decider):
    from zhucun.postings.bridge.desk import desk_of

    serving_badly(plan, maker, decider)
    again = actions.make_plan(
        county=COUNTY, name="调整", on=DAY, by=maker, at=NOON, settings={"floor": 1, "hold": False}
    )
    problem = desk_of(again).problem
    fits = [problem.score(v, int(c)) for v, c in enumerate(problem.incumbent)]
    assert again.result["below_floor"] == sum(points < again.result["floor"] for points in fits)
    assert again.result["kept"] + again.result["below_floor"] <= 8


@pytest.mark.parametrize(("keep", "hold"), [(0, False), (300, False), (2000, False), (2000, True)])
def test_the_drawer_and_the_what_if_tell_the_same_plain_fit(plan, maker, decider, keep, hold):
    from zhucun.postings.bridge import answers, what_if
    from zhucun.postings.bridge.desk import desk_of

    serving_badly(plan, maker, decider)
    again = actions.make_plan(
        county=COUNTY, name="调整", on=DAY, by=maker, at=NOON, settings={"floor": 0, "keep": keep, "hold": hold}
    )
    desk = desk_of(again)
    told = [answers.explain(again, v).told for v in range(8)]
    banned = [what_if.with_ban(desk, v, int(desk.post[v])) for v in range(8)]
    sent = [(a, what_if.with_lock(desk, a.village, a.candidate)) for t in told for a in t.for_village]
    assert [(t.margin, t.without.leaving) for t in told] == [(b.cost, b.leaving) for b in banned]
    assert [desk.margins[v].loss for v in range(8)] == [b.cost for b in banned]
    assert [(a.loss, a.leaving, len(a.moves)) for a, _ in sent] == [(b.cost, b.leaving, len(b.shifts)) for _, b in sent]
    assert [answers.for_village(desk, v) for v in range(8)] == [t.for_village for t in told]


def test_a_plan_changed_by_hand_is_explained_beside_its_posts(plan, maker):
    from zhucun.postings.bridge import answers, what_if
    from zhucun.postings.bridge.desk import desk_of

    best = plan.result["total"]
    plan, post = swapped_by_hand(plan, maker)
    desk = desk_of(plan)
    v = desk.county.village_at[post.village_id]
    told = answers.explain(plan, v).told
    assert told.candidate == desk.post[v]
    assert told.margin == what_if.with_ban(desk, v, int(desk.post[v])).cost
    assert desk.total - told.margin <= best
    assert [a.loss for a in told.for_village] == [
        what_if.with_lock(desk, a.village, a.candidate).cost for a in told.for_village
    ]


def test_serving_the_worst_few_first_says_how_many_were_raised(plan, maker):
    plan = actions.solve_plan(plan=plan, by=maker, at=NOON, settings={"floor": 0})
    before = sorted(p.points for p in plan.posts.all())
    plan = actions.solve_plan(plan=plan, by=maker, at=NOON, settings={"leximin": 3})
    after = sorted(p.points for p in plan.posts.all())
    few = plan.result["worst_few"]
    assert (few["before"], few["after"]) == (before[:3], after[:3])
    assert few["raised"] == sum(new > old for old, new in zip(before[:3], after[:3], strict=True))
    assert few["price"] == sum(before) - sum(after) >= 0
    assert after[:3] >= before[:3]
