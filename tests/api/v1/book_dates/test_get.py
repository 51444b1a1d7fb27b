"""GET /book_dates/{location_id}"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.booking import DAY, Shop, open_shop
from tests.support.client import Client, faults_of
from tests.support.factories.appointments import make_appointment
from tests.support.factories.schedules import set_hours
from tests.support.people import HARBOUR, PARTNER

NOTHING: dict[str, Any] = {"booking_days": [], "booking_dates": [], "working_days": [], "working_dates": []}


@pytest.fixture
async def shop(conn: Connection, tenant: Tenant) -> Shop:
    return await open_shop(conn, tenant)


async def dates(client: Client, **query: Any) -> dict[str, Any]:
    found: dict[str, Any] = (await client.get(f"/book_dates/{HARBOUR}", params=query)).json()["data"]
    return found


async def test_dates_of_a_month(client: Client, conn: Connection, tenant: Tenant, shop: Shop) -> None:
    await set_hours(conn, tenant, shop.ana, [date(2036, 2, 29)], [600, 660])
    await set_hours(conn, tenant, shop.ben, [date(2036, 2, 28)], [600, 615])
    await make_appointment(conn, tenant, shop.ana, "2036-02-29 10:00", 15)
    answer = await client.by(PARTNER).get(
        f"/book_dates/{HARBOUR}", params={"service_ids[]": shop.haircut, "date": "2036-02-15"}
    )
    assert answer.json() == {
        "success": True,
        "data": {
            "booking_days": {"2": [4]},
            "booking_dates": [DAY],
            "working_days": {"2": [4, 28, 29]},
            "working_dates": [DAY, "2036-02-28", "2036-02-29"],
        },
        "meta": [],
    }
    assert await dates(client, date="2036-03-01", service_ids=shop.haircut) == NOTHING


async def test_one_member_has_dates_of_their_own(client: Client, conn: Connection, tenant: Tenant, shop: Shop) -> None:
    await set_hours(conn, tenant, shop.ben, [date(2036, 2, 5)], [600, 720])
    query = {"date": DAY, "service_ids": shop.haircut}
    assert (await dates(client, **query, staff_id=shop.ben))["booking_days"] == {"2": [4, 5]}
    assert (await dates(client, **query, staff_ids=shop.ana))["booking_days"] == {"2": [4]}
    assert (await dates(client, date=DAY, service_ids=shop.colouring, staff_id=shop.ben)) == NOTHING


async def test_a_period_wins_over_a_month(client: Client, conn: Connection, tenant: Tenant, shop: Shop) -> None:
    """Q-370."""
    await set_hours(conn, tenant, shop.ben, [date(2036, 2, 5), date(2036, 3, 1)], [600, 720])
    period = {"date_from": "2036-02-05", "date_to": "2036-03-01"}
    assert (await dates(client, **period, date="2036-01-01"))["booking_days"] == {"2": [5], "3": [1]}
    assert (await dates(client, date_from="2036-03-01", date=DAY))["booking_days"] == {"2": [4, 5]}
    assert (await dates(client, date_to="2036-03-01"))["booking_days"] == []


async def test_what_is_past_is_not_listed(client: Client, conn: Connection, tenant: Tenant, shop: Shop) -> None:
    """Q-370."""
    today = datetime.now(UTC).astimezone(tenant.timezone).date()
    days = [today + timedelta(days=number) for number in (-2, -1, 1, 363, 364, 365)]
    await set_hours(conn, tenant, shop.ana, days)
    expected = [day.isoformat() for day in days[2:5]]
    found = await dates(client, service_ids=shop.haircut)
    assert (found["booking_dates"], found["working_dates"]) == (expected, expected)


async def test_a_period_has_limits(client: Client, shop: Shop) -> None:
    reversed_ = await client.get(f"/book_dates/{HARBOUR}", params={"date_from": DAY, "date_to": "2036-02-03"})
    assert faults_of(reversed_) == {"date_to": "Is before the first day."}
    longest = {"date_from": DAY, "date_to": "2037-02-03"}
    assert (await client.get(f"/book_dates/{HARBOUR}", params=longest)).status_code == 200
    too_long = await client.get(f"/book_dates/{HARBOUR}", params={**longest, "date_to": "2037-02-04"})
    assert faults_of(too_long) == {"date_to": "A period may have at most 366 days."}


async def test_without_services_any_work_counts(client: Client, shop: Shop) -> None:
    """Q-371."""
    assert (await dates(client, date=DAY))["booking_dates"] == [DAY]
