"""Which villages a plan fills, whose term stays, and what publishing it would do to the terms of others."""

from datetime import date, timedelta

import pytest

from tests.contract.postings_rows import COUNTY, DAY, NOON, make_people, make_villages
from zhucun.core.refusals import Refused
from zhucun.postings import actions
from zhucun.postings.bridge.county import facts_stamp
from zhucun.postings.bridge.desk import desk_of
from zhucun.postings.bridge.scope import scope_of
from zhucun.postings.models import Candidate, Term
from zhucun.postings.queries.handover import handover_of
from zhucun.registry.models import Village


@pytest.fixture
def maker(person):
    return person("organiser", name="甲")


@pytest.fixture
def decider(person):
    return person("organiser", name="乙")


@pytest.fixture
def villages(county):
    return make_villages(6)


@pytest.fixture
def people(county):
    return make_people(18)


def serve(village, candidate, until=DAY + timedelta(days=500)):
    return Term.objects.create(village=village, candidate=candidate, since=date(2025, 6, 1), until=until)


def make(maker, **settings):
    return actions.make_plan(county=COUNTY, name="试", on=DAY, by=maker, at=NOON, settings=settings)


def posts(plan):
    return dict(plan.posts.values_list("village_id", "candidate_id"))


def publish(plan, maker, decider):
    plan = actions.propose(plan=plan, by=maker, at=NOON)
    plan = actions.approve(plan=plan, by=decider, at=NOON)
    return actions.publish(plan=plan, handover=DAY, by=decider, at=NOON)


@pytest.fixture
def misfits(villages, people, maker):
    """Three who serve where the points would not send them: a plan without holds moves every one."""
    men = [c for c in people if c.sex == "male"]
    free = posts(make(maker, hold=False, keep=0, floor=0))
    taken = []
    for village in villages[1:4]:
        taken.append(next(c for c in men if c not in taken and free[village.code] != c.pk))
    return [serve(v, c) for v, c in zip(villages[1:4], taken, strict=True)]


def test_nobody_whose_term_is_not_over_is_moved_by_a_default_plan(misfits, maker):
    plan = make(maker, keep=0)
    assert [posts(plan)[t.village_id] for t in misfits] == [t.candidate_id for t in misfits]
    assert handover_of(plan, on=DAY).leaving == ()
    assert plan.result["proved"] is True


def test_switched_off_the_points_decide(misfits, maker):
    plan = make(maker, hold=False, keep=0, floor=0)
    assert [t for t in misfits if posts(plan)[t.village_id] == t.candidate_id] == []


def test_a_term_that_ends_before_the_plans_day_is_not_held(misfits, maker):
    Term.objects.filter(pk=misfits[0].pk).update(until=DAY)
    desk = desk_of(make(maker, keep=0, floor=0))
    assert len(desk.county.held) == 2


def test_a_term_without_an_end_is_held_for_as_long_as_a_term_must_last(misfits, maker):
    Term.objects.update(until=None, since=DAY - timedelta(days=500))
    assert held(maker)
    Term.objects.update(since=DAY - timedelta(days=800))
    assert not held(maker)


def held(maker):
    """Return whether anybody stays because the term is not over."""
    return bool(scope_of(make(maker)).unexpired(DAY))


def test_a_changed_end_of_a_term_makes_the_plan_stale(misfits, maker):
    before = facts_stamp(COUNTY)
    Term.objects.update(until=DAY + timedelta(days=30))
    assert facts_stamp(COUNTY) != before


def test_who_was_withdrawn_or_kept_apart_is_not_held(misfits, maker):
    gone = {"withdrawn_at": NOON, "withdrawn_reason": "调离"}
    Candidate.objects.filter(pk=misfits[0].candidate_id).update(version=9, **gone)
    plan = make(maker)
    plan = actions.forbid_pair(
        plan=plan, village=misfits[1].village, candidate=misfits[1].candidate, reason="有亲属", by=maker, at=NOON
    )
    found = posts(plan)
    assert found[misfits[0].village_id] != misfits[0].candidate_id
    assert found.get(misfits[1].village_id) != misfits[1].candidate_id
    assert found[misfits[2].village_id] == misfits[2].candidate_id


def test_a_lock_that_moves_one_whose_term_runs_must_be_asked_for(misfits, maker, villages):
    plan, term = make(maker), misfits[1]
    pair = {"village": villages[5], "candidate": term.candidate, "reason": "组织决定", "by": maker, "at": NOON}
    with pytest.raises(Refused) as refused:
        actions.lock_pair(plan=plan, **pair)
    assert refused.value.code == "pair.term_running"
    assert term.village.name in refused.value.message
    plan = actions.lock_pair(plan=plan, change=True, **pair)
    assert posts(plan)[villages[5].code] == term.candidate_id
    (line,) = handover_of(plan, on=DAY).leaving
    assert (line.term, line.to, line.months_left) == (term, villages[5], 16)


def test_villages_of_other_kinds_are_in_the_plan_only_when_chosen(villages, people, maker):
    Village.objects.filter(pk=villages[0].pk).update(kinds=("other",))
    Village.objects.filter(pk=villages[1].pk).update(kinds=())
    plan = make(maker, scope="named")
    assert set(posts(plan)) == {v.code for v in villages[2:]}
    assert plan.result["scope"]["left_out"] == {villages[0].code: "other_kind", villages[1].code: "kind_unknown"}
    assert set(posts(make(maker))) == {v.code for v in villages}


def test_vacant_villages_and_those_ending_soon_only(misfits, maker, villages):
    Term.objects.filter(pk=misfits[0].pk).update(until=DAY + timedelta(days=60))
    plan = make(maker, scope="vacant")
    assert set(posts(plan)) == {v.code for v in villages} - {t.village_id for t in misfits[1:]}
    assert {t.candidate_id for t in misfits[1:]} & set(posts(plan).values()) == set()


def test_publishing_leaves_the_terms_of_villages_outside_the_plan_alone(misfits, maker, decider, villages):
    Village.objects.filter(pk=misfits[0].village_id).update(kinds=("other",))
    done = publish(make(maker, scope="named"), maker, decider)
    assert (done.begun, done.kept, done.ended) == (3, 2, 0)
    assert Term.objects.get(pk=misfits[0].pk).ended_on is None


def test_a_published_plan_still_shows_the_villages_it_filled(villages, people, maker, decider):
    plan = publish(make(maker, scope="vacant"), maker, decider).plan
    desk = desk_of(plan)
    assert (len(desk.county.villages), desk.gone, desk.county.held) == (6, (), frozenset())


def test_who_came_to_serve_elsewhere_since_stops_the_publication(misfits, maker, decider, villages):
    plan = make(maker, scope="vacant")
    plan = actions.propose(plan=plan, by=maker, at=NOON)
    plan = actions.approve(plan=plan, by=decider, at=NOON)
    Term.objects.filter(pk=misfits[0].pk).update(ended_on=DAY, end_reason="x")
    serve(misfits[0].village, plan.posts.first().candidate)
    with pytest.raises(Refused) as refused:
        actions.publish(plan=plan, handover=DAY, by=decider, at=NOON)
    assert refused.value.code == "plan.serve_outside"


def test_a_plan_whose_choice_leaves_no_village_says_so(villages, people, maker):
    Village.objects.update(kinds=())
    with pytest.raises(Refused) as refused:
        make(maker, scope="named")
    assert refused.value.code == "plan.none_in_scope"


def test_whoever_serves_outside_the_plan_counts_for_their_unit(misfits, maker):
    unit = misfits[1].candidate.unit
    before = desk_of(make(maker)).problem
    after = desk_of(make(maker, scope="vacant")).problem
    outside = [t for t in misfits if t.candidate.unit_id == unit.pk]
    place = before.unit_names.index(unit.name)
    assert after.most[place] == before.most[place] - len(outside)
