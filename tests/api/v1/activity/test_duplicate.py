"""POST /activity/{location_id}/{event_id}/duplicate, and the strategies for it"""

from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.books import differences
from tests.support.client import Client, faults_of
from tests.support.factories.events import book_seats, make_strategy
from tests.support.factories.schedules import set_hours
from tests.support.factories.tags import make_tag
from tests.support.factories.users import make_member
from tests.support.people import HARBOUR
from tests.support.studio import Studio, conflict_of, created

STRATEGIES = f"/activity/{HARBOUR}/duplication_strategy"
FORM = {"title": "Mondays and Thursdays", "repeat_mode_id": 5, "days": [4, 1, 1], "interval": 2}


@pytest.fixture
async def event(client: Client, conn: Connection, tenant: Tenant, studio: Studio) -> dict[str, Any]:
    """A class on the first Monday of the year at 10, which Ana can give every day."""
    days = [date(2026, 1, 5) + timedelta(days=number) for number in range(60)]
    await set_hours(conn, tenant, studio.ana, days)
    body = studio.event(resource_instance_ids=[studio.left], comment="Slow pace", technical_break_duration=300)
    return await created(client, body | {"date": "2026-01-05 10:00"})


async def duplicated(client: Client, event: dict[str, Any], **body: Any) -> httpx.Response:
    return await client.post(f"/activity/{HARBOUR}/{event['id']}/duplicate", body)


def dates_in(response: httpx.Response) -> list[str]:
    assert response.status_code == 200, response.text
    answer = response.json()
    assert answer["meta"] == {"count": len(answer["data"])}
    return [event["date"][:16] for event in answer["data"]]


async def test_at_given_starts(
    client: Client, conn: Connection, tenant: Tenant, studio: Studio, event: dict[str, Any]
) -> None:
    """Show that copies have all but the bookings, and that the event isn't made again (Q-420, Q-422)."""
    tag = await make_tag(conn, tenant, "Full moon", kind="event")
    await conn.execute("UPDATE events SET tag_ids = $1", [tag.id])
    await book_seats(conn, tenant, event["id"])

    starts = ["2026-01-07 12:00", "2026-01-06 12:00", "2026-01-05 10:00", "2026-01-06T12:00:00-05:00"]
    response = await duplicated(client, event, dates=starts)

    assert dates_in(response) == ["2026-01-06T12:00", "2026-01-07T12:00"]
    copy = response.json()["data"][0]
    assert [label["id"] for label in copy.pop("labels")] == [tag.id]
    staff, master = copy["staff"], copy.pop("master")
    same = ("id", "name", "company_id", "specialization", "rating", "prepaid")
    assert [master[name] for name in same] == [staff[name] for name in same]
    assert (master["show_rating"], len(master["position"])) == (staff["show_rating"] == 1, staff["position"]["id"] > 0)
    differing = ("id", "date", "timestamp", "duration_details", "labels")
    assert {**copy, **{name: event[name] for name in differing}} == event
    assert (copy["duration_details"]["technical_break_duration"], copy["records_count"]) == (300, 0)
    assert await differences(conn, tenant.chain_id) == []


async def test_by_a_rule_and_by_a_strategy(
    client: Client, conn: Connection, tenant: Tenant, event: dict[str, Any]
) -> None:
    """Show the example of the contract, and that a rule begins with the event (Q-421)."""
    expected = [f"2026-{day}T10:00" for day in ("01-08", "01-26", "01-29", "02-16", "02-19")]
    period = {"from": "2026-01-05", "till": "2026-02-20"}
    strategy = await make_strategy(conn, tenant, skipped=2)

    by_strategy = await duplicated(client, event, duplication_strategy_id=strategy, **period)
    assert dates_in(by_strategy) == expected
    await conn.execute("UPDATE events SET deleted_at = now() WHERE id <> $1", event["id"])
    assert dates_in(await duplicated(client, event, **FORM, till="2026-02-20")) == expected
    assert dates_in(await duplicated(client, event, **FORM, till="2026-01-05")) == []


async def test_one_that_is_busy_keeps_all_from_being_made(
    client: Client, conn: Connection, tenant: Tenant, studio: Studio, event: dict[str, Any]
) -> None:
    await created(client, studio.event(staff_id=studio.ben, resource_instance_ids=[studio.left], force=True)
                  | {"date": "2026-01-06 10:30"})  # fmt: skip
    cases = [
        (["2026-01-06 10:00"], "Left isn't free all the time from 2026-01-06 10:00 to 11:05."),
        (["2026-01-08 08:00", "2026-01-07 10:00"],
         f"Team member {studio.ana} doesn't work all the time from 2026-01-08 08:00 to 09:00."),
        (["2026-01-05 10:30"], f"Team member {studio.ana} is busy between 2026-01-05 10:30 and 11:35."),
        (["2026-01-07 10:00", "2026-01-07 11:00"],
         f"Team member {studio.ana} is busy between 2026-01-07 11:00 and 12:05."),
    ]  # fmt: skip
    for starts, message in cases:
        assert conflict_of(await duplicated(client, event, dates=starts)) == message
    assert await conn.fetchval("SELECT count(*) FROM events") == 2

    forced = await duplicated(client, event, dates=["2026-01-07 10:00", "2026-01-07 11:00"], force=True)
    assert len(dates_in(forced)) == 2
    assert await differences(conn, tenant.chain_id) == []


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({}, {"dates": "This field is missing."}),
        ({"repeat_mode_id": 1}, {"till": "This field is missing."}),
        ({"repeat_mode_id": 1, "from": "2026-01-06", "till": "2026-01-05"},
         {"till": "Must not come before `from`."}),
        ({"duplication_strategy_id": 999, "till": "2026-01-05"},
         {"duplication_strategy_id": "There is no such strategy in this location."}),
        ({"repeat_mode_id": 1, "till": "2028-01-05"}, {"till": "This makes more than 366 events at once."}),
        ({"dates": ["2026-01-06 12:00", "2026-03-08 02:30"]},
         {"dates[1]": "This time doesn't exist: clocks are put forward then."}),
        ({"dates": ["", "2026-01-06 12:00", "1066-01-01"]},
         {"dates[0]": "Expected a date and time in ISO 8601, such as 2026-01-31T18:30:00+01:00.",
          "dates[2]": "Must be between the years 1990 and 2100."}),
        ({"dates": ["2026-01-06 12:00:30"]}, {"dates[0]": "Must be a whole minute, without seconds."}),
    ],
)  # fmt: skip
async def test_faults(body: dict[str, Any], faults: dict[str, str], client: Client, event: dict[str, Any]) -> None:
    assert faults_of(await duplicated(client, event, **body)) == faults


async def test_what_is_gone_is_not_made_again(
    client: Client, conn: Connection, studio: Studio, event: dict[str, Any]
) -> None:
    """Show it for a member, a service and a room that were deleted after the event was made."""
    dismissed = "UPDATE team_members SET is_dismissed = true"
    gone = "UPDATE {} SET deleted_at = now()"
    seen = []
    for statement in (
        dismissed,
        gone.format("services"),
        gone.format("resource_instances"),
        gone.format("team_members"),
    ):
        await conn.execute(statement)
        seen.append(faults_of(await duplicated(client, event, dates=["2026-01-06 12:00"])))

    member = {"staff_id": f"Team member {studio.ana} is dismissed and takes no appointments."}
    service = {"service_id": "This location has no such service for group events."}
    room = {"resource_instance_ids[0]": "There is no such room or device in this location."}
    unknown = {"staff_id": "There is no such team member in this location."}
    assert seen == [member, member | service, member | service | room, unknown | service | room]


async def test_the_member_must_still_provide_the_service_and_the_day_be_recent(
    client: Client, conn: Connection, studio: Studio, event: dict[str, Any]
) -> None:
    clerk = client.by(await make_member(conn, "clerk", "administrator", records_edit_last_days_count=3))
    late = await duplicated(clerk, event, dates=["2026-01-06 12:00"])
    assert (late.status_code, late.json()["meta"]["message"]) == (403, "Your rights reach back 3 days here.")
    await conn.execute("DELETE FROM service_team_members")
    response = await duplicated(client, event, dates=["2026-01-06 12:00"])
    message = f"Team member {studio.ana} doesn't provide these services: {studio.yoga}."
    assert (response.status_code, response.json()["meta"]["message"]) == (400, message)
    assert (await duplicated(client, {"id": 999}, dates=["2026-01-06 12:00"])).status_code == 404


async def test_strategies(client: Client) -> None:
    """Show that days are for weekly rules only, and that all of a strategy is replaced (Q-421)."""
    response = await client.post(STRATEGIES, FORM)
    strategy = response.json()["data"]
    assert (response.status_code, strategy) == (200, {
        "id": strategy["id"], "company_id": HARBOUR, "title": "Mondays and Thursdays", "repeat_mode_id": 5,
        "repeat_mode": {"id": 5, "title": "Weekly"}, "days": [1, 4], "interval": 2, "content_type": 1,
    })  # fmt: skip
    path = f"{STRATEGIES}/{strategy['id']}"

    changed = await client.post(path, {"title": "Workdays", "repeat_mode_id": 2, "days": [1], "content_type": 2})

    expected = {
        **strategy, "title": "Workdays", "repeat_mode_id": 2, "repeat_mode": {"id": 2, "title": "Monday to Friday"},
        "days": [], "interval": 0, "content_type": 2,
    }  # fmt: skip
    assert (changed.status_code, changed.json()["data"]) == (200, expected)
    listed = (await client.get(STRATEGIES)).json()
    assert (listed["data"], listed["meta"]) == ([expected], {"count": 1})
    assert (await client.send("POST", path, json=FORM, headers={"If-Match": '"1"'})).status_code == 412
    assert (await client.post(f"{STRATEGIES}/999", FORM)).status_code == 404


async def test_faults_of_a_strategy(client: Client) -> None:
    assert faults_of(await client.post(STRATEGIES, {})) == dict.fromkeys(
        ("title", "repeat_mode_id"), "This field is missing."
    )
    response = await client.post(STRATEGIES, {"title": "x", "repeat_mode_id": 8, "days": [7], "interval": 100})
    assert {*faults_of(response)} == {"repeat_mode_id", "days[0]", "interval"}
