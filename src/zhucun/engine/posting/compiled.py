"""The one place that meets numba: decorators that compile a function and keep the machine code on disk."""

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """Compile on first call, without the interpreter's lock; a second process finds the compiled code on disk."""
    return cast(Function, njit(cache=True, nogil=True)(function))


def compiled_fast(function: Function) -> Function:
    """The same, and sums may be taken in any order: right only where they are exact in every order."""
    return cast(Function, njit(cache=True, nogil=True, fastmath=True)(function))
