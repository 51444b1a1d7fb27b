"""Several people who book online at the same moment."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.booking import DAY, booking
from tests.support.books import differences
from tests.support.client import Client
from tests.support.factories.resources import make_resource
from tests.support.factories.rows import insert
from tests.support.factories.schedules import BOOKABLE_MONDAY, set_hours
from tests.support.factories.services import assign, make_service
from tests.support.factories.team import make_team_member
from tests.support.people import HARBOUR, PARTNER

MEMBERS, PEOPLE = 20, 200


@pytest.fixture
async def haircut(conn: Connection, tenant: Tenant) -> int:
    return await make_service(conn, tenant)


@pytest.fixture
async def members(conn: Connection, tenant: Tenant, haircut: int) -> list[int]:
    """Twenty who have time for one haircut each."""
    found = []
    for number in range(MEMBERS):
        member_id = await make_team_member(conn, tenant, f"Member {number}")
        await assign(conn, tenant, haircut, member_id)
        await set_hours(conn, tenant, member_id, [BOOKABLE_MONDAY], [600, 660])
        found.append(member_id)
    return found


def element(service_id: int, member_id: int, **fields: Any) -> dict[str, Any]:
    return {"id": 1, "services": [service_id], "staff_id": member_id, "datetime": f"{DAY}T10:00:00", **fields}


async def booked(client: Client, bookings: Sequence[Sequence[dict[str, Any]]]) -> Counter[Any]:
    """Let everyone book at the same moment, and count what becomes of it: a status, or the codes of a refusal."""

    async def book(number: int, elements: Sequence[dict[str, Any]]) -> Any:
        body = booking(*elements, phone=f"+1315555{number:04}")
        while (response := await client.by(PARTNER).post(f"/book_record/{HARBOUR}", body)).status_code == 503:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        if response.status_code != 422:
            return response.status_code
        return tuple(fault["code"] for fault in response.json()["meta"]["errors"])

    return Counter(await asyncio.gather(*(book(number, each) for number, each in enumerate(bookings))))


async def test_of_two_hundred_people_twenty_get_the_twenty_slots(
    client: Client, conn: Connection, tenant: Tenant, haircut: int, members: list[int]
) -> None:
    bookings = [[element(haircut, members[number % MEMBERS])] for number in range(PEOPLE)]
    assert await booked(client, bookings) == {201: MEMBERS, (433,): PEOPLE - MEMBERS}
    assert await differences(conn, tenant.chain_id) == []


async def test_any_member_is_found_as_long_as_one_is_free(
    client: Client, conn: Connection, tenant: Tenant, haircut: int, members: list[int]
) -> None:
    assert await booked(client, [[element(haircut, 0)]] * 60) == {201: MEMBERS, (436,): 60 - MEMBERS}
    assert await conn.fetchval("SELECT count(DISTINCT team_member_id) FROM appointments") == MEMBERS


async def test_two_of_two_or_none(client: Client, conn: Connection, haircut: int, members: list[int]) -> None:
    """Of bookings that need the same two members, in either order, one gets both."""
    one, other = element(haircut, members[0]), element(haircut, members[1], id=2)
    found = await booked(client, [[one, other], [other, one]] * 8)
    assert found[201] == 1
    assert await conn.fetchval("SELECT count(*) FROM appointments") == 2


async def test_the_last_room_is_taken_once(
    client: Client, conn: Connection, tenant: Tenant, haircut: int, members: list[int]
) -> None:
    room = await make_resource(conn, tenant, "Room", "Only one")
    await insert(conn, "service_resources", tenant, service_id=haircut, resource_id=room.id)
    found = await booked(client, [[element(haircut, member_id)] for member_id in members])
    assert found == {201: 1, (433,): MEMBERS - 1}
