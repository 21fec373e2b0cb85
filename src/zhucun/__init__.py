"""Zhucun (驻村): the system that runs the village First Secretary programme as it should be run."""

__version__ = "0.1.0"
