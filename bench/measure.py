"""What a measurement gives, and what it needs to know."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import msgspec

Generator = Literal["wrk", "own"]
Part = Literal["catalogue", "inventory", "mock", "growth"]
Say = Callable[[str], None]
"""Told what comes next, once for each step."""


class Failed(Exception):
    """A measurement that is worth nothing; the message says why."""


class Measured(msgspec.Struct, frozen=True):
    """How many answers came a second, and how long they took."""

    per_second: float
    p50_ms: float
    p99_ms: float


class Effort(msgspec.Struct, frozen=True):
    """How hard and how long each measurement goes on."""

    connections: int
    seconds: int
    warm_up_s: int
    rounds: int
    is_large: bool = False
    """Growth up to a million products."""


class Setting(msgspec.Struct, frozen=True):
    """What all parts of a run share."""

    url: str
    directory: Path
    generator: Generator
    effort: Effort


def percentile(ordered: list[float], share: float) -> float:
    """The value that a share of the ordered values doesn't exceed."""
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]
