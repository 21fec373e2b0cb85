"""Visits and verification of a whole county: what each piece of work takes, beside doing it household by household.

python -m benchmarks.visits --households 100000        makes a demo county in a folder of its own
python -m benchmarks.visits --home FOLDER              measures the one that is there; nothing is kept of it

The straightforward way is measured in the same run, on a sample, and multiplied by how many there are. Pages are asked
for alone, in the process, without the server: the median of five answers and the number of their queries.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from typing import Any

from benchmarks.measuring import memory_mb, timed

COUNTY = "610426"
SAMPLE = 300


Plain = tuple[Callable[[], Any], Callable[[Any], float]]
"""The straightforward way on a sample, and how many such samples the whole is, told by its result."""


def told(name: str, what: Callable[[], Any], plain: Plain | None = None) -> Any:
    """Print what a piece of work takes, beside the straightforward way."""
    result, wall, cpu = timed(what)
    line = f"{name:<46} {wall:>7.2f} s {cpu:>7.2f} s CPU"
    if plain is not None:
        whole = timed(plain[0])[2] * plain[1](result)
        line += f"   household by household {whole:>9,.1f} s CPU, {whole / max(cpu, 1e-3):>7,.0f} x"
    print(line, flush=True)
    return result


def main() -> None:
    """Measure a county's work and its pages."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--households", type=int, default=100_000)
    parser.add_argument("--home")
    chosen = parser.parse_args()
    os.environ["ZHUCUN_HOME"] = chosen.home or tempfile.mkdtemp(prefix="zhucun-visits-")
    os.environ.setdefault("ZHUCUN_DEMO", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhucun.settings")
    if chosen.home is None:
        making = [sys.executable, "-m", "zhucun.cli", "demo", "--households", str(chosen.households)]
        told("the demo county", lambda: subprocess.run(making, check=True))
    import django

    django.setup()
    from django.db import transaction

    with transaction.atomic():
        homes = figures()
        verification()
        pages(homes)
        transaction.set_rollback(True)
    print(f"peak memory {memory_mb():,} MB")


def figures() -> Any:
    """Print what reading, fitting, the lists, the counts and a village's queue take."""
    import numpy as np
    from django.utils import timezone

    from zhucun.registry import queries as registry
    from zhucun.visits import actions, bridge, queries
    from zhucun.visits.actions.lists import asked_rules

    today = timezone.localdate()
    on = registry.as_of(COUNTY, today)
    homes = told("households and members read", lambda: registry.homes_of(COUNTY, on=on))
    print(f"  = {len(homes):,} households, {len(homes.county.persons):,} persons")
    surveyed_keys = queries.surveyed_now(COUNTY, today)
    surveyed = np.array([key in surveyed_keys for key in homes.keys], dtype=np.bool_)
    test = told(f"means test fitted on {int(surveyed.sum()):,}", lambda: bridge.fitted(homes, surveyed))
    told("its error page", lambda: bridge.kept_page(test, homes, line_fen=299_500))
    asked = told("rules asked of all", lambda: asked_rules(county=COUNTY, on=on, homes=homes))
    listed = asked.homes.county
    sample = range(min(SAMPLE, len(homes)))
    one_month = told(
        "one month's lists with their reasons", lambda: asked.lists(),
        (
            lambda: [asked.eligibility.guaranteed.findings(row) for row in sample],
            lambda month: len(month.entries) / len(sample),
        ),
    )  # fmt: skip
    told("five months more", lambda: [asked.lists() for _month in range(5)])
    print(f"  = {len(one_month.entries):,} households on the lists; {len(listed):,} asked")
    told(
        "who waits in every village", lambda: actions.count_villages(county=COUNTY, on=today, at=timezone.now()),
        (lambda: [_last(key) for key in homes.keys[:SAMPLE]], lambda _counted: len(homes) / SAMPLE),
    )  # fmt: skip
    village = _fullest(homes)
    told("the queue of the fullest village", lambda: queries.queue_of(village, today=today, most=20))
    return homes


def _last(key: str) -> Any:
    from zhucun.visits.models import Visit

    return Visit.objects.met().filter(household=key).order_by("-on").first()


def _fullest(homes: Any) -> Any:
    from zhucun.registry.models import Village

    return Village.objects.get(pk=statistics.mode(homes.villages))


def verification() -> None:
    """Print what comparing with all lists and the signs take."""
    from django.utils import timezone

    from zhucun.verification import actions
    from zhucun.verification.models import Check, RegisterRecord
    from zhucun.verification.queries import measures, signs

    now, today = timezone.now(), timezone.localdate()
    print(f"  {RegisterRecord.objects.count():,} records of departments, {Check.objects.count():,} checks")
    told("comparison, matched anew", lambda: actions.compare(county=COUNTY, by=None, at=now, again=True))
    found = told("signs of all households", lambda: signs.worked_out(COUNTY, on=today))
    sample = range(min(SAMPLE, len(found.keys)))
    told(
        "of whom a sign says something", lambda: found.order.spoken,
        (lambda: [bool(found.order.reasons(row)) for row in sample], lambda _spoken: len(found.keys) / len(sample)),
    )  # fmt: skip
    told("signs worked out and kept", lambda: actions.ask_signs(county=COUNTY, on=today, at=now))
    told("how good suspicion is", lambda: measures.measured(COUNTY, on=today))
    told("audits drawn", lambda: actions.draw_audits(county=COUNTY, seed=7, by=None, at=now))


ASKED: tuple[tuple[str, str], ...] = (
    ("office", "/visits/"), ("office", "/visits/?sort=village&page=2"), ("office", "/visits/all/"),
    ("office", "/visits/all/?kind=help_visit"), ("office", "/visits/lists/"), ("office", "/visits/lists/{run}/"),
    ("office", "/visits/lists/{run}/?kind=list_ineligible"), ("office", "/visits/means/"),
    ("office", "/visits/villages/{village}/"), ("secretary", "/visits/villages/{own}/"),
    ("secretary", "/visits/villages/{own}/week/"), ("office", "/visits/villages/{village}/unvisited/"),
    ("township", "/visits/capacity/"), ("office", "/visits/rankings/"), ("office", "/verification/"),
    ("office", "/verification/?state=left&source=vehicle"), ("office", "/verification/lists/"),
    ("office", "/verification/signs/"), ("office", "/verification/measures/"), ("secretary", "/verification/"),
)  # fmt: skip


def pages(homes: Any) -> None:
    """Print the median time of each page asked for alone, with the number of its queries."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from zhucun.core.models import User
    from zhucun.visits.models import ListRun

    settings.ALLOWED_HOSTS = ["*"]
    own = User.objects.get(username="secretary").scope
    run = ListRun.objects.filter(county=COUNTY, state="done").order_by("-month", "-pk").first()
    words = {"run": run.pk if run else 0, "village": _fullest(homes).pk, "own": own}
    browsers = {name: Client() for name in ("office", "township", "secretary")}
    for name, browser in browsers.items():
        browser.force_login(User.objects.get(username=name))
    for who, path in ASKED:
        address = path.format(**words)
        with CaptureQueriesContext(connection) as asked:
            status = browsers[who].get(address).status_code
        times = [timed(lambda who=who, address=address: browsers[who].get(address))[1] for _again in range(5)]
        print(f"{who:<10} {path:<44} {status} {statistics.median(times) * 1000:>7.0f} ms {len(asked):>3} queries")


if __name__ == "__main__":
    main()
