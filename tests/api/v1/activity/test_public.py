"""GET /activity/{location_id}/… with a partner token alone (Q-410)"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from parlour.access.tenant import Tenant, get_public_tenant
from parlour.areas.events.model.filters import EventFilter
from parlour.areas.events.queries import reading
from parlour.db.pool import Connection
from parlour.page_requests import PageRequest
from tests.support.booking import DAY, codes_of
from tests.support.client import Client
from tests.support.factories.events import make_event, make_event_service
from tests.support.factories.resources import make_resource
from tests.support.factories.rows import insert
from tests.support.factories.users import make_member
from tests.support.people import FOREIGNER, HARBOUR, HILLSIDE, PARTNER
from tests.support.studio import Studio

Read = Callable[[Connection, Tenant], Awaitable[object]]
PERIOD = f"from=2026-01-01&till={DAY}"
READS = (f"search?{PERIOD}", f"search_dates?{PERIOD}", "search_dates_range", "filters", "services")
NOT_OFFERED = (
    "UPDATE services SET is_online = false",
    "UPDATE services SET has_date_window = true, date_to = '2026-01-31'",
    "UPDATE services SET deleted_at = now()",
    "UPDATE team_members SET is_dismissed = true",
    "DELETE FROM service_team_members",
    "UPDATE events SET deleted_at = now()",
    "UPDATE events SET starts_at = now() - interval '1 minute'",
)


@pytest.fixture
async def event(conn: Connection, tenant: Tenant, studio: Studio) -> int:
    """Return an event far ahead; there is one on a past day, too."""
    await make_event(conn, tenant, studio.ana, studio.yoga, "2026-02-02 10:00")
    texts = {"comment": "Slow pace", "stream_link": "https://stream.example.com/1", "instructions": "Bring a mat"}
    return await make_event(conn, tenant, studio.ana, studio.yoga, f"{DAY} 10:00", **texts)


async def shows(partner: Client, event_id: int) -> list[bool]:
    """Return of each operation that reads events whether it shows one that is the only one."""
    single = await partner.get(f"/activity/{HARBOUR}/{event_id}")
    answers = [await partner.get(f"/activity/{HARBOUR}/{path}") for path in READS]
    search, dates, period, filters, services = (each.json()["data"] for each in answers)
    assert answers[0].json()["meta"]["count"] == len(search)
    return [
        single.status_code == 200, bool(search), bool(dates), period["min_date"] is not None,
        any(row["data"] for row in filters), bool(services),
    ]  # fmt: skip


async def test_what_clients_can_book(client: Client, studio: Studio, event: int) -> None:
    partner = client.by(PARTNER)

    found = (await partner.get(f"/activity/{HARBOUR}/search?{PERIOD}")).json()
    assert ([each["id"] for each in found["data"]], found["meta"]["count"]) == ([event], 1)
    single = (await partner.get(f"/activity/{HARBOUR}/{event}")).json()["data"]
    assert single == found["data"][0]
    assert (single["comment"], single["stream_link"], single["records"]) == (None, "", [])
    assert (single["instructions"], single["staff"]["id"]) == ("Bring a mat", studio.ana)
    assert (await partner.get(f"/activity/{HARBOUR}/search_dates?{PERIOD}")).json()["data"] == [DAY]
    days = (await partner.get(f"/activity/{HARBOUR}/search_dates_range")).json()["data"]
    assert days == {"min_date": DAY, "max_date": DAY}
    filters = (await partner.get(f"/activity/{HARBOUR}/filters")).json()["data"]
    assert [row["id"] for row in filters[0]["data"]] == [studio.ana]
    services = (await partner.get(f"/activity/{HARBOUR}/services")).json()["data"]
    assert [row["id"] for row in services] == [studio.yoga]

    own = (await client.get(f"/activity/{HARBOUR}/{event}")).json()["data"]
    assert (own["comment"], own["stream_link"]) == ("Slow pace", "https://stream.example.com/1")
    assert (await client.get(f"/activity/{HARBOUR}/search?{PERIOD}")).json()["meta"]["count"] == 2


@pytest.mark.parametrize("change", NOT_OFFERED)
async def test_what_they_cannot_book(client: Client, conn: Connection, event: int, change: str) -> None:
    await conn.execute(change)
    partner = client.by(PARTNER)

    response = await partner.get(f"/activity/{HARBOUR}/{event}")
    assert (response.status_code, response.json()["meta"]["message"]) == (404, "Event not found.")
    assert (await client.get(f"/activity/{HARBOUR}/{event}")).status_code == 200
    assert await shows(partner, event) == [False] * 6


async def test_services_of_events(client: Client, conn: Connection, tenant: Tenant, studio: Studio, event: int) -> None:
    """A partner is shown what belongs to events that clients can book; a user all services for events."""
    partner = client.by(PARTNER)
    path = f"/activity/{HARBOUR}/services"
    room = await make_resource(conn, tenant, "Sauna", "Sauna 1")
    for resource_id in (studio.hall, room.id):
        await insert(conn, "service_resources", tenant, service_id=studio.yoga, resource_id=resource_id)
    await conn.execute("UPDATE events SET resource_instance_ids = $2 WHERE id = $1", event, [studio.left])
    pilates = await make_event_service(conn, tenant, studio.ben, title="Pilates", is_online=True)
    hidden = await make_event_service(conn, tenant, studio.ben, title="Team class", is_online=False)
    await make_event(conn, tenant, studio.ben, hidden, f"{DAY} 12:00")

    (shown,) = (await partner.get(path)).json()["data"]
    assert (shown["id"], [each["id"] for each in shown["staff"]]) == (studio.yoga, [studio.ana])
    assert [each["title"] for each in shown["resources"]] == ["Hall"]
    every = (await client.get(path)).json()["data"]
    assert {each["id"] for each in every} == {studio.yoga, pilates, hidden}
    (yoga,) = [each for each in every if each["id"] == studio.yoga]
    assert [each["id"] for each in yoga["staff"]] == [studio.ana, studio.ben]
    assert [each["title"] for each in yoga["resources"]] == ["Hall", "Sauna"]

    await make_event(conn, tenant, studio.ben, pilates, f"{DAY} 14:00")
    found = (await partner.get(path)).json()
    assert ([each["id"] for each in found["data"]], found["meta"]["count"]) == ([pilates, studio.yoga], 2)
    for query, expected in ((f"staff_id={studio.ben}", [pilates]), ("term=yo", [studio.yoga]), ("term=team", [])):
        assert [each["id"] for each in (await partner.get(f"{path}?{query}")).json()["data"]] == expected
    unknown = await partner.get(f"{path}?staff_id=999")
    assert (unknown.status_code, unknown.json()["meta"]["message"]) == (404, "Team member not found.")


LEADS = {
    "the location's": "UPDATE locations SET booking_lead_minutes = {minutes}",
    "the weekday's": """
        UPDATE locations SET booking_has_grids = true, booking_weekdays = jsonb_build_array(jsonb_build_object(
            'weekday', extract(isodow FROM day)::integer, 'grid', jsonb_build_object('lead_s', {minutes} * 60)))
        FROM events WHERE starts_at > now()""",
    "the date's": """
        UPDATE locations SET booking_has_grids = true, booking_dates = jsonb_build_array(jsonb_build_object(
            'day', day, 'starts', '[]'::jsonb, 'grid', jsonb_build_object('lead_s', {minutes} * 60)))
        FROM events WHERE starts_at > now()""",
}
"""Where it is said how long before an event it can be booked."""


@pytest.mark.parametrize("statement", LEADS.values(), ids=LEADS)
async def test_what_they_can_no_longer_book(client: Client, conn: Connection, event: int, statement: str) -> None:
    """An event is shown as long as it can be booked (Q-480)."""
    partner = client.by(PARTNER)
    soon = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(hours=1)
    await conn.execute("UPDATE events SET starts_at = $2 WHERE id = $1", event, soon)
    book = f"/activity/{HARBOUR}/{event}/book"
    maya = {"phone": "+13155550142", "fullname": "Maya", "email": "maya@example.com"}

    await conn.execute(statement.format(minutes=90))
    assert await shows(partner, event) == [False] * 6
    assert codes_of(await partner.post(book, maya)) == [(433, None)]
    assert (await client.get(f"/activity/{HARBOUR}/{event}")).status_code == 200
    await conn.execute(statement.format(minutes=30))
    assert await shows(partner, event) == [True] * 6
    assert (await partner.post(book, maya)).status_code == 200


async def test_a_named_user_needs_the_right(client: Client, conn: Connection, event: int) -> None:
    """A user who lacks it, or is of another chain, isn't shown what a partner alone would be."""
    limited = await make_member(conn, "limited", timetable_access=False)

    for path in (*READS, str(event)):
        assert (await client.by(limited).get(f"/activity/{HARBOUR}/{path}")).status_code == 403
        assert (await client.by(FOREIGNER).get(f"/activity/{HARBOUR}/{path}")).status_code == 404


async def test_other_locations(client: Client, conn: Connection, event: int) -> None:
    """An event is found in its own location only, and in none that is closed."""
    partner = client.by(PARTNER)

    assert (await partner.get(f"/activity/{HILLSIDE}/{event}")).status_code == 404
    assert (await partner.get(f"/activity/{HILLSIDE}/search?{PERIOD}")).json()["data"] == []
    await conn.execute("UPDATE locations SET closed_at = now() WHERE id = $1", HARBOUR)
    for path in (*READS, str(event)):
        response = await partner.get(f"/activity/{HARBOUR}/{path}")
        assert (response.status_code, response.json()["meta"]["message"]) == (404, "Location not found.")


async def test_starts_are_not_those_of_events(client: Client, conn: Connection, event: int) -> None:
    """Q-473: neither a day without any starts nor one with other starts closes an event."""
    partner = client.by(PARTNER)
    for number, starts in enumerate(["[]", "[32400]"]):
        await conn.execute(
            "UPDATE locations SET booking_has_grids = true, booking_dates = jsonb_build_array(jsonb_build_object("
            "'day', $1::text, 'starts', $2::jsonb, 'grid', jsonb_build_object('base', 'predefined')))", DAY, starts,
        )  # fmt: skip
        assert await shows(partner, event) == [True] * 6
        maya = {"phone": f"+1315555014{number}", "fullname": "Maya", "email": "maya@example.com"}
        assert (await partner.post(f"/activity/{HARBOUR}/{event}/book", maya)).status_code == 200


@pytest.mark.parametrize(
    "read",
    [
        lambda conn, tenant: reading.find_event(conn, tenant, 1),
        lambda conn, tenant: reading.list_events(conn, tenant, EventFilter(), PageRequest(None, 10)),
        lambda conn, tenant: reading.count_events(conn, tenant, EventFilter()),
        lambda conn, tenant: reading.list_dates(conn, tenant, EventFilter()),
        lambda conn, tenant: reading.find_date_range(conn, tenant, EventFilter()),
        lambda conn, tenant: reading.list_facets(conn, tenant, datetime.now(UTC)),
    ],
    ids=["find_event", "list_events", "count_events", "list_dates", "find_date_range", "list_facets"],
)
async def test_nothing_is_read_without_a_user_and_without_a_limit(conn: Connection, event: int, read: Read) -> None:
    """A caller that forgets it would show what clients can't book."""
    with pytest.raises(ValueError, match="until when"):
        await read(conn, await get_public_tenant(conn, HARBOUR))
