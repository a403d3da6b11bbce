"""Every experiment, module by module."""

from tests.chaos import (
    backups,
    calls,
    crowd,
    disconnects,
    disk,
    faults,
    hangs,
    kills,
    limits,
    machine,
    matrix,
    migrations,
    pipeline,
    repeats,
    replicas,
    schedules,
    statements,
)
from tests.chaos.experiment import Experiment

EXPERIMENTS: list[Experiment] = [
    *replicas.EXPERIMENTS,
    *schedules.EXPERIMENTS,
    *backups.EXPERIMENTS,
    *migrations.EXPERIMENTS,
    *kills.EXPERIMENTS,
    *pipeline.EXPERIMENTS,
    *matrix.EXPERIMENTS,
    *statements.EXPERIMENTS,
    *calls.EXPERIMENTS,
    *faults.EXPERIMENTS,
    *limits.EXPERIMENTS,
    *disk.EXPERIMENTS,
    *disconnects.EXPERIMENTS,
    *repeats.EXPERIMENTS,
    *crowd.EXPERIMENTS,
    *hangs.EXPERIMENTS,
    *machine.EXPERIMENTS,
]
