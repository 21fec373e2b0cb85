"""Who reads which paper of a published plan: each role in one table, on pages, in PDFs and in the workbook."""

from io import BytesIO

import openpyxl
import pytest
from django.db import transaction

from tests.conftest import make_person
from tests.contract.postings_rows import COUNTY, DAY, NOON, make_people, make_villages
from tests.contract.world import scope_of
from zhucun.core.actions import load_places
from zhucun.core.models import SendingUnit
from zhucun.core.statuses import Role
from zhucun.engine.words import Health
from zhucun.postings import actions
from zhucun.postings.models import Candidate

LETTERS = ("secretaries", "villages")
SECOND_TOWN = 24  # villages of the first
READERS = (Role.ORGANISER, Role.TOWNSHIP, Role.FIRST_SECRETARY, Role.SENDING_UNIT)
REFUSED = (Role.OFFICE, Role.AUDITOR, Role.PROVINCE)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """A published plan and a reader of each role around its first post; each test's changes are rolled back to here."""
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
        load_places(prefix=COUNTY, by=None, at=NOON)
        made = make_published()
        readers = {role: make_reader(role, made) for role in Role.values}
    yield made, readers
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


def make_published():
    """Publish a plan over villages of two townships."""
    make_villages(3)
    make_villages(SECOND_TOWN + 4, skip=SECOND_TOWN)
    make_people(20)
    maker, other = make_person("organiser", name="甲"), make_person("organiser", name="乙")
    plan = actions.make_plan(county=COUNTY, name="第一批", on=DAY, by=maker, at=NOON)
    actions.propose(plan=plan, by=maker, at=NOON)
    actions.approve(plan=plan, by=other, at=NOON)
    return actions.publish(plan=plan, by=other, at=NOON, handover=DAY).plan


def make_reader(role, plan):
    """Make an account of a role around the plan's first post."""
    post = plan.posts.select_related("candidate").order_by("village_id")[0]
    more = {"unit": SendingUnit.objects.get(pk=post.candidate.unit_id)} if role == Role.SENDING_UNIT else {}
    return make_person(role, scope=scope_of(role, post.village_id), **more)


@pytest.fixture
def published(world, db):
    return world[0]


@pytest.fixture
def reader(world, db):
    return world[1].__getitem__


def concern(user, post):
    """Tell whether a post concerns the reader."""
    if user.role == Role.SENDING_UNIT:
        return post.candidate.unit_id == user.unit_id
    return post.village_id.startswith(user.scope)


@pytest.mark.parametrize("kind", LETTERS)
@pytest.mark.parametrize("role", READERS)
def test_a_reader_gets_the_letters_that_concern_them_and_no_other(role, kind, published, reader, client_for):
    user = reader(role)
    text = client_for(user).get(f"/postings/plans/{published.pk}/papers/{kind}/").content.decode()
    posts = list(published.posts.select_related("candidate"))
    own = [p for p in posts if concern(user, p)]
    others = [p for p in posts if not concern(user, p)]
    assert text.count('<article class="paper"') == len(own) > 0
    assert all(p.candidate.name in text for p in own)
    assert not [p for p in others if p.candidate.name in text]
    assert bool(others) == (role != Role.ORGANISER)


@pytest.mark.parametrize("kind", LETTERS)
@pytest.mark.parametrize("role", [r for r in READERS if r != Role.ORGANISER])
def test_another_villages_letter_is_not_there(role, kind, published, reader, client_for):
    user = reader(role)
    other = next(p for p in published.posts.select_related("candidate") if not concern(user, p))
    address = f"/postings/plans/{published.pk}/papers/{kind}/?village={other.village_id}"
    assert client_for(user).get(address).status_code == 404
    assert client_for(user).get(f"{address}&as=pdf").status_code == 404


@pytest.mark.parametrize("form", ["", "?as=pdf", "?language=en"])
@pytest.mark.parametrize("kind", LETTERS)
@pytest.mark.parametrize("role", REFUSED)
def test_letters_are_refused_to_whom_they_do_not_concern(role, kind, form, published, reader, client_for):
    answer = client_for(reader(role)).get(f"/postings/plans/{published.pk}/papers/{kind}/{form}")
    assert answer.status_code == 409
    assert not [c for c in Candidate.objects.all() if c.name in answer.content.decode()]


@pytest.mark.parametrize("role", list(Role.values))
def test_everybody_reads_the_published_notice(role, published, reader, client_for):
    text = client_for(reader(role)).get(f"/postings/plans/{published.pk}/papers/notice/").content.decode()
    assert all(p.candidate.name in text for p in published.posts.select_related("candidate"))


@pytest.mark.parametrize("role", list(Role.values))
def test_the_page_of_papers_offers_only_what_may_be_read(role, published, reader, client_for):
    user = reader(role)
    text = client_for(user).get(f"/postings/plans/{published.pk}/papers/").content.decode()
    posts = list(published.posts.all())
    offered = [p for p in posts if f"papers/secretaries/?village={p.village_id}" in text]
    assert offered == [p for p in posts if role in READERS and concern(user, p)]
    assert (f"/postings/plans/{published.pk}/workbook/" in text) == (
        role in (Role.ORGANISER, Role.OFFICE, Role.AUDITOR)
    )


@pytest.mark.parametrize("role", [Role.TOWNSHIP, Role.FIRST_SECRETARY, Role.SENDING_UNIT, Role.PROVINCE])
def test_the_workbook_stays_with_those_who_make_and_check_plans(role, published, reader, client_for):
    assert client_for(reader(role)).get(f"/postings/plans/{published.pk}/workbook/").status_code == 409


@pytest.mark.parametrize(("role", "shown"), [(Role.ORGANISER, True), (Role.OFFICE, False), (Role.AUDITOR, False)])
def test_the_workbook_names_people_as_the_readers_lists_do(role, shown, published, reader, client_for):
    data = client_for(reader(role)).get(f"/postings/plans/{published.pk}/workbook/").content
    said = {cell for sheet in openpyxl.load_workbook(BytesIO(data)) for row in sheet.values for cell in row}
    names = set(Candidate.objects.values_list("name", flat=True))
    assert bool(said & names) == shown


@pytest.mark.parametrize("kind", ["notice", *LETTERS])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_paper_tells_a_persons_health_or_ratings(kind, language, published, reader, client_for):
    Candidate.objects.update(health=Health.GOOD, mass_work=87, communication=93)
    address = f"/postings/plans/{published.pk}/papers/{kind}/?language={language}"
    text = client_for(reader(Role.ORGANISER)).get(address).content.decode()
    told = [word for word in ("健康", "health:", "87", "93", "评分", "满分", "重视程度", "支持力度") if word in text]
    assert not [w for w in told if not w.isdigit()]
    assert "87分" not in text
    assert "87 of 100" not in text


def test_a_pdf_holds_only_the_letters_that_concern_the_reader(published, reader, client_for, monkeypatch):
    printed = []
    monkeypatch.setattr("zhucun.postings.views.papers.pdf", lambda papers: printed.append(list(papers)) or b"%PDF")
    user = reader(Role.TOWNSHIP)
    client_for(user).get(f"/postings/plans/{published.pk}/papers/secretaries/?as=pdf")
    assert {paper.key for paper in printed[0]} == {
        f"secretary-{p.village_id}" for p in published.posts.select_related("candidate") if concern(user, p)
    }
