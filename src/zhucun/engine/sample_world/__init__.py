"""A made-up county on real places: villages, candidates, units and postings drawn with a fixed seed.

The villages' names and codes are real, everything said of them and every person is invented, drawn to published
figures. Whoever shows a world must mark it as made up.
"""

from zhucun.engine.sample_world.calibration import Calibration, calibration
from zhucun.engine.sample_world.world import WORLD_DAY, World, county

__all__ = ["WORLD_DAY", "Calibration", "World", "calibration", "county"]
