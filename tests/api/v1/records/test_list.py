"""GET /records/{location_id}"""

from datetime import UTC, datetime
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.appointments import add_service, make_appointment
from tests.support.factories.clients import make_client
from tests.support.factories.users import make_member
from tests.support.people import FOREIGNER, HARBOUR, NEIGHBOUR, NOBODY, PARTNER, Person
from tests.support.salon import Salon

LIST = f"/records/{HARBOUR}"


@pytest.fixture
async def booked(conn: Connection, tenant: Tenant, salon: Salon) -> dict[str, int]:
    """Six appointments by names, of two members, two clients and three days."""
    maya, noa = await make_client(conn, tenant, "Maya"), await make_client(conn, tenant, "Noa")

    async def make(member_id: int, starts: str, created: str, **fields: Any) -> int:
        made = datetime.fromisoformat(created).replace(tzinfo=tenant.timezone)
        times = {"created_at": made, "changed_at": made}
        return await make_appointment(conn, tenant, member_id, starts, **{**times, **fields})

    return {
        "late": await make(salon.ana, "2026-02-03 23:30", "2026-01-02 10:00", client_id=maya),
        "noon": await make(salon.ana, "2026-02-03 12:00", "2026-01-03 10:00", client_id=noa, created_user_id=7),
        "other": await make(salon.ben, "2026-02-03 12:00", "2026-01-04 23:59", client_id=maya),
        "first": await make(salon.ben, "2026-02-02 00:00", "2026-01-05 00:00"),
        "gone": await make(salon.ana, "2026-02-03 13:00", "2026-01-05 10:00", deleted_at=datetime.now(UTC)),
        "last": await make(salon.ana, "2026-02-04 10:00", "2026-01-06 10:00", client_id=maya),
    }


ALL = "first noon other late last"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ALL),
        ("with_deleted=1", "first noon other gone late last"),
        ("with_deleted=true&start_date=2026-02-03&end_date=2026-02-03", "noon other gone late"),
        ("start_date=2026-02-03", "noon other late last"),
        ("end_date=20260203", "first noon other late"),
        ("startDate=2026-02-03&endDate=2026-02-03", "noon other late"),
        ("start_date=2026-02-05&end_date=2026-02-03", ""),
        ("staff_id={ana}", "noon late last"),
        ("team_member_id={ana}&end_date=2026-02-03", "noon late"),
        ("staff_id=0&client_id=0&created_user_id=0", ALL),
        ("client_id={maya}", "other late last"),
        ("client_id={maya}&staff_id={ana}&start_date=2026-02-04", "last"),
        ("created_user_id=7", "noon"),
        ("c_start_date=2026-01-04", "first other last"),
        ("c_end_date=2026-01-04", "noon other late"),
        ("c_start_date=2026-01-04&c_end_date=2026-01-04", "other"),
        ("changed_after=2026-01-05T00:00:00", "first last"),
        ("changed_after=2026-01-05T00:00:00&with_deleted=1", "first gone last"),
        ("changed_after=2026-01-05T05:00:00Z&changed_before=2026-01-05T00:00:00", "first"),
        ("changed_before=2026-01-03", "noon late"),
        ("changed_after=2026-01-03&client_id={maya}&start_date=2026-02-04", "last"),
        ("staff_id=999999", ""),
        ("include_consumables=1&include_finance_transactions=1", ALL),
    ],
)
async def test_filters(query: str, names: str, client: Client, booked: dict[str, int], salon: Salon) -> None:
    """Show that bounds are included, on the clock of the location (Q-245)."""
    filled = query.format(ana=salon.ana, maya=1)
    body = (await client.get(f"{LIST}?{filled}")).json()
    expected = [booked[name] for name in names.split()]
    assert [row["id"] for row in body["data"]] == expected
    assert body["meta"] == {"page": 1, "total_count": len(expected)}


async def test_pages(client: Client, booked: dict[str, int]) -> None:
    """Show that the total counts all pages, and that one beyond the last is empty."""
    for count, page, names in ((2, 1, "first noon"), (2, 3, "last"), (5, 2, ""), (2, 9, ""), (1000, 1, ALL)):
        body = (await client.get(f"{LIST}?count={count}&page={page}")).json()
        assert [row["id"] for row in body["data"]] == [booked[name] for name in names.split()]
        assert body["meta"] == {"page": page, "total_count": 5}
    assert (await client.get(f"{LIST}?count=1001")).status_code == 422


async def test_a_row_is_as_the_appointment_itself(
    client: Client, conn: Connection, tenant: Tenant, booked: dict[str, int], salon: Salon
) -> None:
    await add_service(conn, tenant, booked["noon"], salon.haircut, "30.50", discount=5)
    for row in (await client.get(LIST)).json()["data"]:
        assert row == (await client.get(f"/record/{HARBOUR}/{row['id']}")).json()["data"]


async def test_figures_of_the_client(client: Client, conn: Connection, tenant: Tenant, booked: dict[str, int]) -> None:
    await conn.execute("UPDATE appointments SET attendance = 'arrived' WHERE id = $1", booked["late"])
    await conn.execute("UPDATE appointments SET attendance = 'no_show' WHERE id = $1", booked["other"])
    shown = (await client.get(f"/record/{HARBOUR}/{booked['last']}")).json()["data"]["client"]
    assert (shown["success_visits_count"], shown["fail_visits_count"], shown["is_new"]) == (1, 1, False)


async def test_contacts_are_masked_without_the_right(
    client: Client, conn: Connection, tenant: Tenant, salon: Salon
) -> None:
    """Show which rights hide what of a client (Q-242)."""
    maya = await make_client(conn, tenant, "Maya", phone="13155550142", email="maya@example.com")
    await make_appointment(conn, tenant, salon.ana, "2026-02-02 10:00", client_id=maya)
    clerk = await make_member(conn, "clerk", "administrator", timetable_phones_access=False)
    other = await make_member(conn, "other", "administrator", record_form_client_access=False)

    [row] = (await client.by(clerk).get(LIST)).json()["data"]
    assert (row["client"]["phone"], "maya@" in row["client"]["email"]) == ("1********42", False)
    [row] = (await client.by(other).get(LIST)).json()["data"]
    assert row["client"] is None


async def test_times_on_a_day_whose_clocks_change(
    client: Client, conn: Connection, tenant: Tenant, salon: Salon
) -> None:
    """Show that the offset is the one in force at the time."""
    for hour in (5, 6):
        starts_at = datetime(2026, 11, 1, hour, 30, tzinfo=UTC)
        await make_appointment(conn, tenant, salon.ana, "2026-11-01 01:30", starts_at=starts_at)
    rows = (await client.get(f"{LIST}?start_date=2026-11-01&end_date=2026-11-01")).json()["data"]
    assert [(row["date"], row["datetime"]) for row in rows] == [
        ("2026-11-01 01:30:00", "2026-11-01T01:30:00-04:00"),
        ("2026-11-01 01:30:00", "2026-11-01T01:30:00-05:00"),
    ]


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("start_date=x", {"start_date": "Expected a day, such as 2026-01-31."}),
        ("page=x&count=0", {"page": "Expected a whole number.", "count": "Must be at least 1."}),
        (
            "changed_after=x",
            {"changed_after": "Expected a date and time in ISO 8601, such as 2026-01-31T18:30:00+01:00."},
        ),
    ],
)
async def test_faults(query: str, fault: dict[str, str], client: Client) -> None:
    assert faults_of(await client.get(f"{LIST}?{query}")) == fault


@pytest.mark.parametrize(("person", "status"), [(NOBODY, 401), (PARTNER, 401), (NEIGHBOUR, 403), (FOREIGNER, 404)])
async def test_who_may_not(person: Person, status: int, client: Client) -> None:
    assert (await client.by(person).get(LIST)).status_code == status


async def test_the_list_needs_its_right(client: Client, conn: Connection) -> None:
    clerk = await make_member(conn, "clerk", "administrator", timetable_access=False)
    assert (await client.by(clerk).get(LIST)).status_code == 403
