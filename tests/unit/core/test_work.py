"""Events are the queue: what must happen after is done at least once, and a failure is not lost."""

import pytest

from tests.conftest import NOON
from zhucun.core import events, work
from zhucun.core.actions import see_notices, tell
from zhucun.core.models import Event, Notice

DONE: list[int] = []


def note(event, at):
    DONE.append(event.pk)


def fail(event, at):
    raise RuntimeError("the phone of 张三 is 138")


TABLE = {"account.changed": (note,), "account.closed": (fail,)}


@pytest.fixture
def table(settings):
    DONE.clear()
    settings.EVENT_JOBS = "tests.unit.core.test_work.TABLE"


def test_an_event_with_jobs_is_handled_once_it_is_committed(table, person, django_capture_on_commit_callbacks):
    user = person("office")
    with django_capture_on_commit_callbacks(execute=True):
        event = events.record("account.changed", user, by=None, at=NOON, area="610426")
        assert DONE == []
    assert [event.pk] == DONE
    assert Event.objects.get(pk=event.pk).handled_at is not None


def test_a_killed_process_leaves_the_event_to_the_sweep_which_does_it_once(table, person):
    event = events.record("account.changed", person("office"), by=None, at=NOON, area="610426")
    assert work.sweep_once(at=NOON) == 1
    assert work.sweep_once(at=NOON) == 0
    assert [event.pk] == DONE


def test_a_failure_is_counted_tried_five_times_and_quotes_nobody(table, person):
    event = events.record("account.closed", person("office"), by=None, at=NOON, area="610426")
    for _ in range(7):
        work.sweep_once(at=NOON)
    failed = Event.objects.get(pk=event.pk)
    assert (failed.failures, failed.handled_at, failed.last_error) == (5, None, "RuntimeError")


def test_an_event_without_jobs_never_waits(person):
    event = events.record("account.made", person("office"), by=None, at=NOON, area="610426")
    assert event.handled_at == NOON


def test_people_get_news_once_and_never_of_their_own_deeds(person, client_for, county):
    doer, other = person("organiser", name="甲"), person("organiser", name="乙")
    event = events.record("posting_plan.dropped", other, by=doer, at=NOON, area=county, label="秋季方案")
    for _ in range(2):
        tell(users=[doer, other], event=event, address="/events/")
    assert list(Notice.objects.values_list("user", flat=True)) == [other.pk]
    assert "秋季方案" in client_for(other).get("/").content.decode()
    client_for(other).post("/news/seen/")
    assert "秋季方案" not in client_for(other).get("/").content.decode()
    assert see_notices(user=other, at=NOON) == 0
