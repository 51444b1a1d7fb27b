"""0063: the longest gap of a day, as the database finds it, against a search through all its minutes."""

import json
import random
from itertools import groupby, pairwise

import pytest

from parlour.db.pool import Connection

LONGEST_GAPS = """
    SELECT longest_gap(ARRAY(SELECT json_array_elements_text(day -> 0)::smallint),
                       ARRAY(SELECT json_array_elements_text(day -> 1)::smallint)) AS gap
    FROM json_array_elements($1::json) WITH ORDINALITY AS days (day, place) ORDER BY place
"""
MIDNIGHT, GOES_ON = 1440, 9999
EDGES = (0, 1, 60, 300, 540, 541, 720, 1000, 1438, 1439, MIDNIGHT)
Minutes = list[int]
Day = tuple[Minutes, Minutes]


async def gaps_of(conn: Connection, days: list[Day]) -> list[int]:
    return [row["gap"] for row in await conn.fetch(LONGEST_GAPS, json.dumps(days))]


@pytest.mark.parametrize(
    ("minutes", "busy", "gap"),
    [
        ([], [], 0),
        ([540, 1140], [], 600),
        ([540, 1140], [540, 1140], 0),
        ([540, 1140], [600, 660, 700, 760], 380),
        ([540, 1140], [500, 1200], 0),
        ([540, 720, 720, 1140], [], 600),  # work that goes on is one time
        ([540, 720, 780, 1140], [500, 800], 340),  # busy through a break
        ([540, 1140], [600, 900, 610, 620], 240),  # one within the other
        ([540, 1140], [700, 700], 600),  # takes no time
        ([540, 1440], [], GOES_ON),
        ([540, 1440], [540, 1439], GOES_ON),  # it may go on tomorrow
        ([540, 1440], [540, 1440], 0),
        ([540, 1438], [], 898),
    ],
)
async def test_a_day(schema_conn: Connection, minutes: Minutes, busy: Minutes, gap: int) -> None:
    assert await gaps_of(schema_conn, [(minutes, busy)]) == [gap]
    assert longest_run((minutes, busy)) == gap


async def test_any_days(schema_conn: Connection) -> None:
    draw = random.Random(63)  # noqa: S311 - the same days each time
    days = [(working(draw), busy(draw)) for _ in range(500)]
    assert await gaps_of(schema_conn, days) == [longest_run(day) for day in days]


def working(draw: random.Random) -> Minutes:
    """Return up to three times of work in their order, some of which touch each other."""
    points = sorted(minute_of(draw) for _ in range(2 * draw.randrange(4)))
    return [minute for begin, end in pairs(points) if begin < end for minute in (begin, end)]


def busy(draw: random.Random) -> Minutes:
    """Return up to four times by their beginnings, some of which overlap."""
    begins = sorted(minute_of(draw) for _ in range(draw.randrange(5)))
    return [minute for begin in begins for minute in (begin, min(MIDNIGHT, begin + draw.choice((0, 1, 30, 500))))]


def minute_of(draw: random.Random) -> int:
    return draw.choice((*EDGES, draw.randrange(MIDNIGHT)))


def pairs(minutes: Minutes) -> list[tuple[int, int]]:
    return [*pairwise(minutes)][::2]


def longest_run(day: Day) -> int:
    """Look through all minutes of a day."""
    free = [False] * MIDNIGHT
    for times, is_free in zip(day, (True, False), strict=True):
        for begin, end in pairs(times):
            free[begin:end] = [is_free] * (end - begin)
    runs = [[minute for minute, _ in run] for is_free, run in groupby(enumerate(free), lambda each: each[1]) if is_free]
    return max((GOES_ON if run[-1] >= MIDNIGHT - 2 else len(run) for run in runs), default=0)
