"""GET /book_staff/{location_id}"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.team.model.positions import ServicesBinding
from parlour.db.pool import Connection
from tests.support.booking import DAY, Shop, open_shop
from tests.support.client import Client
from tests.support.factories.appointments import make_appointment
from tests.support.factories.schedules import set_hours
from tests.support.factories.services import make_service
from tests.support.factories.team import make_position, make_team_member
from tests.support.people import HARBOUR, PARTNER


@pytest.fixture
async def shop(conn: Connection, tenant: Tenant) -> Shop:
    return await open_shop(conn, tenant)


async def staff(client: Client, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await client.by(PARTNER).get(f"/book_staff/{HARBOUR}", params=query)).json()["data"]
    return found


async def test_each_member_has_their_nearest_slots(
    client: Client, conn: Connection, tenant: Tenant, shop: Shop
) -> None:
    tomorrow = datetime.now(UTC).astimezone(tenant.timezone).date() + timedelta(days=1)
    await set_hours(conn, tenant, shop.ben, [tomorrow], [600, 660])
    ana, ben = await staff(client, service_ids=shop.haircut)
    assert [ana[name] for name in ("id", "name", "bookable", "seances", "position", "image_group", "prepaid")] == [
        shop.ana, "Ana Lima", False, [], [], [], "forbidden",
    ]  # fmt: skip
    assert "seance_date" not in ana
    assert (ben["id"], ben["bookable"], ben["seance_date"]) == (shop.ben, True, tomorrow.isoformat())
    assert [(slot["time"], slot["seance_length"]) for slot in ben["seances"]] == [("10:00", 1800), ("10:30", 1800)]


async def test_a_position_says_how_far_it_binds(client: Client, conn: Connection, tenant: Tenant, shop: Shop) -> None:
    stylist = await make_position(conn, tenant, "Stylist", services_binding=ServicesBinding.STRICT)
    await conn.execute("UPDATE team_members SET position_id = $1 WHERE id = $2", stylist, shop.ana)
    ana, ben = await staff(client, without_seances=1)
    assert ana["position"] == {"id": stylist, "title": "Stylist", "services_binding_type": 2}
    assert ben["position"] == []


async def test_who_provides_all_services(client: Client, shop: Shop) -> None:
    both = f"{shop.haircut},{shop.colouring}"
    assert [each["id"] for each in await staff(client, service_ids=both)] == [shop.ana]
    assert [each["id"] for each in await staff(client)] == [shop.ana, shop.ben]


async def test_who_is_free_at_a_time(client: Client, conn: Connection, tenant: Tenant, shop: Shop) -> None:
    await make_appointment(conn, tenant, shop.ana, f"{DAY} 10:00", 60)
    ten = await staff(client, service_ids=shop.haircut, datetime=f"{DAY}T10:00")
    assert [(each["id"], each["bookable"], each["seance_date"]) for each in ten] == [(shop.ben, True, DAY)]
    eleven = await staff(client, service_ids=shop.haircut, datetime=f"{DAY}T11:00-05:00")
    assert [each["id"] for each in eleven] == [shop.ana, shop.ben]
    assert await staff(client, service_ids=shop.haircut, datetime=f"{DAY}T11:10") == []


async def test_without_slots_it_says_who_has_a_schedule(
    client: Client, conn: Connection, tenant: Tenant, shop: Shop
) -> None:
    """Q-373."""
    await conn.execute("UPDATE schedules SET last_day = '2026-02-02' WHERE team_member_id = $1", shop.ben)
    found = await staff(client, without_seances=1)
    assert [(each["id"], each["bookable"], each["seances"]) for each in found] == [
        (shop.ana, True, []),
        (shop.ben, False, []),
    ]


async def test_who_is_hidden_or_dismissed_is_not_listed(
    client: Client, conn: Connection, tenant: Tenant, shop: Shop
) -> None:
    """Q-373."""
    await make_team_member(conn, tenant, "Cleo", is_hidden=True)
    await make_team_member(conn, tenant, "Dora", is_dismissed=True)
    idle = await make_team_member(conn, tenant, "Edna", weight=-1)
    await set_hours(conn, tenant, idle, [date(2036, 2, 4)])
    found = await staff(client, without_seances=1)
    assert [(each["id"], each["bookable"]) for each in found] == [(shop.ana, True), (shop.ben, True), (idle, False)]


async def test_a_service_that_is_not_booked_online_is_refused(
    client: Client, conn: Connection, tenant: Tenant, shop: Shop
) -> None:
    inside = await make_service(conn, tenant, "Wash", is_online=False)
    query = {"service_ids": f"{shop.haircut},{inside},999999"}
    answer = await client.get(f"/book_staff/{HARBOUR}", params=query)
    assert answer.status_code == 422
    message = f"These services can't be booked online: {inside}, 999999."
    assert answer.json()["meta"]["errors"] == [{"code": 438, "message": message}]
