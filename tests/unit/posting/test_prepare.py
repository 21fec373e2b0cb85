"""What installation compiles runs, and importing the engine compiles nothing."""

import subprocess
import sys

from zhucun.engine.posting.prepare import prepare


def test_preparing_runs() -> None:
    assert prepare() is None


def test_importing_the_engine_loads_neither_compiler_nor_optimiser() -> None:
    program = "import sys, zhucun.engine.posting; print([m for m in ('numba', 'scipy', 'django') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
