"""Commands that need the database: run, demo, import, user, reset, close, places, backup, restore."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Annotated, Any, NoReturn

import typer

from zhucun.cli.options import KINDS
from zhucun.engine.texts import Text

BAR_FROM = 50_000
STEPS_FROM = 3_000  # households: a smaller demo is there before one has read the first line
MOST_WORKERS = 2


def django() -> None:
    """Make Django ready; called by each command, so that the file commands never pay for it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhucun.settings")
    import django as framework

    framework.setup()


def prepare() -> None:
    """Bring the database and the static files to this version's state."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from zhucun.core import writing

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if connection.vendor == "sqlite":
        writing.learn()
    stamp = Path(settings.STATIC_ROOT) / "version"
    version = _static_version()
    if not stamp.exists() or stamp.read_text("utf-8") != version:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(version, "utf-8")


def _static_version() -> str:
    """Return a figure that changes when any static file does, so that a warm start collects nothing."""
    from django.contrib.staticfiles.finders import get_finders

    newest, count = 0.0, 0
    for finder in get_finders():
        for path, storage in finder.list([]):
            newest = max(newest, os.path.getmtime(storage.path(path)))
            count += 1
    return f"{count} {newest}"


def run(
    port: Annotated[int, typer.Option(help="端口 / port")] = 8000,
    host: Annotated[str, typer.Option(help="监听地址 / address to listen on")] = "127.0.0.1",
    with_demo: Annotated[bool, typer.Option("--demo", help="没有数据时先建演示县 / demo county when empty")] = False,
    workers: Annotated[
        int, typer.Option(min=0, help="网页进程数，0 为自动 / processes that serve pages, 0 lets the machine decide")
    ] = 0,
) -> None:
    """启动网站和后台任务 / Start the web site and its background worker."""
    _check_free(host, port)
    django()
    prepare()
    if with_demo:
        _demo_if_empty()
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    # One process fills one processor: twenty readers need a second one where there is one. Writers wait for each other.
    web += [
        "--workers",
        str(workers or min(MOST_WORKERS, os.cpu_count() or 1)),
        "--blocking-threads",
        "4",
        "--blocking-threads-idle-timeout",  # a thread has its connection to the database: one that rests keeps it
        "600",
        "--no-ws",
        "--log-level",
        "warning",
        "zhucun.wsgi:application",
    ]
    worker = [sys.executable, "-m", "django", "run_huey", "--quiet"]
    children = [subprocess.Popen(command) for command in (web, worker)]  # noqa: S603

    def stop(_signal: int, _frame: FrameType | None) -> None:
        for child in children:
            child.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if _answers(f"http://{host}:{port}/health/", children):
        _greet(f"http://{'localhost' if host in ('127.0.0.1', '0.0.0.0') else host}:{port}/")  # noqa: S104
    # When one of the two ends, the other must not go on alone.
    while all(child.poll() is None for child in children):
        time.sleep(0.5)
    stop(0, None)
    codes = [child.wait() for child in children]
    raise typer.Exit(0 if all(code in (0, -signal.SIGTERM, -signal.SIGINT) for code in codes) else 1)


def _check_free(host: str, port: int) -> None:
    """Refuse a port on which somebody else answers: the two would share it, and a reader meets the one or the other."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            _fail(
                f"不能在 {host} 的端口 {port} 启动：{error.strerror}。请停止占用它的程序，或用 --port 换端口。\n"
                f"No start on port {port} of {host}: {error.strerror}. Stop what uses it, or choose another (--port)."
            )


def _answers(address: str, children: list[subprocess.Popen[bytes]]) -> bool:
    for _ in range(300):
        if any(child.poll() is not None for child in children):
            return False
        try:
            with urllib.request.urlopen(address, timeout=1):  # noqa: S310  (our own address)
                return True
        except OSError:
            time.sleep(0.2)
    return False


def _greet(address: str) -> None:
    from django.conf import settings

    from zhucun.core.models import User

    typer.echo(f"\n驻村 Zhucun  {address}\n")
    accounts = list(User.objects.filter(made_up=True, is_active=True).order_by("id")[:12])
    if settings.DEMO and accounts:
        typer.echo(f"演示账户，密码 / demo accounts, password: {settings.DEMO_PASSWORD}")
        for account in accounts:
            typer.echo(f"  {account.username:<12} {account.name}")
    typer.echo("\nCtrl+C 停止 / to stop\n")


def demo(
    county: Annotated[str, typer.Option(help="县级代码 / county code")] = "610426",
    seed: Annotated[int, typer.Option(help="随机种子 / seed")] = 2026,
    households: Annotated[
        int, typer.Option(min=0, help="虚构建档立卡户数，永寿县实际为 13053 / made-up registered households")
    ] = 600,
) -> None:
    """建立演示县：地名真实，人员和数字均为虚构 / Make a demo county: places real, people and figures made up."""
    django()
    prepare()
    _make_demo(county, seed, households)


def _demo_if_empty() -> None:
    from zhucun.core.models import User

    if not User.objects.exists():
        _make_demo("610426", 2026)


def _make_demo(county: str, seed: int, households: int = 600) -> None:
    from django.conf import settings

    from zhucun.engine.errors import EngineError
    from zhucun.intake.demo import make_demo

    begun = time.monotonic()
    try:
        made = make_demo(
            county=county,
            seed=seed,
            password=settings.DEMO_PASSWORD,
            at=datetime.now(UTC),
            households=households,
            show=_bar,
            tell=_steps(begun, households),
        )
    except EngineError as error:
        _fail(f"{error.say('zh')}\n{error.say('en')}")
    counts = ", ".join(f"{key} {value}" for key, value in made.items())
    typer.echo(f"演示县 {county} 已建立 / demo county made: {counts} ({time.monotonic() - begun:.1f} s)")


def _steps(begun: float, households: int) -> Callable[[Text], None]:
    """Say what is being made and after how many seconds, where it takes a while."""
    if households < STEPS_FROM:
        return lambda what: None
    return lambda what: typer.echo(f"{time.monotonic() - begun:6.0f} s  {what.zh} / {what.en}", err=True)


def _bar(rows: int) -> Callable[[int], None]:
    """Show how far the rows are written, on a terminal only and only where it takes a while."""
    if rows < BAR_FROM or not sys.stderr.isatty():
        return lambda more: None
    bar = typer.progressbar(length=rows, label="写入 / writing", file=sys.stderr)
    bar.render_progress()
    return bar.update


def take_file(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    kind: Annotated[str, typer.Option(help=f"表中是什么 / what the rows are: {KINDS}")],
    county: Annotated[str, typer.Option(help="县级代码 / county code")],
    by: Annotated[str, typer.Option(help="用户名 / user name")],
    mode: Annotated[str, typer.Option(help="good: 只收正确行；all: 全对才收 / good rows, or all or none")] = "good",
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """把文件导入数据库 / Import a file into the database."""
    django()
    from django.utils import translation

    from zhucun.core.models import User
    from zhucun.core.refusals import Refused
    from zhucun.engine.errors import EngineError
    from zhucun.engine.facts import Subject
    from zhucun.intake import actions

    user = User.objects.filter(username=by).first()
    if user is None:
        _fail(f"没有账户 {by} / there is no account {by}")
    if kind not in list(Subject):
        _fail(f"--kind {kind}: {', '.join(Subject)}")
    with translation.override("zh-hans"):
        try:
            summary: dict[str, Any] = actions.import_file(
                file.read_bytes(), file.name, Subject(kind), county=county, by=user, at=datetime.now(UTC), mode=mode
            )
        except Refused as refused:
            _fail(refused.message)
        except EngineError as error:
            _fail(error.say("zh"))
    typer.echo(json.dumps(summary, ensure_ascii=False, indent=None if as_json else 2, default=str))
    raise typer.Exit(1 if summary.get("faults") else 0)


def user(
    username: str,
    name: Annotated[str, typer.Option(help="姓名 / name")],
    role: Annotated[str, typer.Option(help="organiser, office, township, first_secretary, ...")],
    scope: Annotated[str, typer.Option(help="行政区划代码 / place code")],
    unit: Annotated[str, typer.Option(help="派出单位名称 / name of the sending unit")] = "",
) -> None:
    """新建账户；密码从键盘读入 / Make an account; the password is read from the keyboard."""
    django()
    from zhucun.core.actions import load_places, make_account
    from zhucun.core.models import SendingUnit
    from zhucun.core.refusals import Refused
    from zhucun.core.statuses import Role
    from zhucun.engine.errors import EngineError

    if role not in Role.values:
        _fail(f"--role {role}: {', '.join(Role.values)}")
    password = typer.prompt("密码 / password", hide_input=True, confirmation_prompt=True)
    at = datetime.now(UTC)
    try:
        load_places(prefix=scope[:6], by=None, at=at)
        sent_by = SendingUnit.objects.filter(county=scope[:6], name=unit).first() if unit else None
        make_account(
            username=username, password=password, name=name, role=Role(role), scope=scope, unit=sent_by, by=None, at=at
        )
    except Refused as refused:
        _fail(refused.message)
    except EngineError as error:
        _fail(error.say("zh"))
    typer.echo(f"账户 {username} 已建立 / account made")


def reset(username: str, reason: Annotated[str, typer.Option(help="原因 / why")]) -> None:
    """重设密码并取消第二因素 / New password and no second factor, for somebody who lost theirs."""
    django()
    from zhucun.core.actions import reset_access
    from zhucun.core.models import User

    found = User.objects.filter(username=username).first()
    if found is None:
        _fail(f"没有账户 {username} / there is no account {username}")
    password = typer.prompt("新密码 / new password", hide_input=True, confirmation_prompt=True)
    reset_access(user=found, password=password, by=None, at=datetime.now(UTC), reason=reason)
    typer.echo(f"账户 {username} 已重设；下次登录时重新设置第二因素 / reset; a new second factor is set up at sign-in")


def close(username: str, reason: Annotated[str, typer.Option(help="原因 / why")]) -> None:
    """停用账户，操作记录保留 / Close an account; its events stay."""
    django()
    from zhucun.core.actions import close_account
    from zhucun.core.models import User

    found = User.objects.filter(username=username, is_active=True).first()
    if found is None:
        _fail(f"没有在用的账户 {username} / there is no open account {username}")
    close_account(user=found, by=None, at=datetime.now(UTC), reason=reason)
    typer.echo(f"账户 {username} 已停用 / closed")


def places(prefix: str) -> None:
    """从随附名录装入一地及其下各级区划 / Load a place and all below it from the shipped list."""
    django()
    prepare()
    from zhucun.core.actions import load_places
    from zhucun.engine.errors import EngineError

    try:
        count = load_places(prefix=prefix, by=None, at=datetime.now(UTC))
    except EngineError as error:
        _fail(f"{error.say('zh')}\n{error.say('en')}")
    typer.echo(f"新装入 {count} 处 / {count} places loaded")


def backup(to: Path) -> None:
    """备份数据库、上传文件和密钥 / Back up database, uploads and keys into one file, while the site runs."""
    django()
    from zhucun.core.backup import make_backup

    made = make_backup(to)
    typer.echo(f"{made} ({made.stat().st_size:,} bytes)")


def restore(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    yes: Annotated[bool, typer.Option("--yes", help="覆盖现有数据 / overwrite what is there")] = False,
) -> None:
    """从备份恢复；先停网站 / Restore a backup; stop the site first."""
    django()
    from zhucun.core.backup import restore_backup
    from zhucun.core.refusals import Refused

    try:
        restore_backup(file, overwrite=yes)
    except Refused as refused:
        _fail(refused.message)
    prepare()
    typer.echo("已恢复 / restored")


def _fail(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(2)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for function, name in (
        (run, "run"), (demo, "demo"), (take_file, "import"), (user, "user"), (reset, "reset"), (close, "close"),
        (places, "places"), (backup, "backup"), (restore, "restore"),
    ):  # fmt: skip
        app.command(name)(function)
