"""POST /auth after failures"""

import asyncio
import hashlib

import pytest

from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.people import MANAGER, OWNER, PARTNER, PASSWORD

HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"
RIGHT = {"login": OWNER.email, "password": PASSWORD}
WRONG = {"login": OWNER.email, "password": "wrong"}
WINDOW_S = 15 * 60
DAY_S = 24 * 60 * 60


@pytest.fixture
def client(client: Client) -> Client:
    """Speaks as the partner."""
    return client.by(PARTNER)


async def _fail(conn: Connection, login: str, times: int, *, ip: str = HERE, ago_s: float = 1) -> None:
    """Writes down failures as if they had happened a while ago: checking real passwords takes long."""
    await conn.execute(
        "INSERT INTO sign_in_failures (login_hash, ip, failed_at)"
        " SELECT $1, $2::text::inet, now() - make_interval(secs => $4) FROM generate_series(1, $3::int)",
        hashlib.sha256(login.encode()).digest(),
        ip,
        times,
        ago_s,
    )


async def test_five_failures_close_the_login_even_to_the_correct_password(client: Client) -> None:
    for _ in range(5):
        assert (await client.post("/auth", WRONG)).status_code == 401
    response = await client.post("/auth", RIGHT)
    assert response.status_code == 429
    retry_after = response.headers["Retry-After"]
    assert 0 < int(retry_after) <= WINDOW_S
    assert response.json()["meta"]["message"] == f"Too many failed attempts. Try again in {retry_after} seconds."


async def test_failures_count_for_the_login_however_it_is_written(client: Client, conn: Connection) -> None:
    await _fail(conn, "+13155550175", 5)
    assert (await client.post("/auth", {"login": "001 315 555-01-75", "password": PASSWORD})).status_code == 429


async def test_an_unknown_login_is_closed_like_a_known_one(client: Client, conn: Connection) -> None:
    await _fail(conn, "nobody@example.com", 5)
    assert (await client.post("/auth", {"login": "nobody@example.com", "password": "wrong"})).status_code == 429


async def test_a_closed_login_stays_open_to_an_address_that_did_not_fail(
    client: Client, elsewhere: Client, conn: Connection
) -> None:
    await _fail(conn, OWNER.email, 5)
    assert (await elsewhere.post("/auth", RIGHT)).status_code == 201
    assert (await client.post("/auth", RIGHT)).status_code == 429


async def test_a_slip_at_another_address_does_not_close_a_login_under_attack(
    elsewhere: Client, conn: Connection
) -> None:
    await _fail(conn, OWNER.email, 5)
    assert (await elsewhere.post("/auth", WRONG)).status_code == 401
    assert (await elsewhere.post("/auth", RIGHT)).status_code == 201


async def test_failures_for_one_login_leave_others_open(client: Client, conn: Connection) -> None:
    await _fail(conn, MANAGER.email, 5)
    assert (await client.post("/auth", RIGHT)).status_code == 201


async def test_twenty_failures_over_different_logins_close_the_address_for_any_login(
    client: Client, conn: Connection
) -> None:
    for number in range(19):
        await _fail(conn, f"guess{number}@example.com", 1)
    assert (await client.post("/auth", RIGHT)).status_code == 201
    await _fail(conn, "one-more@example.com", 1)
    response = await client.post("/auth", RIGHT)
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= WINDOW_S


async def test_failures_of_one_address_leave_others_open(elsewhere: Client, conn: Connection) -> None:
    for number in range(20):
        await _fail(conn, f"guess{number}@example.com", 1)
    assert (await elsewhere.post("/auth", RIGHT)).status_code == 201


async def test_failures_older_than_a_quarter_of_an_hour_do_not_count(client: Client, conn: Connection) -> None:
    await _fail(conn, OWNER.email, 9, ago_s=WINDOW_S + 1)
    await _fail(conn, MANAGER.email, 11, ago_s=WINDOW_S + 1)
    assert (await client.post("/auth", RIGHT)).status_code == 201


async def test_the_wait_ends_when_fewer_than_five_failures_are_left_to_count(client: Client, conn: Connection) -> None:
    await _fail(conn, OWNER.email, 1, ago_s=WINDOW_S - 60)
    await _fail(conn, OWNER.email, 4)
    response = await client.post("/auth", RIGHT)
    assert response.status_code == 429
    assert 50 <= int(response.headers["Retry-After"]) <= 60


async def test_a_refused_attempt_does_not_prolong_the_wait(client: Client, conn: Connection) -> None:
    await _fail(conn, OWNER.email, 5)
    for _ in range(3):
        assert (await client.post("/auth", WRONG)).status_code == 429
    assert await conn.fetchval("SELECT count(*) FROM sign_in_failures") == 5


async def test_success_forgives_this_address_its_failures_for_the_login_and_nothing_else(
    client: Client, conn: Connection
) -> None:
    """Q-087."""
    await _fail(conn, OWNER.email, 2)
    await _fail(conn, OWNER.email, 1, ip=ELSEWHERE)
    await _fail(conn, MANAGER.email, 3)
    assert (await client.post("/auth", RIGHT)).status_code == 201
    rows = await conn.fetch("SELECT host(ip), count(*) FROM sign_in_failures GROUP BY ip ORDER BY ip")
    assert [tuple(row) for row in rows] == [(HERE, 3), (ELSEWHERE, 1)]


async def test_failures_that_no_longer_count_are_dropped(client: Client, conn: Connection) -> None:
    await _fail(conn, MANAGER.email, 3, ip=ELSEWHERE, ago_s=DAY_S + 1)
    assert (await client.post("/auth", WRONG)).status_code == 401
    assert await conn.fetchval("SELECT count(*) FROM sign_in_failures") == 1


async def test_a_body_with_faults_is_no_failure(client: Client, conn: Connection) -> None:
    assert (await client.post("/auth", {"login": OWNER.email})).status_code == 422
    assert await conn.fetchval("SELECT count(*) FROM sign_in_failures") == 0


async def test_a_flood_of_attempts_at_once_gets_as_many_tries_as_a_slow_one(client: Client) -> None:
    responses = await asyncio.gather(*(client.post("/auth", WRONG) for _ in range(30)))
    statuses = [response.status_code for response in responses]
    assert set(statuses) == {401, 429}
    assert statuses.count(401) == 5
