"""Every experiment, module by module."""

from tests.chaos.experiment import Experiment

EXPERIMENTS: list[Experiment] = []
