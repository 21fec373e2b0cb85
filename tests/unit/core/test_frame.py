"""What stands around every page."""

import pytest

from zhucun.core.middleware import POLICY


def test_a_stranger_is_sent_to_sign_in(client, db):
    response = client.get("/events/")
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_every_answer_carries_the_content_policy(client, db):
    response = client.get("/accounts/login/")
    assert response["Content-Security-Policy"] == POLICY
    assert "unsafe" not in POLICY


def test_health_answers_without_signing_in(client, db):
    assert client.get("/health/").json() == {"status": "ok"}


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "操作记录"), ("en", "Events")])
def test_the_language_is_the_persons_choice_and_stays(person, client_for, county, language, words):
    client = client_for(person("organiser"))
    response = client.post("/language/", {"language": language, "next": "/events/"}, follow=True)
    assert words in response.content.decode()
    assert words in client.get("/events/").content.decode()


def test_the_language_switch_never_leads_to_another_site(person, client_for):
    response = client_for(person("organiser")).post("/language/", {"language": "en", "next": "https://evil.example/"})
    assert response["Location"] == "/"


def test_a_refusal_is_a_page_with_a_sentence_and_not_an_error(person, client_for, county):
    response = client_for(person("township", scope="610426101")).get("/events/")
    assert response.status_code == 409
    assert "组织" in response.content.decode()
