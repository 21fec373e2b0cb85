"""The engine stands alone."""

import subprocess
import sys

BLOCKED = """
import sys, pkgutil, importlib

class NoDjango:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("django", "allauth", "huey", "typer", "granian"):
            raise ImportError(f"the engine asked for {name}")

sys.meta_path.insert(0, NoDjango())
import zhucun.engine
names = [m.name for m in pkgutil.walk_packages(zhucun.engine.__path__, "zhucun.engine.")]
for name in names:
    importlib.import_module(name)
print(len(names))
"""


def test_all_of_the_engine_imports_with_django_blocked():
    done = subprocess.run([sys.executable, "-c", BLOCKED], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20


def test_looking_at_a_file_never_imports_django():
    code = "import sys; from zhucun.cli import app; assert 'django' not in sys.modules; print('light')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "light", done.stderr
