"""Gathers, compiles and checks the Chinese sentences of every app.

python tests/translations.py            checks: nothing untranslated, nothing fuzzy, compiled files up to date
python tests/translations.py --gather   updates the .po files from the code (needs GNU gettext), compiles them
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polib

ROOT = Path(__file__).resolve().parents[1]
APPS = [p.parent for p in sorted((ROOT / "src/zhucun").glob("*/locale"))]


def gather(apps: list[Path]) -> None:
    """Update each app's .po from its code and templates, without line numbers, which only make noise."""
    command = [sys.executable, str(ROOT / "manage.py"), "makemessages", "-l", "zh_Hans", "--no-location"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "ZHUCUN_HOME": tempfile.gettempdir()}
    for app in apps:
        subprocess.run([*command, "--no-wrap", "-v0"], cwd=app, check=True, env=environment, stderr=subprocess.DEVNULL)
        for domain in (app / "locale").glob("*/LC_MESSAGES/*.po"):
            catalogue = polib.pofile(str(domain), wrapwidth=0)
            for entry in catalogue.obsolete_entries():
                catalogue.remove(entry)
            catalogue.metadata.pop("POT-Creation-Date", None)
            catalogue.save(str(domain))
            catalogue.save_as_mofile(str(domain.with_suffix(".mo")))


def forgotten() -> list[str]:
    """Return one line for each sentence of the code that no .po knows; gathered in a copy, so nothing is written."""
    if not shutil.which("xgettext"):
        return []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "zhucun"
        shutil.copytree(ROOT / "src/zhucun", copy, ignore=shutil.ignore_patterns("__pycache__", "data", "*.mo"))
        gather([copy / app.name for app in APPS])
        lines = []
        for app in APPS:
            name = f"{app.name}/locale/zh_Hans/LC_MESSAGES/django.po"
            known = {(e.msgctxt, e.msgid) for e in polib.pofile(str(app.parent / name))}
            wanted = {(e.msgctxt, e.msgid) for e in polib.pofile(str(copy / name))}
            missing = sorted(text for _context, text in wanted - known)
            lines += [f"{name}: not gathered: {text!r}: run `make translations`" for text in missing]
    return lines


def contradictions() -> list[str]:
    """Return one line for each sentence that two apps translate differently: Django merges them and one would win."""
    said: dict[tuple[str | None, str], dict[str, str]] = {}
    for app in APPS:
        for domain in (app / "locale").glob("*/LC_MESSAGES/*.po"):
            for entry in polib.pofile(str(domain)):
                words = entry.msgstr or str(entry.msgstr_plural.get(0, ""))
                said.setdefault((entry.msgctxt, entry.msgid), {}).setdefault(words, app.name)
    return [
        f"{key[1]!r} is said differently, give it a context: {', '.join(f'{a}: {w}' for w, a in ways.items())}"
        for key, ways in said.items()
        if len(ways) > 1
    ]


def _said(entries: Iterable[polib.POEntry | polib.MOEntry]) -> dict[tuple[str | None, str], Any]:
    return {(entry.msgctxt, entry.msgid): entry.msgstr or entry.msgstr_plural for entry in entries}


def faults() -> list[str]:
    """Return one line for each sentence without Chinese and each compiled file that is older than its source."""
    found = [*contradictions(), *forgotten()]
    for domain in (p for app in APPS for p in (app / "locale").glob("*/LC_MESSAGES/*.po")):
        catalogue = polib.pofile(str(domain))
        name = domain.relative_to(ROOT)
        found += [f"{name}: not translated: {e.msgid!r}" for e in catalogue.untranslated_entries()]
        found += [f"{name}: fuzzy: {e.msgid!r}" for e in catalogue.fuzzy_entries()]
        compiled = domain.with_suffix(".mo")
        if _said(polib.mofile(str(compiled)) if compiled.exists() else []) != _said(catalogue.translated_entries()):
            found.append(f"{name}: the compiled file differs: run `make translations`")
    return found


if __name__ == "__main__":
    if "--gather" in sys.argv:
        gather(APPS)
    lines = faults()
    print("\n".join(lines) or "every sentence has its Chinese")
    sys.exit(bool(lines))
