"""The command line: `inspect`, `match`, `template`, `post`, `verify` work on files alone; the rest need the database.

Exit codes: 0 all well, 1 faults found or no plan possible, 2 the input cannot be read or the command is wrong.
"""

import atexit
import gc
import sys

import typer

from zhucun.cli import files

app = typer.Typer(
    name="zhucun",
    help="驻村：因村派人精准 / Zhucun: the right First Secretary in the right village",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
files.add_to(app)


def main() -> None:
    """Run the command named on the command line; the server's commands are looked up only when one is meant."""
    if len(sys.argv) > 1 and sys.argv[1] in files.NAMES:
        gc.disable()  # over in seconds: looking for circles to give back costs more than they hold,
        atexit.register(gc.freeze)  # at the end, too
    else:
        from zhucun.cli import server

        server.add_to(app)
    app()


__all__ = ["app", "main"]
