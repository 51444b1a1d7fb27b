"""GET /locations/{id}/events of API v2"""

from datetime import UTC, datetime, timedelta

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.events import book_seats, make_event, make_event_service
from tests.support.factories.team import make_team_member
from tests.support.factories.users import make_member
from tests.support.people import FOREIGNER, HARBOUR
from tests.support.studio import Studio

EVENTS = f"/locations/{HARBOUR}/events"
FROM, TO = "2036-02-04 00:00:00", "2036-02-11 00:00:00"
WEEK = f"{EVENTS}?filter[from]={FROM}&filter[to]={TO}"


async def ids_of(v2: Client, address: str) -> list[int]:
    response = await v2.get(address)
    assert response.status_code == 200, response.text
    return [int(row["id"]) for row in response.json()["data"]]


async def test_those_that_begin_in_the_period(v2: Client, conn: Connection, tenant: Tenant, studio: Studio) -> None:
    """Show the ends of the period: the first moment is in it, the last isn't. There is no meta."""
    made = [
        await make_event(conn, tenant, studio.ana, studio.yoga, start)
        for start in ("2036-02-10 23:59", "2036-02-04 00:00", "2036-02-03 23:30", "2036-02-11 00:00")
    ]
    gone = await make_event(
        conn, tenant, studio.ana, studio.yoga, "2036-02-05 10:00", deleted_at=datetime(2026, 2, 2, tzinfo=UTC)
    )
    answer = (await v2.get(WEEK)).json()
    assert [int(row["id"]) for row in answer["data"]] == [made[1], made[0]]
    assert set(answer) == {"data"}
    assert gone not in await ids_of(v2, WEEK)


async def test_filters(v2: Client, conn: Connection, tenant: Tenant, studio: Studio) -> None:
    """Show each filter in the spellings of clients; free seats are those that aren't booked."""
    other = await make_event_service(conn, tenant, studio.ben, title="Pilates")
    yoga = await make_event(conn, tenant, studio.ana, studio.yoga, "2036-02-04 10:00", capacity=5)
    pilates = await make_event(conn, tenant, studio.ben, other, "2036-02-05 10:00", capacity=3)
    await book_seats(conn, tenant, yoga, seat_count=3)

    assert await ids_of(v2, f"{WEEK}&filter[master_ids][]={studio.ben}") == [pilates]
    assert await ids_of(v2, f"{WEEK}&filter[master_ids]={studio.ben},{studio.ana}") == [yoga, pilates]
    assert await ids_of(v2, f"{WEEK}&filter[service_ids][]={studio.yoga}") == [yoga]
    assert await ids_of(v2, f"{WEEK}&filter[capacity]=2") == [yoga, pilates]
    assert await ids_of(v2, f"{WEEK}&filter[capacity]=3") == [pilates]
    assert await ids_of(v2, f"{WEEK}&filter[capacity]=4") == []


async def test_pages(v2: Client, conn: Connection, tenant: Tenant, studio: Studio) -> None:
    made = [
        await make_event(conn, tenant, studio.ana, studio.yoga, f"2036-02-0{day} 10:00", capacity=day)
        for day in (4, 5, 6)
    ]
    assert await ids_of(v2, f"{WEEK}&limit=2") == made[:2]
    assert await ids_of(v2, f"{WEEK}&limit=2&page=2") == made[2:]
    first = (await v2.get(f"{WEEK}&limit=2&cursor=first")).json()
    assert await ids_of(v2, f"{WEEK}&limit=2&cursor={first['meta']['next_cursor']}") == made[2:]


async def test_what_include_names_is_there_once(v2: Client, conn: Connection, tenant: Tenant, studio: Studio) -> None:
    for day in (4, 5):
        await make_event(conn, tenant, studio.ana, studio.yoga, f"2036-02-0{day} 10:00")
    answer = (await v2.get(f"{WEEK}&include[]=staff&include[]=service")).json()
    assert [each["type"] for each in answer["included"]] == ["staff", "service"]
    assert (await v2.get(f"{WEEK.replace('2036', '2037')}&include=staff")).json() == {"data": [], "included": []}


@pytest.mark.parametrize("query", ["", f"filter[from]={FROM}", f"filter[to]={TO}", f"filter[to]={TO}&limit=0"])
async def test_without_a_period_it_is_a_400(v2: Client, query: str) -> None:
    """Show that clients get the status that the contract names for it (Q-441)."""
    response = await v2.get(f"{EVENTS}?{query}")
    assert (response.status_code, response.json()["meta"]["message"]) == (
        400, "Both `filter[from]` and `filter[to]` are needed.",
    )  # fmt: skip


async def test_odd_periods(v2: Client) -> None:
    past = {"filter[from]": "2026-02-02 00:00:00", "filter[to]": "2026-02-01 00:00:00"}
    assert faults_of(await v2.get(EVENTS, params=past)) == {
        "filter[from]": "Must not be in the past.",
        "filter[to]": "Must come after `filter[from]`.",
    }
    assert faults_of(await v2.get(f"{EVENTS}?filter[from]={FROM}&filter[to]={FROM}")) == {
        "filter[to]": "Must come after `filter[from]`."
    }
    assert faults_of(await v2.get(f"{EVENTS}?filter[from]=soon&filter[to]=9999-01-01")) == {
        "filter[from]": "Expected a date and time in ISO 8601, such as 2026-01-31T18:30:00+01:00."
    }
    assert faults_of(await v2.get(f"{EVENTS}?filter[from]={FROM}&filter[to]=9999-01-01")) == {
        "filter[to]": "Must be between the years 1990 and 2100."
    }


async def test_the_present_minute_is_not_the_past(v2: Client, tenant: Tenant) -> None:
    """Show that a client may send the present moment on its own clock (Q-441)."""
    now = datetime.now(tenant.timezone)
    this_minute = now.replace(second=0, microsecond=0)
    until = (now + timedelta(days=1)).strftime("%Y-%m-%d %H:%M:%S")

    async def status(moment: datetime) -> int:
        period = {"filter[from]": moment.strftime("%Y-%m-%d %H:%M:%S"), "filter[to]": until}
        return (await v2.get(EVENTS, params=period)).status_code

    assert await status(this_minute + timedelta(seconds=59)) == 200
    assert await status(this_minute - timedelta(minutes=1)) == 422


async def test_who_sees_what(v2: Client, conn: Connection, tenant: Tenant, studio: Studio) -> None:
    other = await make_team_member(conn, tenant, "Noa Bell")
    await make_event(conn, tenant, studio.ana, studio.yoga, "2036-02-04 10:00")
    hers = await make_event(conn, tenant, other, studio.yoga, "2036-02-05 10:00")
    own = await make_member(conn, "own", "administrator", master_id=other)
    assert await ids_of(v2.by(own), WEEK) == [hers]
    assert (await v2.by(FOREIGNER).get(WEEK)).status_code == 404
