"""Events: the log of every change."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.conftest import NOON
from zhucun.core import actions, events
from zhucun.core.models import Event
from zhucun.core.queries import events_visible_to
from zhucun.core.refusals import Refused


def test_an_event_without_a_sentence_is_a_bug(person):
    with pytest.raises(ValueError, match="event_names"):
        events.record("no.such", person("office"), by=None, at=NOON, area="610426")


def test_the_auditor_sees_the_county_and_not_the_neighbour(person):
    here, there = person("office"), person("office", scope="610425")
    seen = events_visible_to(person("auditor"))
    assert str(here.pk) in seen.values_list("subject_id", flat=True)
    assert str(there.pk) not in seen.values_list("subject_id", flat=True)


def test_a_township_sees_no_log(person):
    assert not events_visible_to(person("township", scope="610426101")).exists()


def test_seeing_personal_facts_needs_a_purpose_and_is_logged(person):
    user = person("organiser")
    with pytest.raises(Refused):
        actions.note_unmasking(subject=user, area="610426", label="x", purpose=" ", by=user, at=NOON)
    actions.note_unmasking(subject=user, area="610426", label="x", purpose="核对任职资格", by=user, at=NOON)
    assert Event.objects.get(name="personal.seen").reason == "核对任职资格"


def test_the_page_of_events_is_searched_sorted_and_exported(person, client_for, county):
    client = client_for(person("organiser", name="王组织"))
    page = client.get("/events/?q=organiser").content.decode()
    assert "organiser-610426-0" in page
    file = b"".join(client.get("/events/?export=csv").streaming_content).decode("utf-8-sig")
    assert file.splitlines()[0].count(",") >= 5
    assert Event.objects.filter(name="export.taken").exists()


def test_the_page_of_events_asks_the_database_as_often_for_many_as_for_few(
    person, client_for, county, django_assert_max_num_queries
):
    client = client_for(person("organiser"))
    for number in range(60):
        person("office", username=f"u{number}")
    with django_assert_max_num_queries(9):
        client.get("/events/")


def test_the_log_is_read_in_the_order_of_time_though_a_line_was_entered_late(person):
    user = person("organiser")
    late = events.record("account.changed", user, by=user, at=NOON + timedelta(days=2), area="610426")
    early = events.record("account.changed", user, by=user, at=NOON + timedelta(days=1), area="610426")
    assert early.pk > late.pk
    assert list(events_visible_to(user)[:2]) == [late, early]


def test_the_log_is_narrowed_to_a_time_and_a_township(person, client_for, county):
    user = person("organiser")
    events.record("account.changed", user, by=user, at=NOON, area="610426101", label="甲")
    events.record("account.changed", user, by=user, at=timezone.now(), area="610426102", label="乙")
    client = client_for(user)
    recent = client.get("/events/?since=7").content.decode()
    assert ">乙<" in recent
    assert ">甲<" not in recent
    town = client.get("/events/?area=610426101").content.decode()
    assert ">甲<" in town
    assert ">乙<" not in town
