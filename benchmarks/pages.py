"""Pages under twenty readers: the web site as `zhucun run` starts it, a county of so many households, p50 and p95.

python -m benchmarks.pages --households 100000
python tests/with_postgres.py python -m benchmarks.pages --households 100000      the same on PostgreSQL

What is measured. Twenty readers, each with a connection of its own, ask for pages in a mixed order, the same for each
run. After an answer a reader thinks one second on average (drawn from an exponential distribution) and asks again; this
is a closed loop, as people are one. The figure is the time from sending a request to the last byte of its answer, over
the loopback, client and server on the same machine, so that both share its processor. Nothing is cached between
requests that `zhucun run` would not cache. p95 is the value that 95 of 100 answers do not exceed.

`--think 0` measures what the server can bear instead. `--writing` lets another process take in households of the
neighbour county meanwhile. The peer is a plain Django site (paginator, count, offset, icontains, whole rows) on the
same database, server and readers. A home that is named by --home is kept and used again.
"""

import argparse
import http.client
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.addresses import COUNTY, Pages, addresses, register

READERS = 20
ALONE = 20
TARGET_MS = 100
AT = datetime(2026, 11, 24, 4, tzinfo=UTC)


@dataclass
class Measured:
    """The times of one kind of page in milliseconds, and what was not answered with 200."""

    times: list[float] = field(default_factory=list)
    wrong: int = 0
    used: float = 0.0  # processor time of the site for one page, asked for alone

    def at(self, share: float) -> float:
        """Return a quantile."""
        return sorted(self.times)[min(len(self.times) - 1, int(share * len(self.times)))] if self.times else 0.0


def main() -> None:
    """Make the county if need be, start the site, let the readers read, and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--households", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=1.0, help="seconds between pages, on average")
    parser.add_argument("--home", default="", help="a folder with a demo county, made there if it is empty")
    parser.add_argument("--writing", type=int, default=0, help="households taken in meanwhile")
    parser.add_argument("--peer", action="store_true", help="measure the plain Django site as well")
    parser.add_argument("--unasked", action="store_true", help="leave the quality rules unasked: minutes for a million")
    parser.add_argument("--register", action="store_true", help="leave out the pages of visits and verification")
    parser.add_argument("--only", default="", help="words of pages, others are left out")
    chosen = parser.parse_args()
    home = Path(chosen.home or tempfile.mkdtemp(prefix="zhucun-pages-"))
    os.environ |= {"ZHUCUN_HOME": str(home), "ZHUCUN_DEMO": "1", "DJANGO_SETTINGS_MODULE": "zhucun.settings"}
    try:
        measure(chosen)
    finally:
        if not chosen.home:
            shutil.rmtree(home, ignore_errors=True)


def measure(chosen: argparse.Namespace) -> None:
    """Measure one database."""
    made = make_county(chosen.households)
    from django.db import connection

    ask(chosen.unasked)

    print(f"\n{connection.vendor}, {made}; {machine()}")
    there = register() if chosen.register else addresses()
    pages = {n: p for n, p in there.items() if not chosen.only or any(w in n for w in chosen.only.split(","))}
    cookie = signed_in("organiser")
    with site([sys.executable, "-m", "zhucun.cli", "run"]) as (port, started, pid):
        used = once(port, cookie, pages, pid)
        print(f"started in {started:.1f} s; memory {memory(pid)}")
        writer = writing(chosen.writing) if chosen.writing else None
        ours = readers(port, cookie, pages, chosen.seconds, chosen.think)
        for name, one in ours.items():
            one.used = used[name]
        report(ours, chosen)
        if writer is not None:
            print(writer.communicate()[0].strip())
        print(f"memory afterwards {memory(pid)}")
    if chosen.peer:
        peer(chosen, cookie, ours)


def peer(chosen: argparse.Namespace, cookie: str, ours: dict[str, Measured]) -> None:
    """Measure the plain site and print how much longer or shorter it takes."""
    from benchmarks import plain

    command = [sys.executable, "-m", "benchmarks.plain"]
    names = {name: address for name, address in plain.addresses(addresses()).items() if name in ours}
    with site(command) as (port, _started, _pid):
        theirs = readers(port, cookie, names, chosen.seconds / 2, chosen.think)
    print("the same readers before a plain Django site (paginator, count, offset, icontains)")
    for name, found in theirs.items():
        ratio = found.at(0.5) / max(ours[name].at(0.5), 0.01)
        print(f"  {name:<34} p50 {found.at(0.5):>8.0f}   p95 {found.at(0.95):>8.0f}   plain / ours {ratio:>6.1f}"
              f"{f'   {found.wrong} wrong' if found.wrong else ''}")  # fmt: skip


def make_county(households: int) -> str:
    """Make the demo county of so many registered households, unless it is there; tell what there is."""
    import django

    django.setup()
    from zhucun.cli.server import prepare
    from zhucun.core.models import User
    from zhucun.registry.models import Household, Member

    prepare()
    if not User.objects.exists():
        begun, before = time.perf_counter(), os.times()
        subprocess.run(
            [sys.executable, "-m", "zhucun.cli", "demo", "--households", str(households)], check=True, stdout=sys.stderr
        )
        after = os.times()
        used = after.children_user + after.children_system - before.children_user - before.children_system
        print(f"zhucun demo --households {households}: {time.perf_counter() - begun:.0f} s, {used:.0f} s of processor")
    return f"{Household.objects.count():,} households, {Member.objects.count():,} persons"


def ask(unasked: bool) -> None:
    """Ask the quality rules once, so that the background worker does not while pages are measured."""
    from zhucun.registry import actions, queries
    from zhucun.registry.models import RulesAsked

    on = queries.as_of(COUNTY, AT.date())
    if not queries.is_stale(COUNTY, queries.asked_of(COUNTY), on=on):
        return
    if unasked:
        given = {"run": 1, "on": on, "at": AT, "event": queries.last_event(), "rules": 0, "households": 0}
        RulesAsked.objects.update_or_create(county=COUNTY, defaults=given)
        return
    begun = time.perf_counter()
    found = actions.ask_rules(county=COUNTY, on=on, at=AT)
    print(f"{found.rules} quality rules asked: {queries.kept(found).count():,} findings kept, "
          f"{time.perf_counter() - begun:.0f} s")  # fmt: skip


def machine() -> str:
    """Tell on what, and how busy it is with other work."""
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} processors, load {load:.1f} before the run, Python {sys.version.split()[0]}"


def signed_in(username: str) -> str:
    """Return the cookie of a person who has signed in."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from zhucun.core.models import User

    user = User.objects.get(username=username)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


@contextmanager
def site(command: list[str]) -> Iterator[tuple[int, float, int]]:
    """Start a site on a free port; give the port, the seconds until it answered, and the process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    begun = time.perf_counter()
    running = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.DEVNULL)
    try:
        while not _healthy(port):
            if running.poll() is not None or time.perf_counter() - begun > 120:
                raise SystemExit(f"the site did not start: {' '.join(command)}")
            time.sleep(0.05)
        yield port, time.perf_counter() - begun, running.pid
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(30)


def _healthy(port: int) -> bool:
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/health/")
        return connection.getresponse().status == 200
    except OSError:
        return False


def memory(pid: int) -> str:
    """Return the memory of the processes that serve pages."""
    lines = [line for one in serving(pid) for line in _read_lines(one, "status") if line.startswith("VmRSS")]
    sizes = sorted((int(line.split()[1]) // 1024 for line in lines), reverse=True)
    return " and ".join(f"{size:,} MB" for size in sizes)


def serving(pid: int) -> list[int]:
    """Return the processes of the site that serve pages: all but the background worker."""
    found = [pid]
    for one in found:
        found += [int(child) for line in _read_lines(one, f"task/{one}/children") for child in line.split()]
    return [one for one in found if "run_huey" not in " ".join(_read_lines(one, "cmdline"))]


def processor(pid: int) -> float:
    """Return how many seconds of processor a process has used."""
    fields = " ".join(_read_lines(pid, "stat")).rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") if fields else 0.0


def _read_lines(pid: int, name: str) -> list[str]:
    path = Path(f"/proc/{pid}/{name}")
    return path.read_text("utf-8").splitlines() if path.exists() else []


def once(port: int, cookie: str, pages: Pages, pid: int) -> dict[str, float]:
    """Ask for each page once, so that what a process computes once is there, and then alone: processor time of each.

    Processor time is nearly the same on a busy machine, which the time on the clock is not.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    used = {}
    for name, there in pages.items():
        took, status = _ask(connection, there[0], cookie)
        if took > 1000 or status != 200:
            print(f"  the first time: {name:<34} {took:>8.0f} ms, answer {status}")
    servers = serving(pid)
    for name, there in pages.items():
        before = sum(map(processor, servers))
        for time_ in range(ALONE):
            _ask(connection, there[time_ % len(there)], cookie)
        used[name] = (sum(map(processor, servers)) - before) * 1000 / ALONE
    return used


def _ask(connection: http.client.HTTPConnection, address: str, cookie: str) -> tuple[float, int]:
    begun = time.perf_counter()
    connection.request("GET", address.encode("utf-8").decode("latin-1") if address.isascii() else _quoted(address),
                       headers={"Cookie": cookie, "Accept-Language": "zh-hans"})  # fmt: skip
    answer = connection.getresponse()
    answer.read()
    return (time.perf_counter() - begun) * 1000, answer.status


def _quoted(address: str) -> str:
    from urllib.parse import quote

    return quote(address, safe="/?=&-")


def readers(port: int, cookie: str, pages: Pages, seconds: float, think: float) -> dict[str, Measured]:
    """Let the readers read for so long."""
    found = {name: Measured() for name in pages}
    until = time.perf_counter() + seconds
    threads = [
        threading.Thread(target=_read, args=(number, port, cookie, pages, until, think, found))
        for number in range(READERS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {name: one for name, one in found.items() if one.times}


def _read(
    number: int,
    port: int,
    cookie: str,
    pages: Pages,
    until: float,
    think: float,
    found: dict[str, Measured],
) -> None:
    drawn = random.Random(number)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    names = list(pages)
    time.sleep(drawn.uniform(0, max(think, 0.05)))
    while time.perf_counter() < until:
        drawn.shuffle(names)
        for name in names:
            if time.perf_counter() >= until:
                break
            took, status = _ask(connection, drawn.choice(pages[name]), cookie)
            found[name].times.append(took)
            found[name].wrong += status != 200
            time.sleep(drawn.expovariate(1 / think) if think else 0)


def writing(households: int) -> subprocess.Popen[str]:
    """Let another process take in so many households of the neighbour county."""
    command = [sys.executable, "-m", "benchmarks.writing", str(households)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def mean(found: dict[str, Measured]) -> float:
    """Return the mean processor time of all pages asked for."""
    return sum(one.used * len(one.times) for one in found.values()) / max(1, sum(len(m.times) for m in found.values()))


def report(found: dict[str, Measured], chosen: argparse.Namespace) -> None:
    """Print the table."""
    every = [t for one in found.values() for t in one.times]
    told = f"{READERS} readers, thinking {chosen.think:g} s, {chosen.seconds:g} s"
    print(f"{told}{', ' + format(chosen.writing, ',') + ' households taken in meanwhile' if chosen.writing else ''}")
    for name, one in [*found.items(), ("all pages", Measured(every, sum(m.wrong for m in found.values())))]:
        flag = "" if one.at(0.95) < TARGET_MS else f"   above {TARGET_MS}"
        print(f"  {name:<34} {len(one.times):>5} times   p50 {one.at(0.5):>6.0f}   p95 {one.at(0.95):>6.0f}"
              f"   most {max(one.times):>6.0f} ms   processor {one.used or mean(found):>4.0f} ms"
              f"{flag}{f'   {one.wrong} wrong' if one.wrong else ''}")  # fmt: skip
    print(f"  {len(every) / chosen.seconds:.1f} pages a second, mean {statistics.fmean(every):.0f} ms")


if __name__ == "__main__":
    main()
