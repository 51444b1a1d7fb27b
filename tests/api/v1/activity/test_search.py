"""GET /activity/{location_id}/search, /search_dates, /search_dates_range, /filters and /services"""

from datetime import datetime, timedelta
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.events import make_event, make_event_service
from tests.support.factories.rows import insert
from tests.support.factories.services import make_service_category
from tests.support.people import HARBOUR
from tests.support.studio import Studio

YEAR = "from=2026-01-01&till=2026-12-31"


@pytest.fixture
async def events(conn: Connection, tenant: Tenant, studio: Studio) -> list[int]:
    """Two of Ana's, on two days, and one of Ben's in a hall."""
    made = [
        await make_event(conn, tenant, studio.ana, studio.yoga, "2026-02-02 10:00"),
        await make_event(
            conn, tenant, studio.ben, studio.yoga, "2026-02-02 12:00", resource_instance_ids=[studio.left]
        ),
        await make_event(conn, tenant, studio.ana, studio.yoga, "2026-02-04 10:00"),
    ]
    gone = await make_event(conn, tenant, studio.ana, studio.yoga, "2026-02-05 10:00")
    await conn.execute("UPDATE events SET deleted_at = now() WHERE id = $1", gone)
    return made


async def data_of(client: Client, path: str) -> Any:
    response = await client.get(f"/activity/{HARBOUR}/{path}")
    assert response.status_code == 200, response.text
    return response.json()["data"]


async def found(client: Client, query: str) -> list[int]:
    return [event["id"] for event in await data_of(client, f"search?{query}")]


async def test_search(client: Client, studio: Studio, events: list[int]) -> None:
    ana, ben, later = events

    assert await found(client, YEAR) == [ana, ben, later]
    assert await found(client, "from=2026-02-02&till=2026-02-02") == [ana, ben]
    assert await found(client, "from=2026-02-03&till=2026-02-04") == [later]
    assert await found(client, f"{YEAR}&staff_ids={studio.ben}") == [ben]
    assert await found(client, f"{YEAR}&service_ids[]={studio.yoga}&resource_ids[]={studio.hall}") == [ben]
    assert await found(client, f"{YEAR}&service_ids[]={studio.salon.haircut}") == []
    page = (await client.get(f"/activity/{HARBOUR}/search?{YEAR}&count=1&page=2")).json()
    assert ([event["id"] for event in page["data"]], page["meta"]) == ([ben], {"count": 3})


async def test_dates(client: Client, studio: Studio, events: list[int]) -> None:
    assert await data_of(client, f"search_dates?{YEAR}") == ["2026-02-02", "2026-02-04"]
    assert await data_of(client, f"search_dates?{YEAR}&staff_ids={studio.ben}") == ["2026-02-02"]


@pytest.mark.parametrize("path", ["search", "search_dates"])
async def test_periods_that_are_none(path: str, client: Client, studio: Studio) -> None:
    missing = await client.get(f"/activity/{HARBOUR}/{path}")
    reversed_ = await client.get(f"/activity/{HARBOUR}/{path}?from=2026-02-02&till=2026-02-01")
    assert faults_of(missing) == dict.fromkeys(("from", "till"), "This field is missing.")
    assert faults_of(reversed_) == {"till": "Must not come before `from`."}


async def test_the_range_is_of_upcoming_events(
    client: Client, conn: Connection, tenant: Tenant, studio: Studio, events: list[int]
) -> None:
    """Show that it begins now (Q-417)."""
    assert await data_of(client, "search_dates_range") == {"min_date": None, "max_date": None}
    tomorrow = datetime.now(tenant.timezone).date() + timedelta(days=1)
    for day in (tomorrow, tomorrow + timedelta(days=3)):
        await make_event(conn, tenant, studio.ana, studio.yoga, f"{day} 10:00")

    expected = {"min_date": f"{tomorrow}", "max_date": f"{tomorrow + timedelta(days=3)}"}
    assert await data_of(client, "search_dates_range") == expected
    assert await data_of(client, f"search_dates_range?staff_ids={studio.ben}") == {"min_date": None, "max_date": None}


async def test_filters(client: Client, conn: Connection, tenant: Tenant, studio: Studio, events: list[int]) -> None:
    """Show that what is chosen in a filter doesn't disable the other values of that one (Q-417)."""
    classes = await make_service_category(conn, tenant, "Classes")
    pilates = await make_event_service(conn, tenant, studio.ben, title="Pilates", category_id=classes)
    tomorrow = datetime.now(tenant.timezone).date() + timedelta(days=1)
    await make_event(conn, tenant, studio.ana, studio.yoga, f"{tomorrow} 10:00")
    await make_event(conn, tenant, studio.ben, pilates, f"{tomorrow} 10:00", resource_instance_ids=[studio.left])

    def values(*rows: tuple[int, str, bool]) -> list[dict[str, Any]]:
        return [{"id": id_, "title": title, "is_disabled": is_disabled} for id_, title, is_disabled in rows]

    filters = await data_of(client, f"filters?staff_ids={studio.ana}")

    assert filters == [
        {"code": "staff", "title": "Team members",
         "data": values((studio.ana, "Ana Lima", False), (studio.ben, "Ben Okafor", False))},
        {"code": "resource", "title": "Resources", "data": values((studio.hall, "Hall", True))},
        {"code": "service", "title": "Services",
         "data": values((studio.yoga, "Yoga", False), (pilates, "Pilates", True))},
        {"code": "service_category", "title": "Categories of services", "data": values((classes, "Classes", True))},
    ]  # fmt: skip
    both = await data_of(client, f"filters?staff_ids={studio.ana}&service_ids={pilates}")
    assert [[value["is_disabled"] for value in each["data"]] for each in both] == [
        [True, False], [True], [False, True], [True],
    ]  # fmt: skip


async def test_services(client: Client, conn: Connection, tenant: Tenant, studio: Studio) -> None:
    await insert(conn, "service_resources", tenant, service_id=studio.yoga, resource_id=studio.hall)
    await conn.execute("UPDATE services SET capacity = 12 WHERE id = $1", studio.yoga)
    pilates = await make_event_service(conn, tenant, title="Pilates")

    services = await data_of(client, "services?term=YO")

    staff = [
        {"id": studio.ana, "name": "Ana Lima", "length": 3600},
        {"id": studio.ben, "name": "Ben Okafor", "length": 3600},
    ]
    assert services == [
        {"id": studio.yoga, "title": "Yoga", "capacity": 12, "price_min": 15, "price_max": 15, "is_multi": True,
         "category": {"id": 0, "title": ""}, "staff": staff,
         "resources": [{"id": studio.hall, "title": "Hall", "salon_id": HARBOUR}]}
    ]  # fmt: skip
    assert [each["id"] for each in await data_of(client, "services")] == [pilates, studio.yoga]
    assert [each["id"] for each in await data_of(client, f"services?staff_id={studio.ben}")] == [studio.yoga]
    unknown = await client.get(f"/activity/{HARBOUR}/services?staff_id=999")
    assert (unknown.status_code, unknown.json()["meta"]["message"]) == (404, "Team member not found.")
