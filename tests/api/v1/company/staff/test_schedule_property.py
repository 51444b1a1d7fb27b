"""Any sequence of changes against a plain model: the minutes of each member's day."""

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parlour.access.tenant import Tenant
from parlour.areas.schedules.model.working_time import format_clock
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.team import make_team_member
from tests.support.people import HARBOUR

CHANGE = f"/company/{HARBOUR}/staff/schedule"
FIRST = date(2026, 3, 2)
"""A Monday; the clock skips an hour on the Sunday."""
DAYS = [FIRST + timedelta(days=number) for number in range(10)]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Minutes = frozenset[int]
Model = dict[tuple[int, date], Minutes]

marks = st.lists(st.integers(0, 24), unique=True, min_size=2, max_size=6).map(sorted)
hours = marks.map(lambda found: list(zip(found[::2], found[1::2], strict=False)))
some_days = st.lists(st.sampled_from(DAYS), unique=True, min_size=1, max_size=5)
members = st.integers(0, 1)
sets = st.tuples(st.just("set"), members, some_days, hours)
deletions = st.tuples(st.just("delete"), members, some_days, st.none())
patterns = st.tuples(st.just("pattern"), members, st.lists(st.sampled_from(WEEKDAYS), unique=True, min_size=1), hours)
steps = st.lists(st.one_of(sets, deletions, patterns, st.just(("undo", 0, [], None))), min_size=1, max_size=8)


def slots(given_: list[tuple[int, int]]) -> list[dict[str, str]]:
    """Write hours as a client may: out of order, and midnight as 00:00."""
    written = [{"from": format_clock(start * 60), "to": format_clock(end % 24 * 60)} for start, end in given_]
    return written[::-1]


def covered(given_: list[tuple[int, int]]) -> Minutes:
    return frozenset(minute for start, end in given_ for minute in range(start * 60, end * 60))


def body_of(kind: str, member_id: int, days: list[Any], given_: Any) -> dict[str, Any]:
    if kind == "delete":
        return {"schedules_to_delete": [{"staff_id": member_id, "dates": [*map(str, days)]}]}
    if kind == "set":
        return {"schedules_to_set": [{"staff_id": member_id, "dates": [*map(str, days)], "slots": slots(given_)}]}
    pattern = {"from": str(DAYS[0]), "until": str(DAYS[-1]), "rules": [{"days": days, "slots": slots(given_)}]}
    return {"schedules_to_set": [{"staff_id": member_id, "pattern": pattern}]}


def applied(model: Model, kind: str, member_id: int, days: list[Any], given_: Any) -> Model:
    match kind:
        case "delete":
            return {**model, **{(member_id, day): frozenset() for day in days}}
        case "set":
            return {**model, **{(member_id, day): covered(given_) for day in days}}
        case _:
            minutes = covered(given_)
            works = {day: minutes if WEEKDAYS[day.weekday()] in days else frozenset[int]() for day in DAYS}
            return {**model, **{(member_id, day): its for day, its in works.items()}}


async def answered(client: Client) -> Model:
    """What the list shows, each day's slots checked to be sorted and disjoint."""
    rows = (await client.get(f"{CHANGE}?start_date={DAYS[0]}&end_date={DAYS[-1]}")).json()["data"]
    found: Model = {}
    for row in rows:
        pairs = [
            tuple(int(slot[side][:2]) * 60 + int(slot[side][3:]) for side in ("from", "to")) for slot in row["slots"]
        ]
        flat = [minute for pair in pairs for minute in pair]
        assert flat == sorted(flat)
        assert all(start < end for start, end in pairs)
        found[row["staff_id"], date.fromisoformat(row["date"])] = frozenset(
            minute for start, end in pairs for minute in range(start, end)
        )
    return found


def working(model: Model) -> Model:
    return {key: minutes for key, minutes in model.items() if minutes}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sequence=steps)
async def test_what_is_answered_is_exactly_what_was_set(
    client: Client, conn: Connection, tenant: Tenant, sequence: list[tuple[str, int, list[Any], Any]]
) -> None:
    for table in ("schedule_changes", "schedule_days", "schedules"):
        await conn.execute(f"DELETE FROM {table}")
    ids = [await make_team_member(conn, tenant, name) for name in ("Ana", "Bo")]
    model: Model = {}
    before: Model | None = None
    for kind, number, days, given_ in sequence:
        if kind == "undo":
            status = (await client.post(f"{CHANGE}/undo")).status_code
            assert status == (409 if before is None else 200)
            if before is not None:
                model, before = before, model
        else:
            changed = applied(model, kind, ids[number], days, given_)
            assert (await client.put(CHANGE, body_of(kind, ids[number], days, given_))).status_code == 200
            if working(changed) != working(model):
                model, before = changed, model
        assert await answered(client) == working(model)
    rows = await conn.fetch("SELECT team_member_id, last_day FROM schedules")
    last_days = {row["team_member_id"]: row["last_day"] for row in rows}
    for member_id in ids:
        assert last_days.get(member_id) == max((day for id_, day in working(model) if id_ == member_id), default=None)
