"""Papers of a plan: what they name and what never, PDF, and a workbook whose proof anybody can check."""

import pytest

from tests.contract.postings_rows import COUNTY, DAY, NOON, make_people, make_villages
from zhucun.core.models import Event
from zhucun.core.refusals import Refused
from zhucun.engine.posting import verify
from zhucun.engine.posting.seal import read_sealed, unsealed
from zhucun.postings import actions
from zhucun.postings.models import Proof
from zhucun.postings.papers import pdf as pdf_room


@pytest.fixture
def maker(person):
    return person("organiser", name="甲")


@pytest.fixture
def plan(county, maker):
    make_villages(6)
    make_people(18)
    return actions.make_plan(county=COUNTY, name="2026年选派", on=DAY, by=maker, at=NOON)


@pytest.mark.parametrize("kind", ["notice", "secretaries", "villages"])
def test_papers_name_everybody_and_tell_nothing_personal(kind, plan, maker, client_for):
    text = client_for(maker).get(f"/postings/plans/{plan.pk}/papers/{kind}/").content.decode()
    people = [post.candidate for post in plan.posts.select_related("candidate")]
    assert all(person.name in text for person in people)
    assert not [p for p in people if p.phone in text or p.born.isoformat() in text or f"{p.born.year}年" in text]


def test_a_letter_to_a_village_with_a_woman_asks_for_safe_lodging(plan, maker, client_for):
    women = [p for p in plan.posts.select_related("candidate") if p.candidate.sex == "female"]
    page = f"/postings/plans/{plan.pk}/papers/villages/?village={women[0].village_id}"
    assert "女同志" in client_for(maker).get(page).content.decode()


@pytest.mark.parametrize(("language", "words"), [("zh", "派驻通知书"), ("en", "Letter of posting")])
def test_papers_come_in_both_languages(language, words, plan, maker, client_for):
    page = f"/postings/plans/{plan.pk}/papers/secretaries/?language={language}"
    assert words in client_for(maker).get(page).content.decode()


def test_a_draft_says_so_on_every_paper(plan, maker, client_for):
    text = client_for(maker).get(f"/postings/plans/{plan.pk}/papers/secretaries/").content.decode()
    assert text.count("草案") == plan.posts.count()


def test_before_publication_only_organisers_print(plan, person, client_for):
    assert client_for(person("auditor")).get(f"/postings/plans/{plan.pk}/papers/notice/").status_code == 409


def test_printing_is_logged(plan, maker, client_for):
    client_for(maker).get(f"/postings/plans/{plan.pk}/papers/notice/")
    assert Event.objects.filter(name="export.taken", by=maker).exists()


def test_many_letters_make_one_pdf(plan, maker, client_for):
    if pdf_room.chinese_face() is None:
        pytest.skip("this machine has no Chinese font")
    answer = client_for(maker).get(f"/postings/plans/{plan.pk}/papers/secretaries/?as=pdf")
    assert answer.content.startswith(b"%PDF")
    assert answer.content.count(b"/Type /Page\n") + answer.content.count(b"/Type/Page") >= 1


def test_without_a_chinese_font_the_refusal_says_print_from_the_browser(plan, monkeypatch):
    monkeypatch.setattr(pdf_room, "chinese_face", lambda: None)
    with pytest.raises(Refused) as refused:
        pdf_room.pdf([])
    assert refused.value.code == "paper.no_face"


def test_the_proof_of_a_solved_plan_stands_on_its_own(plan):
    whole = unsealed(Proof.objects.get(plan=plan).sealed)
    assert verify(whole.problem, whole.plan)
    assert whole.plan.total == plan.result["total"]


def test_the_workbook_carries_a_proof_that_verifies(plan, maker, client_for):
    data = client_for(maker).get(f"/postings/plans/{plan.pk}/workbook/").content
    whole = read_sealed(data, "plan.xlsx")
    assert verify(whole.problem, whole.plan)
    assert whole.plan.proved


def test_after_a_hand_move_the_workbook_carries_an_honest_bound(plan, maker, client_for):
    first, second = list(plan.posts.all())[1:3]
    plan = actions.move_by_hand(
        plan=plan, village=first.village, candidate=second.candidate, reason="对调", by=maker, at=NOON
    )
    data = client_for(maker).get(f"/postings/plans/{plan.pk}/workbook/").content
    whole = read_sealed(data, "plan.xlsx")
    assert verify(whole.problem, whole.plan)
    assert whole.plan.total == plan.result["total"] <= whole.plan.bound
