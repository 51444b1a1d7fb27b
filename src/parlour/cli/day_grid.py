"""A day of a location as a grid: a column for each member who is there, a row for each quarter or half of an hour."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

import msgspec

from parlour.areas.appointments.operator import Appointment, LocationDay, MemberDay
from parlour.areas.schedules.model.working_time import END_OF_DAY, intervals

DEFAULT_HOURS = (9 * 60, 18 * 60)
"""What is shown of a day on which nothing happens."""


class Block(msgspec.Struct, frozen=True):
    """An appointment in minutes of the day, as the clock shows them; the break at its end begins at `break_at`."""

    start: int
    break_at: int
    end: int
    appointment: Appointment


class Lane(msgspec.Struct, frozen=True):
    """A column: appointments of a member that don't overlap. A member has more than one where some do."""

    member: MemberDay
    is_first: bool
    blocks: list[Block]

    def is_working(self, minute: int) -> bool:
        return any(start <= minute < end for start, end in intervals(self.member.minutes))

    def starting_in(self, start: int, end: int) -> list[Block]:
        """Return the blocks that start in a row."""
        return [block for block in self.blocks if start <= block.start < end]

    def running_at(self, minute: int) -> Block | None:
        """Return the block that a minute belongs to, if there is one."""
        return next((block for block in self.blocks if block.start <= minute < block.end), None)


def lanes_of(day: LocationDay) -> list[Lane]:
    """Return the columns of a day, member by member."""
    return [lane for member in day.members for lane in _lanes_of_member(member, day)]


def _lanes_of_member(member: MemberDay, day: LocationDay) -> Iterator[Lane]:
    lanes: list[list[Block]] = [[]]
    for block in blocks_of(member.appointments, day):
        free = next((lane for lane in lanes if not lane or lane[-1].end <= block.start), None)
        if free is None:
            lanes.append(free := [])
        free.append(block)
    return (Lane(member, number == 0, blocks) for number, blocks in enumerate(lanes))


def blocks_of(appointments: Iterable[Appointment], day: LocationDay) -> Iterator[Block]:
    for each in appointments:
        begin_of_break = each.ends_at - timedelta(seconds=each.technical_break)
        start, break_at, end = (minute_of(moment, day) for moment in (each.starts_at, begin_of_break, each.ends_at))
        yield Block(start, break_at, end, each)


def minute_of(moment: datetime, day: LocationDay) -> int:
    """Return a moment as the minute of the day that the clock shows; later days begin at 1440."""
    local = moment.astimezone(day.now.tzinfo)
    return (local.date() - day.date).days * END_OF_DAY + local.hour * 60 + local.minute


def rows_of(lanes: Sequence[Lane], step: int) -> list[int]:
    """Return the minutes at which the rows begin: from the first working time or appointment to the last."""
    minutes = [minute for lane in lanes for minute in (*lane.member.minutes, *_edges(lane.blocks))]
    first, last = (min(minutes), max(minutes)) if minutes else DEFAULT_HOURS
    return list(range(first // step * step, min(last, END_OF_DAY), step))


def rows_around(rows: list[int], minute: int, height: int) -> list[int]:
    """Return as many rows as there is room for, with a minute in the upper part; all if they have room."""
    if len(rows) <= height:
        return rows
    current = next((place for place, row in enumerate(rows) if row > minute), len(rows)) - 1
    start = min(max(0, current - height // 4), len(rows) - height)
    return rows[start : start + height]


def _edges(blocks: Sequence[Block]) -> Iterator[int]:
    return (edge for block in blocks for edge in (block.start, block.end))
