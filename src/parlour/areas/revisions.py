"""Revisions: each change of an item increases its revision, so that no client overwrites a change it hasn't seen."""

from typing import TypeAlias

from parlour.errors import Stale

Revisions: TypeAlias = frozenset[int] | None
"""The revisions of an item that the caller expects; None for any."""


def check_revision(revision: int, expected: Revisions) -> None:
    """Raise `Stale` when the item is at a revision that the caller doesn't expect."""
    if expected is not None and revision not in expected:
        raise Stale
