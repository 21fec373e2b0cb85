"""The one place that meets numba: a decorator that compiles a function and keeps the machine code on disk."""

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """Compile on first call, without the interpreter's lock; a second process finds the compiled code on disk."""
    return cast(Function, njit(cache=True, nogil=True)(function))
