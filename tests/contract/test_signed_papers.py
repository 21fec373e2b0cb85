"""Signed papers of cases and meetings: sealed on the disk, opened for a purpose that is logged, never lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.contract.identification_rows import FOR, PNG, days, lead, make_village, team
from zhucun.core.models import Event
from zhucun.core.refusals import Refused
from zhucun.engine.words_household import ExitStatus
from zhucun.identification import actions
from zhucun.identification.models import Case, Meeting, SignedPaper


@pytest.fixture
def here(county, person, client_for):
    """A registered household on its way out, and the people with their browsers."""
    village, homes = make_village(ExitStatus.POOR)
    people = team(person, village)
    people["auditor"] = person("auditor")
    case = actions.open_case(household=homes[0], kind="exit", by=people["secretary"], at=days(0))
    return {"village": village, "case": case, "people": people, **people,
            "in": {name: client_for(user) for name, user in people.items()}}  # fmt: skip


def picture(content=PNG):
    return SimpleUploadedFile("签字 赵一山.png", content, content_type="image/png")


def attached(here, who="secretary", **more):
    given = {"title": "退出签字表", "file": picture(), **more}
    return here["in"][who].post(f"/identification/papers/case/{here['case'].pk}/attach/", given)


def test_a_paper_lies_sealed_and_its_name_says_nothing(here):
    attached(here)
    row = SignedPaper.objects.get()
    assert (row.title, row.kind, row.size) == ("退出签字表", "image/png", len(PNG))
    with row.file.open("rb") as file:
        assert PNG not in file.read()
    assert "赵" not in row.file.name
    assert Event.objects.get(name="paper.attached").label == here["case"].household_id.split("-", 1)[1]


def test_it_is_opened_for_a_purpose_that_the_log_keeps(here):
    attached(here)
    address = f"/identification/papers/{SignedPaper.objects.get().pk}/"
    assert here["in"]["office"].post(address, {"purpose": ""}).status_code == 422
    response = here["in"]["office"].post(address, {"purpose": "核对签字"})
    assert (response.content, response["Cache-Control"]) == (PNG, "no-store")
    assert Event.objects.get(name="paper.seen").reason == "核对签字"


def test_who_only_looks_sees_that_there_is_one_and_not_what_it_shows(here):
    attached(here)
    page = here["in"]["auditor"].get(f"/identification/cases/{here['case'].pk}/").content.decode()
    assert "退出签字表" in page
    assert "/identification/papers/" not in page
    assert here["in"]["auditor"].get(f"/identification/papers/{SignedPaper.objects.get().pk}/").status_code == 409


def test_the_same_picture_twice_is_kept_once_and_a_removed_one_opens_no_more(here):
    attached(here)
    attached(here)
    row = SignedPaper.objects.get()
    here["in"]["secretary"].post(f"/identification/papers/{row.pk}/remove/", {"reason": "拍错了"})
    row.refresh_from_db()
    assert row.removed_because == "拍错了"
    with pytest.raises(Refused, match=r"^evidence\.removed:"):
        actions.open_paper(paper=row, purpose="核对", by=here["office"], at=days(1))


def test_both_sign_and_the_picture_comes_with_the_step_or_neither_does(here):
    case = lead(here["case"], here["people"], upto="verify")
    address = f"/identification/cases/{case.pk}/agree/"
    signed = {"village_signature": "郑主任", "household_signature": "赵一山", "signed_on": "2026-03-01"}
    given = {f"agree-{k}": v for k, v in {**signed, "signed_how": "paper", "version": case.version}.items()}
    refused = here["in"]["secretary"].post(address, {**given, "agree-file": picture(b"MZ no picture")})
    assert refused.status_code == 409
    assert Case.objects.get(pk=case.pk).status == case.status
    here["in"]["secretary"].post(address, {**given, "agree-file": picture()})
    assert Case.objects.get(pk=case.pk).status == "household_agreed"
    assert SignedPaper.objects.get().case_id == case.pk


def test_the_signed_record_of_a_meeting_comes_with_it_and_stands_at_each_household(here):
    case = here["case"]
    votes = dict(zip((f"for-{case.pk}", f"against-{case.pk}", f"abstain-{case.pk}"), FOR, strict=True))
    given = {"on": "2026-02-01", "place": "村委会", "chair": "孙", "recorder": "李", "entitled": 30, "attended": 24,
             "file": picture(), **votes}  # fmt: skip
    answer = here["in"]["secretary"].post(f"/identification/villages/{here['village'].pk}/meeting/exit/", given)
    assert answer.status_code == 302
    assert SignedPaper.objects.get().meeting_id == Meeting.objects.get().pk
    assert "会议记录" in here["in"]["secretary"].get(f"/identification/cases/{case.pk}/").content.decode()


def test_the_exit_tests_offer_no_second_proposal_while_a_case_runs(here):
    page = here["in"]["secretary"].get(f"/identification/tests/{here['case'].household_id}/").content.decode()
    assert "/identification/new/exit/" not in page
    assert f"/identification/cases/{here['case'].pk}/" in page


def test_a_paper_without_a_picture_or_with_too_long_a_title_is_refused_with_what_is_wrong(here):
    page = attached(here, title="长" * 121, file="")
    assert page.status_code == 409
    assert "材料名称" in page.content.decode()
    assert "照片" in page.content.decode()
    assert not SignedPaper.objects.exists()
