"""Options that several commands share."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from zhucun.engine.errors import BadProblem
from zhucun.engine.facts import Subject
from zhucun.engine.texts import Language, Text

KINDS = ", ".join(Subject)

AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")]
Lang = Annotated[Language, typer.Option("--lang", help="语言 / language")]
File = Annotated[Path, typer.Argument(help="xlsx、xls、ods、csv", show_default=False)]
Day = Annotated[str | None, typer.Option("--on", help="截止日，如 2026-03-01，默认今天 / the day, default today")]
County = Annotated[str | None, typer.Option("--county", help="县级代码，6位 / county code, 6 digits")]


def day(on: str | None) -> date:
    """Return the day given, or today; raises BadProblem for what is no day."""
    if on is None:
        return datetime.now(UTC).astimezone().date()
    try:
        return date.fromisoformat(on)
    except ValueError as error:
        raise BadProblem(
            "day.form", Text("“{on}”不是日期，请写成 2026-03-01。", "“{on}” is no day: write 2026-03-01."), on=on
        ) from error
