"""Arithmetic on half-open intervals of whole numbers: what touches doesn't meet."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from parlour.areas.schedules.model.working_time import Interval


def subtract(kept: Iterable[Interval], taken: Sequence[Interval]) -> list[Interval]:
    """Return what is left of intervals without others. Both are ordered by their starts; the others may overlap."""
    found: list[Interval] = []
    first = 0
    for start, end in kept:
        rest = start
        while first < len(taken) and taken[first][1] <= start:
            first += 1
        for number in range(first, len(taken)):
            begins, ends = taken[number]
            if begins >= end:
                break
            if begins > rest:
                found.append((rest, begins))
            rest = max(rest, ends)
        if rest < end:
            found.append((rest, end))
    return found


def intersect(some: Sequence[Interval], others: Sequence[Interval]) -> list[Interval]:
    """Return what is in both of two lists of intervals, each ordered and without overlaps."""
    found: list[Interval] = []
    one = other = 0
    while one < len(some) and other < len(others):
        begins, ends = max(some[one][0], others[other][0]), min(some[one][1], others[other][1])
        if begins < ends:
            found.append((begins, ends))
        if some[one][1] < others[other][1]:
            one += 1
        else:
            other += 1
    return found


def unite(intervals: Iterable[Interval]) -> list[Interval]:
    """Return intervals in their order, with those connected that overlap or touch."""
    found: list[Interval] = []
    for start, end in sorted(intervals):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def members_of(intervals: Iterable[Interval], ordered: Sequence[int]) -> Iterator[int]:
    """Yield those of some ordered numbers that are in ordered intervals."""
    position = 0
    for start, end in intervals:
        position = bisect_left(ordered, start, position)
        while position < len(ordered) and ordered[position] < end:
            yield ordered[position]
            position += 1
