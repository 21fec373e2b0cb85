"""The one place that meets numba: decorators that compile a function and keep the machine code on disk."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.machinery import ModuleSpec
from threading import get_ident
from types import ModuleType
from typing import TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., object])

# What numba looks for while it is loaded and our loops never use: a third of a second of a cold command.
NOT_NEEDED = {"scipy.linalg", "cffi", "coverage"}


class _Hidden:
    """An import hook to which some optional packages do not exist, on the thread that asked for it alone."""

    def __init__(self) -> None:
        self.thread = get_ident()

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Refuse the hidden packages here; leave everything else to the other finders."""
        if name in NOT_NEEDED and get_ident() == self.thread:
            raise ModuleNotFoundError(f"{name} is hidden while numba is loaded", name=name)
        return None


@contextmanager
def _hidden() -> Iterator[None]:
    hook = _Hidden()
    sys.meta_path.insert(0, hook)
    try:
        yield
    finally:
        sys.meta_path.remove(hook)


with _hidden():
    from numba import njit

    # Numba loads these at the first call of a compiled function; here, they look for the packages just hidden.
    import_module("numba.np.arraymath")
    import_module("numba.core.typing.cffi_utils")


def compiled(function: Function) -> Function:
    """Compile on first call, without the interpreter's lock; a second process finds the compiled code on disk."""
    return cast(Function, njit(cache=True, nogil=True)(function))


def compiled_fast(function: Function) -> Function:
    """The same, and sums may be taken in any order: right only where they are exact in every order."""
    return cast(Function, njit(cache=True, nogil=True, fastmath=True)(function))


def inlined(function: Function) -> Function:
    """Copy into each compiled caller: for bodies so short that handing over their arrays would take longer."""
    return cast(Function, njit(inline="always")(function))
