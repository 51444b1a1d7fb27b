"""Several who book at the same moment. Rounds with processes that die are in tests/attack/test_bookings.py."""

import asyncio
import random
from collections import Counter
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.books import differences
from tests.support.client import Client
from tests.support.factories.clients import make_client
from tests.support.factories.resources import make_resource
from tests.support.factories.rows import insert
from tests.support.factories.schedules import set_hours
from tests.support.factories.services import assign, make_service
from tests.support.factories.team import make_team_member
from tests.support.people import HARBOUR
from tests.support.salon import Salon, open_salon

CREATE = f"/records/{HARBOUR}"
WRITERS = 16
TAKEN = 433


@pytest.fixture
async def salon(conn: Connection, tenant: Tenant) -> Salon:
    return await open_salon(conn, tenant)


async def sent(client: Client, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    """Send until the database isn't too busy: nothing was done before."""
    rest = {} if body is None else {"json": body}
    while (response := await client.send(method, path, **rest)).status_code == 503:  # noqa: ASYNC110
        await asyncio.sleep(0.05)
    return response


async def outcomes(client: Client, bodies: list[dict[str, Any]]) -> Counter[int]:
    """Book all of it at the same moment, and count the answers by their status; a time that is taken is 433."""
    responses = await asyncio.gather(*(sent(client, "POST", CREATE, body) for body in bodies))
    return Counter(map(outcome_of, responses))


def outcome_of(response: Any) -> int:
    """Return 433 for a time that is taken, and otherwise the status."""
    errors = response.json()["meta"]["errors"] if response.status_code == 422 else []
    return TAKEN if [error.get("code") for error in errors] == [TAKEN] else int(response.status_code)


@pytest.mark.parametrize("time", ["10:00", "13:30", "18:00"])
async def test_one_of_sixteen_gets_the_time(
    time: str, client: Client, conn: Connection, tenant: Tenant, salon: Salon
) -> None:
    assert await outcomes(client, [salon.booking(time)] * WRITERS) == {201: 1, TAKEN: WRITERS - 1}
    assert await differences(conn, tenant.chain_id) == []


async def test_one_of_sixteen_gets_a_time_where_there_is_no_schedule_yet(
    client: Client, conn: Connection, tenant: Tenant, salon: Salon
) -> None:
    """Show that the day is created under the lock: forced appointments have the same time, and all are kept."""
    body = salon.booking(save_if_busy=True, comment="forced") | {"datetime": "2027-05-05 10:00"}

    assert await outcomes(client, [body] * WRITERS) == {201: WRITERS}
    assert await differences(conn, tenant.chain_id) == []


async def test_one_of_sixteen_gets_the_only_room(
    client: Client, conn: Connection, tenant: Tenant, salon: Salon
) -> None:
    """Show that different members wait for the same resource."""
    room = await make_resource(conn, tenant, "Room", "Only one")
    massage = await make_service(conn, tenant, "Massage")
    await insert(conn, "service_resources", tenant, service_id=massage, resource_id=room.id)
    bodies = []
    for number in range(WRITERS):
        member_id = await make_team_member(conn, tenant, f"Member {number}")
        await assign(conn, tenant, massage, member_id)
        await set_hours(conn, tenant, member_id)
        bodies.append(salon.booking() | {"staff_id": member_id, "services": [massage]})

    assert await outcomes(client, bodies) == {201: 1, TAKEN: WRITERS - 1}
    assert await differences(conn, tenant.chain_id) == []


@pytest.mark.parametrize("who", [{"phone": "13155550142", "name": "New"}, "known"])
async def test_a_clients_appointments_of_a_day_form_one_visit(
    who: Any, client: Client, conn: Connection, tenant: Tenant, salon: Salon
) -> None:
    """Show that they do for appointments that are made at the same moment, also with a card that is made by it."""
    given = {"id": await make_client(conn, tenant)} if who == "known" else who
    times = [f"{hour}:{minute}" for hour in range(10, 18) for minute in ("00", "30")]
    bodies = [salon.booking(time, client=given, seance_length=1800) for time in times]

    assert await outcomes(client, bodies) == {201: WRITERS}
    assert await conn.fetchval("SELECT count(DISTINCT visit_id) FROM appointments") == 1
    assert await conn.fetchval("SELECT count(*) FROM clients") == 1


async def test_a_member_who_is_deleted_meanwhile_gets_no_appointment(
    client: Client, conn: Connection, tenant: Tenant, salon: Salon
) -> None:
    async with conn.transaction():
        await conn.execute("UPDATE team_members SET deleted_at = now() WHERE id = $1", salon.ana)
        booking = asyncio.create_task(client.post(CREATE, salon.booking()))
        await asyncio.sleep(0.3)
        assert not booking.done()
    assert (await booking).json()["meta"]["errors"] == [
        {"[staff_id]": ["There is no such team member in this location."]}
    ]


async def test_a_service_that_is_deleted_meanwhile_is_not_booked(
    client: Client, conn: Connection, salon: Salon
) -> None:
    async with conn.transaction():
        await conn.execute("UPDATE services SET deleted_at = now() WHERE id = $1", salon.haircut)
        booking = asyncio.create_task(client.post(CREATE, salon.booking()))
        await asyncio.sleep(0.3)
        assert not booking.done()
    message = f"This location offers no service {salon.haircut}."
    assert (await booking).json()["meta"]["errors"] == [{"[services[0].id]": [message]}]


async def test_a_client_who_is_deleted_meanwhile_gets_no_appointment(
    client: Client, conn: Connection, tenant: Tenant, salon: Salon
) -> None:
    client_id = await make_client(conn, tenant)
    async with conn.transaction():
        await conn.execute("UPDATE clients SET deleted_at = now() WHERE id = $1", client_id)
        booking = asyncio.create_task(client.post(CREATE, salon.booking(client={"id": client_id})))
        await asyncio.sleep(0.3)
        assert not booking.done()
    message = "There is no such client in this location."
    assert (await booking).json()["meta"]["errors"] == [{"[client.id]": [message]}]
    assert await conn.fetchval("SELECT count(*) FROM appointments") == 0


async def test_whatever_many_do_at_once_the_books_are_right(
    client: Client, conn: Connection, tenant: Tenant, salon: Salon
) -> None:
    """Show it for creating, moving, changing attendance and deleting, on few slots of two members."""
    await assign(conn, tenant, salon.haircut, salon.ben)
    clients = [await make_client(conn, tenant, f"Client {number}") for number in range(3)]

    async def work(number: int) -> None:
        rng = random.Random(number)  # noqa: S311 - nothing secret
        mine: list[int] = []
        for _ in range(12):
            body = salon.booking(f"{rng.randint(10, 13)}:{rng.choice(('00', '30'))}")
            body |= {"staff_id": rng.choice((salon.ana, salon.ben)), "client": {"id": rng.choice(clients)}}
            if not mine or rng.random() < 0.4:
                response = await sent(client, "POST", CREATE, body)
                mine += [response.json()["data"]["id"]] if response.status_code == 201 else []
            elif rng.random() < 0.2:
                response = await sent(client, "DELETE", f"/record/{HARBOUR}/{mine.pop()}")
            else:
                change = rng.choice((body, {"attendance": rng.choice((-1, 0, 1, 2))}))
                response = await sent(client, "PUT", f"/record/{HARBOUR}/{rng.choice(mine)}", change)
            assert response.status_code in (201, 204, 422), response.text

    await asyncio.gather(*map(work, range(8)))

    assert await differences(conn, tenant.chain_id) == []
