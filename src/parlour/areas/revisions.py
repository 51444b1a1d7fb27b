"""Revisions: each change of an item raises its number, so that nobody overwrites what they haven't seen."""

from typing import TypeAlias

from parlour.errors import Stale

Revisions: TypeAlias = frozenset[int] | None
"""The revisions that a caller accepts to change; None for any."""


def check_revision(revision: int, expected: Revisions) -> None:
    """Raises `Stale` when the item is at a revision that the caller doesn't expect."""
    if expected is not None and revision not in expected:
        raise Stale
