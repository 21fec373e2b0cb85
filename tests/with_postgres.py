"""Runs a command with DATABASE_URL set to a PostgreSQL of its own: temporary folder, free port, stopped afterwards.

    python tests/with_postgres.py python -m pytest tests/contract

Says so and succeeds where PostgreSQL is not installed, unless ZHUCUN_TEST_ALL=1 asks for it.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path


def main(command: list[str]) -> int:
    """Start, run, stop; return the command's exit code."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    initdb = programs[-1] if programs else shutil.which("initdb")
    if initdb is None:
        print("PostgreSQL is not installed: its tests are left out")
        return 1 if os.environ.get("ZHUCUN_TEST_ALL") else 0
    folder = Path(tempfile.mkdtemp(prefix="zhucun-postgres-"))
    account = None
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root.
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
    binaries, data = Path(initdb).parent, folder / "data"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def postgres(*arguments: str) -> None:
        who = {"user": account.pw_uid, "group": account.pw_gid} if account else {}
        subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL, cwd=folder, env={"LC_ALL": "C.UTF-8"}, **who)

    try:
        postgres(str(binaries / "initdb"), "-D", str(data), "-U", "zhucun", "-A", "trust", "-E", "UTF8", "--no-sync")
        # fsync off: the data are thrown away in a minute.
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        postgres(str(binaries / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
        url = f"postgresql://zhucun@127.0.0.1:{port}/postgres"
        path = f"{binaries}:{os.environ.get('PATH', '')}"
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url, "PATH": path}, check=False).returncode
    finally:
        subprocess.run(
            [str(binaries / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"],
            check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/",
            **({"user": account.pw_uid, "group": account.pw_gid} if account else {}),
        )  # fmt: skip
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
