"""The real product in a real browser: a demo county served by `zhucun run`, Chromium driven by Playwright.

Pictures of the journeys are written to a temporary folder; `make pictures` puts them into docs/pictures.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

# Generous, for a loaded machine: a journey waits for what it expects and no longer.
expect.set_options(timeout=30_000)

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "zhucun-demo-2026"
VILLAGE = "610426102242"  # the demo secretary's own village
TODAY = datetime.now(tz=UTC).date()  # never later than in the village
DESK, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--lang=zh-CN",
]  # fmt: skip


def chromium() -> str | None:
    """Return where Chromium is, or None."""
    return next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark all tests here; leave them out, with the reason, where there is no Chromium."""
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            if chromium() is None and not os.environ.get("ZHUCUN_TEST_ALL"):
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


def press(page: Page, label: str) -> None:
    """Press the first button of the page's own content that is named so."""
    page.locator("main").get_by_role("button", name=label, exact=True).first.click()


@dataclass
class Site:
    """A served installation: its address, its folder, and how to stop and start it."""

    address: str
    home: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `zhucun` on this installation."""
        whole = [sys.executable, "-m", "zhucun.cli", *arguments]
        return subprocess.run(whole, env=self.environment(), capture_output=True, text=True, check=False)

    def shell(self, code: str) -> str:
        """Run a few lines against the installation's own database; return what they print."""
        environment = {**self.environment(), "DJANGO_SETTINGS_MODULE": "zhucun.settings"}
        environment["PYTHONPATH"] = os.pathsep.join(sys.path)
        whole = [sys.executable, "-c", f"import django; django.setup()\n{code}"]
        done = subprocess.run(whole, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def environment(self) -> dict[str, str]:
        """Return the environment of this installation: a database file of its own."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("ZHUCUN_") and k != "DATABASE_URL"}
        kept.pop("DJANGO_SETTINGS_MODULE", None)
        return {**kept, "ZHUCUN_HOME": str(self.home), "ZHUCUN_DEMO": "1"}

    def start(self) -> None:
        """Serve, and wait until it answers."""
        whole = [sys.executable, "-m", "zhucun.cli", "run", "--port", str(self.port)]
        # A group of its own, so that a power cut can be played: web server and worker killed at once.
        self.process = subprocess.Popen(
            whole, env=self.environment(), stdout=subprocess.DEVNULL, start_new_session=True
        )
        for _ in range(300):
            try:
                with urllib.request.urlopen(self.address + "/health/", timeout=2):
                    return
            except OSError:
                time.sleep(0.3)
        raise RuntimeError("the site did not start")

    def stop(self) -> None:
        """Stop it politely."""
        if self.process:
            self.process.terminate()
            self.process.wait(30)

    def kill(self) -> None:
        """Kill everything at once, as a power cut does."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(30)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo county, served for all journeys of the run."""
    port = free_port()
    site = Site(f"http://127.0.0.1:{port}", tmp_path_factory.mktemp("site"), port)
    made = site.command("demo")
    assert made.returncode == 0, made.stderr
    site.start()
    yield site
    site.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the run."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(site: Site, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page signed in as a demo account; any error in the page's own scripts fails the test."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def as_person(username: str | None, *, phone: bool = False, language: str = "zh-CN", dark: bool = False) -> Page:
        context = browser.new_context(
            base_url=site.address,
            viewport=PHONE if phone else DESK,
            locale=language,
            is_mobile=phone,
            has_touch=phone,
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "console",
            lambda line: wrong.append(line.text) if line.type == "error" and "Content Security" in line.text else None,
        )
        if username:
            page.goto("/accounts/login/")
            page.locator("[name=login]").fill(username)
            page.locator("[name=password]").fill(PASSWORD)
            page.locator("form:has([name=login]) button[type=submit]").click()
            page.wait_for_url(lambda url: "/accounts/login" not in url)
        return page

    yield as_person
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def picture(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., None]:
    """Takes the pictures of the documents."""
    folder = Path(os.environ.get("ZHUCUN_PICTURES") or tmp_path_factory.getbasetemp() / "pictures")
    folder.mkdir(exist_ok=True, parents=True)

    def take(page: Page, name: str, *, whole: bool = False) -> None:
        page.evaluate("document.activeElement && document.activeElement.blur()")
        page.screenshot(path=folder / f"{name}.png", full_page=whole)

    return take
