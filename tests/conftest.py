"""What all tests share: a home of their own, people with roles, the county, and the real data where it is present."""

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from django.test import Client

    from zhucun.core.models import User

# A loaded machine is no fault of the code: no deadline an example. In CI the examples are the same on each run.
settings.register_profile(
    "zhucun", deadline=None, derandomize=bool(os.environ.get("CI")), suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("zhucun")

COUNTY = "610426"
NEIGHBOUR = "610425"
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[1]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches the database, so that it can be run on another one without the engine's tests.

    Tests of one file stay in one process, where they share what is dear to make; all journeys share one served county.
    """
    for item in items:
        file = item.nodeid.partition("::")[0]
        item.add_marker(pytest.mark.xdist_group("browser" if "tests/browser" in file else file))
        names = set(getattr(item, "fixturenames", ()))
        if names & {"db", "transactional_db", "django_db_setup"} or item.get_closest_marker("django_db"):
            item.add_marker("database")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of design papers and real data; absent on most machines."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the real data that is not shipped (../shared) is absent")
    return folder


@pytest.fixture
def noon() -> datetime:
    """The instant at which tests act."""
    return NOON


@pytest.fixture
def county(db: None) -> str:
    """Yongshou, with its places loaded."""
    from zhucun.core.actions import load_places

    load_places(prefix=COUNTY, by=None, at=NOON)
    return COUNTY


def make_person(role: str, scope: str = COUNTY, name: str = "", **more: Any) -> "User":
    """Make an account by role: make_person("township", scope="610426101", name="李四")."""
    from zhucun.core.actions import make_account
    from zhucun.core.models import User
    from zhucun.core.statuses import Role

    username = more.pop("username", f"{role}-{scope}-{User.objects.count()}")
    known = {"username": username, "password": None, "name": name or Role(role).label, "role": Role(role)}
    return make_account(**known, scope=scope, by=None, at=NOON, made_up=True, **more)


@pytest.fixture
def person(db: None) -> Callable[..., "User"]:
    """Makes people by role: person("organiser"), person("township", scope="610426101", name="李四")."""
    return make_person


@pytest.fixture
def client_for() -> Callable[["User"], "Client"]:
    """Gives a browser in which a person has signed in."""
    from django.test import Client

    def sign_in(user: "User") -> "Client":
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


@pytest.fixture(autouse=True)
def _counts_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """No count is kept, however long it took on a busy machine; what tests the keeping asks for it."""
    from zhucun.core import counting

    monkeypatch.setattr(counting, "WORTH_KEEPING", float("inf"))


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """What the process keeps between requests is dropped: a rolled-back test may leave rows with the same keys."""
    apps = (
        "zhucun.core",
        "zhucun.ui",
        "zhucun.policy",
        "zhucun.registry",
        "zhucun.identification",
        "zhucun.visits",
        "zhucun.verification",
        "zhucun.postings",
        "zhucun.intake",
        "zhucun.dashboards",
    )
    for name in [n for n in sys.modules if n.startswith(apps)]:
        for kept in list(vars(sys.modules[name]).values()):
            if hasattr(kept, "cache_clear") and not isinstance(kept, type):
                kept.cache_clear()
