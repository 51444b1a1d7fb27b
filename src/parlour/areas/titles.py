"""Titles in messages: so many of them are named, the others counted."""

from collections.abc import Sequence

MOST_NAMED = 5


def named(titles: Sequence[str]) -> str:
    """Return the first titles, and how many more there are: `Haircut, Balayage and 3 more`."""
    more = len(titles) - MOST_NAMED
    return ", ".join(titles[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
