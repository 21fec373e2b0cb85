"""What installation compiles runs, and importing the engine compiles nothing."""

import subprocess
import sys
from pathlib import Path

from zhucun.engine.posting import kernels
from zhucun.engine.posting.prepare import clear, prepare


def test_preparing_runs() -> None:
    assert prepare() is None


def test_machine_code_of_earlier_versions_is_cleared_away() -> None:
    folder = Path(kernels.chain.stats.cache_path)
    stale, other = folder / "kernels.gone-1.py311.nbi", folder / "elsewhere.gone-1.py311.nbi"
    stale.touch()
    other.touch()
    kept = {path.name for path in folder.glob("kernels.chain-*.nbi")}
    clear()
    assert (stale.exists(), other.exists()) == (False, True)
    assert {path.name for path in folder.glob("kernels.chain-*.nbi")} == kept
    other.unlink()


def test_importing_the_engine_loads_neither_compiler_nor_optimiser() -> None:
    program = "import sys, zhucun.engine.posting; print([m for m in ('numba', 'scipy', 'django') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
