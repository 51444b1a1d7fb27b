"""Patterns in PUT /company/{location_id}/staff/schedule"""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.schedules import set_hours
from tests.support.factories.team import make_team_member
from tests.support.people import HARBOUR

CHANGE = f"/company/{HARBOUR}/staff/schedule"
NOON = [{"from": "9:00", "to": "12:00"}]
PLACE = "schedules_to_set[0].pattern"
FROM = {"from": "2026-07-01", "until": "2026-07-12"}
LIST_DAYS = """
    SELECT extract(day FROM day)::int AS day, minutes, off_day_kind FROM schedule_days
    WHERE minutes <> '{}' OR off_day_kind IS NOT NULL ORDER BY day
"""


@pytest.fixture
async def ana(conn: Connection, tenant: Tenant) -> int:
    return await make_team_member(conn, tenant)


def body(member_id: int, **pattern: Any) -> dict[str, Any]:
    return {"schedules_to_set": [{"staff_id": member_id, "pattern": pattern}]}


async def test_every_day_of_the_period_is_set(client: Client, conn: Connection, tenant: Tenant, ana: int) -> None:
    """Show what a pattern means: where no rule applies, the day is off (Q-212)."""
    monday = datetime(2026, 6, 29, tzinfo=ZoneInfo("UTC")).date()
    await set_hours(conn, tenant, ana, [monday + timedelta(days=number) for number in range(16)])
    rules = [
        {"days": ["MON", "tue"], "slots": NOON},
        {"days": ["sat"], "every": 2, "slots": [{"from": "10:00", "to": "14:00"}]},
    ]
    response = await client.put(CHANGE, body(ana, **FROM, rules=rules))
    assert [(day["date"], day["slots"][0]["from"]) for day in response.json()["data"]] == [
        ("2026-07-04", "10:00"),
        ("2026-07-06", "09:00"),
        ("2026-07-07", "09:00"),
    ]
    assert [row["day"] for row in await conn.fetch(LIST_DAYS)] == [4, 6, 7, 13, 14, 29, 30]


async def test_days_on_and_days_off(client: Client, conn: Connection, ana: int) -> None:
    rules = [{"days_on": 2, "days_off": 3, "slots": NOON}]
    await client.put(CHANGE, body(ana, **FROM, rules=rules))
    assert [row["day"] for row in await conn.fetch(LIST_DAYS)] == [1, 2, 6, 7, 11, 12]


async def test_holidays_of_the_country_are_left_out(client: Client, conn: Connection, ana: int) -> None:
    """Show that they are days off of their type (Q-210)."""
    rules = [{"days": ["fri"], "slots": NOON}]
    response = await client.put(CHANGE, body(ana, **FROM, rules=rules, skip_holidays=True))
    assert [day["date"] for day in response.json()["data"]] == ["2026-07-10"]
    kinds = [(row["day"], row["off_day_kind"]) for row in await conn.fetch(LIST_DAYS)]
    # The fourth of July 2026 is a Saturday, so it is observed on Friday.
    assert kinds == [(3, 3), (4, 3), (10, None)]


async def test_leave_is_a_pattern_without_rules(client: Client, conn: Connection, ana: int) -> None:
    response = await client.put(CHANGE, body(ana, **{**FROM, "until": "2026-07-02"}, off_day_type=1))
    assert response.json()["data"] == []
    rows = [tuple(row) for row in await conn.fetch(LIST_DAYS)]
    assert rows == [(1, [], 1), (2, [], 1)]


async def test_without_a_period_it_is_366_days_from_today(client: Client, conn: Connection, ana: int) -> None:
    today = datetime.now(ZoneInfo("America/New_York")).date()
    await client.put(CHANGE, body(ana, rules=[{"slots": NOON}]))
    row = await conn.fetchrow("SELECT count(*), min(day), max(day) FROM schedule_days")
    assert row is not None
    assert tuple(row) == (366, today, today + timedelta(days=365))


RULE = {"slots": NOON}
FAULTS: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({}, {"rules": "A pattern has rules, or an off_day_type."}),
    ({"rules": [RULE], "off_day_type": 1}, {"rules": "A pattern has rules, or an off_day_type."}),
    ({"rules": []}, {"rules": "Must not be empty."}),
    (
        {"rules": [RULE, {"slots": NOON, "days": ["mon", "funday"]}]},
        {"rules[1].days[1]": "Expected mon, tue, wed, thu, fri, sat or sun."},
    ),
    ({"rules": [{"slots": []}]}, {"rules[0].slots": "Must not be empty."}),
    (
        {"rules": [{"slots": [{"from": "9:00", "to": "8:00"}]}]},
        {"rules[0].slots[0]": "Must end after it begins; a night shift goes on in the next day."},
    ),
    ({"rules": [{**RULE, "every": 9}]}, {"rules[0].every": "Must be at most 8."}),
    ({"rules": [{**RULE, "every": 2, "week": 3}]}, {"rules[0].week": "Must be at most `every`."}),
    ({"rules": [{**RULE, "days_on": 2}]}, {"rules[0].days_off": "Days on and days off belong together."}),
    ({"rules": [{**RULE, "days_off": 2}]}, {"rules[0].days_on": "Days on and days off belong together."}),
    (
        {"rules": [{**RULE, "days_on": 16, "days_off": 16}]},
        {"rules[0].days_off": "Days on and days off must be at most 31 together."},
    ),
    (
        {"rules": [{**RULE, "days_on": 2, "days_off": 2, "every": 2}]},
        {"rules[0].days_on": "Can't be combined with weekdays."},
    ),
    ({"rules": [RULE], "from": "soon"}, {"from": "Expected a day, such as 2026-01-31."}),
    ({"rules": [RULE], "from": "2026-07-02", "until": "2026-07-01"}, {"until": "Is before the first day."}),
    (
        {"rules": [RULE], "from": "2026-01-01", "until": "2027-01-02"},
        {"until": "A period may have at most 366 days."},
    ),
]


@pytest.mark.parametrize(("pattern", "faults"), FAULTS)
async def test_the_place_of_what_is_wrong_is_named(
    client: Client, conn: Connection, ana: int, pattern: dict[str, Any], faults: dict[str, str]
) -> None:
    found = faults_of(await client.put(CHANGE, body(ana, **pattern)))
    assert found == {f"{PLACE}.{field}": message for field, message in faults.items()}
    assert await conn.fetchval("SELECT count(*) FROM schedule_days") == 0


async def test_rules_that_set_the_same_time_are_refused(client: Client, ana: int) -> None:
    rules = [{"days": ["mon"], "slots": NOON}, {"slots": [{"from": "11:00", "to": "13:00"}]}]
    found = faults_of(await client.put(CHANGE, body(ana, **FROM, rules=rules)))
    assert found == {PLACE: "On 2026-07-06 rule 2 overlaps one before it."}


async def test_holidays_that_nobody_knows_are_refused(client: Client, conn: Connection, ana: int) -> None:
    await conn.execute("UPDATE locations SET country_code = 'ZZ' WHERE id = $1", HARBOUR)
    found = faults_of(await client.put(CHANGE, body(ana, **FROM, rules=[RULE], skip_holidays=True)))
    assert found == {PLACE: "The holidays of the country ZZ aren't known."}


async def test_a_pattern_has_no_dates_beside_it(client: Client, ana: int) -> None:
    part = {"staff_id": ana, "pattern": {"rules": [RULE]}, "date": "2026-07-01", "dates": [], "slots": NOON}
    assert faults_of(await client.put(CHANGE, {"schedules_to_set": [part]})) == {
        f"schedules_to_set[0].{name}": "Can't be combined with a pattern." for name in ("dates", "date", "slots")
    }


async def test_a_day_of_a_pattern_is_named_twice_like_any_other(client: Client, ana: int) -> None:
    """Show that nothing is guessed about which of them is meant (Q-208)."""
    part = {"staff_id": ana, "date": "2026-07-12", "slots": NOON}
    sent = {"schedules_to_set": [part, *body(ana, **FROM, rules=[RULE])["schedules_to_set"]]}
    assert faults_of(await client.put(CHANGE, sent)) == {
        "schedules_to_set[1].pattern": f"2026-07-12 of team member {ana} is named before."
    }
