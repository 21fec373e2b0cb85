"""One file that holds an installation: database, uploads and keys; made while the site runs, tried by a test."""

import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from zhucun.core.refusals import Refused

KEPT = ("uploads", "zhucun_secret_key", "zhucun_identity_key")


def make_backup(to: Path) -> Path:
    """Write a .tar.gz that restore_backup takes; a folder gets a file named after the day's database."""
    if to.is_dir():
        to = to / "zhucun-backup.tar.gz"
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / "database"
        if connection.vendor == "sqlite":
            # The online copy of SQLite: consistent although others write meanwhile.
            connection.ensure_connection()
            with sqlite3.connect(dump) as copy:
                connection.connection.backup(copy)
            copy.close()
        else:
            _postgres("pg_dump", ["--format=custom", "--no-owner", f"--file={dump}"])
        part = to.with_suffix(".part")
        with tarfile.open(part, "w:gz", compresslevel=1) as archive:
            archive.add(dump, f"database.{connection.vendor}")
            for name in KEPT:
                if (settings.HOME / name).exists():
                    archive.add(settings.HOME / name, name)
        # It holds the keys, so nobody else may read it; renamed last, so that half a backup never looks whole.
        part.chmod(0o600)
        part.replace(to)
    return to


def restore_backup(file: Path, *, overwrite: bool) -> None:
    """Put a backup in the place of what is there; refuses to overwrite unless told to, and a file of another kind."""
    from zhucun.core.models import User

    if not overwrite and _has_tables() and User.objects.exists():
        raise Refused(
            "backup.not_empty",
            _("This installation has data. Say --yes to replace them by the backup, after backing them up."),
        )
    with tempfile.TemporaryDirectory() as folder:
        try:
            with tarfile.open(file) as archive:
                archive.extractall(folder, filter="data")
        except tarfile.TarError as error:
            raise Refused("backup.not_one", _("This file is not a backup of Zhucun, or it is cut off.")) from error
        dump = Path(folder) / f"database.{connection.vendor}"
        if not dump.exists():
            raise Refused(
                "backup.other_database",
                _("The backup was made on another kind of database. Restore it where DATABASE_URL is of that kind."),
            )
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            with sqlite3.connect(dump) as copy:
                copy.backup(connection.connection)
            copy.close()
        else:
            _postgres("pg_restore", ["--clean", "--if-exists", "--no-owner", str(dump)], database_flag="--dbname")
        for name in KEPT:
            kept = Path(folder) / name
            if kept.is_dir():
                shutil.copytree(kept, settings.HOME / name, dirs_exist_ok=True)
            elif kept.exists():
                shutil.copy2(kept, settings.HOME / name)


def _has_tables() -> bool:
    return "core_user" in connection.introspection.table_names()


def _postgres(program: str, arguments: list[str], database_flag: str = "--dbname") -> None:
    tool = shutil.which(program)
    if tool is None:
        raise Refused(
            "backup.no_tool", _("%(tool)s is not installed. Install the PostgreSQL client programs."), tool=program
        )
    chosen = settings.DATABASES["default"]
    known = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    environment = {**os.environ, **{k: str(chosen[v]) for k, v in known.items() if chosen.get(v)}}
    name = connection.settings_dict["NAME"]
    done = subprocess.run(  # noqa: S603
        [tool, f"{database_flag}={name}", *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Refused("backup.failed", "%(tool)s: %(said)s", tool=program, said=done.stderr.strip()[-500:])
