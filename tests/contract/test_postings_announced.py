"""The handover of a plan: the notice says who comes, who goes on and who leaves, before publication and after."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.utils import translation

from tests.contract.postings_rows import COUNTY, DAY, NOON, make_people, make_villages
from zhucun.core.models import Event
from zhucun.postings import actions
from zhucun.postings.models import Term
from zhucun.postings.queries.announced import announced
from zhucun.postings.queries.plans import posts_of

EARLIER = DAY - timedelta(days=800)


@pytest.fixture
def maker(person):
    return person("organiser", name="甲")


@pytest.fixture
def approved(county, maker, person):
    """A plan that keeps one person, moves another, and lets a third go who is no longer posted."""
    villages, people = make_villages(5), make_people(15)
    make_villages(6, skip=5)
    draft = actions.make_plan(county=COUNTY, name="第二批", on=DAY, by=maker, at=NOON)
    posts = list(posts_of(draft))
    free = next(c for c in people if c.pk not in {p.candidate_id for p in posts})
    served = ((villages[0], posts[0].candidate), (villages[1], free), (villages[2], posts[3].candidate))
    for village, candidate in served:
        Term.objects.create(village=village, candidate=candidate, since=EARLIER)
    actions.propose(plan=draft, by=maker, at=NOON)
    return actions.approve(plan=draft, by=person("organiser", name="乙"), at=NOON)


def said(handover):
    return (
        [p.village_id for p in handover.begin],
        [p.village_id for p in handover.stay],
        [(t.village_id, t.candidate_id) for t in handover.leave],
    )


def test_the_handover_is_the_same_before_publication_and_after(approved, maker):
    before = said(announced(approved))
    done = actions.publish(plan=approved, by=maker, at=NOON, handover=DAY)
    after = said(announced(done.plan))
    assert before == after
    assert [len(part) for part in after] == [done.begun, done.kept, done.ended] == [5, 1, 2]


@pytest.mark.parametrize(
    "step", [lambda plan, by: None, lambda plan, by: publish(plan, by)], ids=["draft", "published"]
)
def test_the_notice_names_who_stays_and_who_leaves(step, approved, maker, client_for):
    leaving = [t.candidate.name for t in announced(approved).leave]
    step(approved, maker)
    text = client_for(maker).get(f"/postings/plans/{approved.pk}/papers/notice/").content.decode()
    staying, leave = text.index("四、留任"), text.index("五、免去")
    first = posts_of(approved)[0]
    assert staying < text.index(first.candidate.name) < leave
    assert all(leave < text.rindex(name) for name in leaving)
    assert "改派" in text[leave:]


def publish(plan, by):
    return actions.publish(plan=plan, by=by, at=NOON, handover=DAY)


def test_what_a_later_plan_ends_is_not_in_this_plans_notice(approved, maker, person):
    plan = publish(approved, maker).plan
    before = said(announced(plan))
    later = actions.make_plan(county=COUNTY, name="第三批", on=DAY + timedelta(days=900), by=maker, at=NOON)
    actions.forbid_pair(
        plan=later, village=posts_of(later)[0].village, candidate=posts_of(later)[0].candidate,
        reason="回避", by=maker, at=NOON,
    )  # fmt: skip
    actions.propose(plan=later, by=maker, at=NOON)
    actions.approve(plan=later, by=person("organiser", name="丙"), at=NOON)
    actions.publish(plan=later, by=maker, at=NOON + timedelta(days=900), handover=DAY + timedelta(days=900))
    assert said(announced(plan)) == before


def test_after_publication_only_who_served_before_stays(county, maker, person, client_for):
    make_villages(5)
    make_people(15)
    post = posts_of(actions.make_plan(county=COUNTY, name="试算", on=DAY, by=maker, at=NOON))[0]
    Term.objects.create(village=post.village, candidate=post.candidate, since=EARLIER)
    plan = actions.make_plan(county=COUNTY, name="第二批", on=DAY, by=maker, at=NOON)
    actions.propose(plan=plan, by=maker, at=NOON)
    plan = publish(actions.approve(plan=plan, by=person("organiser", name="乙"), at=NOON), maker).plan
    data = client_for(maker).get(f"/postings/plans/{plan.pk}/workbook/").content
    rows = list(openpyxl.load_workbook(BytesIO(data))["选派方案"].values)
    stays = rows[next(i for i, row in enumerate(rows) if row[0] == "序号")].index("现任留任")
    assert [row[stays] for row in rows].count("是") == 1
    table = client_for(maker).get(f"/postings/plans/{plan.pk}/?tab=table").content.decode()
    assert table.count("pill info") == 1


def test_the_history_of_a_plan_says_who_and_where_masked_as_the_lists_do(approved, maker, person, client_for):
    draft = actions.make_plan(county=COUNTY, name="草稿", on=DAY, by=maker, at=NOON)
    post = posts_of(draft)[0]
    actions.lock_pair(plan=draft, village=post.village, candidate=post.candidate, reason="熟悉", by=maker, at=NOON)
    address = f"/postings/plans/{draft.pk}/?tab=history"
    seen, masked = client_for(maker).get(address), client_for(person("auditor")).get(address)
    whole, hidden = seen.content.decode(), masked.content.decode()
    assert f"{post.village.name} · {post.candidate.name}（{post.candidate.code}）" in whole
    assert post.candidate.name not in hidden
    assert f"**（{post.candidate.code}）" in hidden or f"*（{post.candidate.code}）" in hidden


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "致第一书记的通知书"), ("en", "Letters to the First")])
def test_the_log_says_in_the_readers_language_what_left_and_of_which_plan(language, words, approved, maker, client_for):
    client = client_for(maker)
    client.get(f"/postings/plans/{approved.pk}/papers/secretaries/")
    with translation.override(language):
        client.cookies["django_language"] = language
        text = client.get("/events/?event=export.taken").content.decode()
    assert f"{words}" in text
    assert "第二批" in text
    assert "papers: secretaries" not in text


def test_the_log_names_village_and_staff_number_of_a_lock(approved, maker, client_for):
    draft = actions.make_plan(county=COUNTY, name="草稿", on=DAY, by=maker, at=NOON)
    post = posts_of(draft)[0]
    actions.lock_pair(plan=draft, village=post.village, candidate=post.candidate, reason="熟悉", by=maker, at=NOON)
    text = client_for(maker).get("/events/?event=pair.locked").content.decode()
    assert f"草稿 · {post.village.name} · {post.candidate.code}" in text
    assert Event.objects.filter(name="pair.locked").count() == 1


@pytest.mark.parametrize(("role", "shown"), [("organiser", True), ("township", False), ("first_secretary", False)])
def test_points_on_a_villages_page_are_for_the_county(role, shown, approved, maker, person, client_for):
    publish(approved, maker)
    post = posts_of(approved)[0]
    scope = post.village_id[: {"organiser": 6, "township": 9, "first_secretary": 12}[role]]
    text = client_for(person(role, scope=scope)).get(f"/postings/villages/{post.village_id}/").content.decode()
    assert (f"{post.points:,}" in text) == shown
    assert post.candidate.unit.name in text
