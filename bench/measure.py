"""The results of a measurement, and its settings."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import msgspec
from msgspec.structs import replace

Generator = Literal["wrk", "own"]
Part = Literal["catalogue", "inventory", "schedules", "booking", "free_time", "clients", "mock", "growth"]
ReportStep = Callable[[str], None]
"""Called with the description of each step before it begins."""


class Failed(Exception):
    """A measurement without a valid result; the message contains the reason."""


class Measured(msgspec.Struct, frozen=True):
    """The number of answers per second, and how long they took."""

    per_second: float
    p50_ms: float
    p99_ms: float


class Effort(msgspec.Struct, frozen=True):
    """How much load each measurement makes, and for how long."""

    connections: int
    seconds: int
    warm_up_s: int
    rounds: int
    is_large: bool = False
    """Whether growth is measured up to a million products, and appointments on ten times the data."""


class Setting(msgspec.Struct, frozen=True):
    """The settings that all parts of a run share."""

    url: str
    directory: Path
    """For files of this run."""
    data: Path
    """The directory of the database server."""
    generator: Generator
    effort: Effort

    def alone(self) -> "Setting":
        """Return the same settings with one connection."""
        return replace(self, effort=replace(self.effort, connections=1))


def percentile(ordered: list[float], share: float) -> float:
    """Return the value that this share of the ordered values doesn't exceed."""
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]
