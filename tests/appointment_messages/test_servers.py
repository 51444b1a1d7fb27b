"""Real servers: several that deliver from one queue, and one that is killed between a booking and its message."""

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.booking import DAY, booking
from tests.support.books import differences
from tests.support.factories.schedules import BOOKABLE_MONDAY, set_hours
from tests.support.factories.services import assign, make_service
from tests.support.factories.team import make_team_member
from tests.support.notified import entered
from tests.support.outbox import make_due, until_finished
from tests.support.people import HARBOUR, PARTNER
from tests.support.server import NO_TLS, Server, serving
from tests.support.smtp import MailServer, mail_server

SLOTS, PEOPLE = 20, 200
PATH = f"/api/v1/book_record/{HARBOUR}"


@pytest.fixture
async def mail() -> AsyncIterator[MailServer]:
    async with mail_server() as server:
        yield server


@pytest.fixture
async def elements(conn: Connection, tenant: Tenant) -> list[dict[str, Any]]:
    """Twenty who have time for one haircut each."""
    haircut = await make_service(conn, tenant)
    members = [await make_team_member(conn, tenant, f"Member {number}") for number in range(SLOTS)]
    for member_id in members:
        await assign(conn, tenant, haircut, member_id)
        await set_hours(conn, tenant, member_id, [BOOKABLE_MONDAY], [600, 660])
    return [
        {"id": 1, "services": [haircut], "staff_id": member_id, "datetime": f"{DAY}T10:00:00"} for member_id in members
    ]


def flags(mail: MailServer) -> tuple[str, ...]:
    return "--smtp-url", mail.url, "--email-from", "parlour@example.com"


def client_of(server: Server) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=server.base_url, headers=PARTNER.headers, timeout=120, verify=NO_TLS)


def person(number: int, element: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return booking(element, phone=f"+1315555{number:04}", email=f"person{number}@example.com", **fields)


async def test_of_two_hundred_people_at_two_servers_twenty_are_booked_and_written_to(
    conn: Connection, tenant: Tenant, database_url: str, mail: MailServer, elements: list[dict[str, Any]]
) -> None:
    async def book(client: httpx.AsyncClient, number: int) -> int:
        body = person(number, elements[number // 2 % SLOTS])
        while (response := await client.post(PATH, json=body)).status_code == 503:  # noqa: ASYNC110 - others write
            await asyncio.sleep(0.05)
        return response.status_code

    with serving(database_url, *flags(mail)) as one, serving(database_url, *flags(mail)) as other:
        async with client_of(one) as first, client_of(other) as second:
            found = await asyncio.gather(*(book((first, second)[number % 2], number) for number in range(PEOPLE)))
            await until_finished(conn)
    assert Counter(found) == {201: SLOTS, 422: PEOPLE - SLOTS}
    winners = {f"person{number}@example.com" for number, status in enumerate(found) if status == 201}
    assert Counter(recipient for recipient, _ in mail.received) == dict.fromkeys(winners, 1)
    assert await entered(conn) == ["booked email sent"] * SLOTS
    assert await differences(conn, tenant.chain_id) == []


async def test_a_server_that_is_killed_before_it_has_written_writes_once_when_it_is_back(
    conn: Connection, database_url: str, mail: MailServer, elements: list[dict[str, Any]]
) -> None:
    mail.gate.clear()
    with serving(database_url, *flags(mail)) as server:
        async with client_of(server) as client:
            assert (await client.post(PATH, json=person(1, elements[0]))).status_code == 201
        async with asyncio.timeout(30):
            await mail.held.wait()
        server.stop(signal.SIGKILL)
    mail.gate.set()
    assert mail.received == []
    await make_due(conn)  # as if the lease of the killed one were over
    with serving(database_url, *flags(mail)):
        await until_finished(conn)
    assert [recipient for recipient, _ in mail.received] == ["person1@example.com"]
    assert await entered(conn) == ["booked email sent"]


async def test_a_server_that_is_killed_again_and_again_writes_to_each_at_least_once_and_names_what_comes_twice(
    conn: Connection, database_url: str, mail: MailServer, elements: list[dict[str, Any]]
) -> None:
    for number in range(4):
        with serving(database_url, *flags(mail)) as server:
            async with client_of(server) as client:
                body = person(number, elements[number])
                assert (await client.post(PATH, json=body)).status_code == 201
                server.stop(signal.SIGKILL)
    await make_due(conn)
    with serving(database_url, *flags(mail)):
        await until_finished(conn)
    assert {recipient for recipient, _ in mail.received} == {f"person{number}@example.com" for number in range(4)}
    assert len({message["Message-ID"] for _, message in mail.received}) == 4
    assert await entered(conn) == ["booked email sent"] * 4
