"""POST /auth, guessed at from many addresses"""

import hashlib

import pytest

from parlour.db.pool import Connection
from tests.api.v1.auth.conftest import At
from tests.support.client import Client
from tests.support.people import MANAGER, OWNER, PARTNER, PASSWORD

RIGHT = {"login": OWNER.email, "password": PASSWORD}
WRONG = {"login": OWNER.email, "password": "wrong"}
HOME, HOME_SUBNET = "2001:db8:0:1::5", "2001:db8:0:1:ffff::9"
HOME_NETWORK = "2001:db8:0:1::/64"
HOUR_S, DAY_S = 3600, 24 * 3600
KNOW = (
    "INSERT INTO known_networks (user_id, network, last_at) VALUES ($1, $2::text::cidr, now() - $3 * interval '1 day')"
)


async def statuses(at: At, addresses: list[str]) -> list[int]:
    return [(await at(address).post("/auth", WRONG)).status_code for address in addresses]


async def fail(conn: Connection, times: int, ago_s: float = 1, login: str = OWNER.email) -> None:
    """Write down failures of as many strangers, each from an address of its own."""
    await conn.execute(
        "INSERT INTO sign_in_failures (login_hash, ip, failed_at)"
        " SELECT $1, ('10.0.' || n || '.1')::cidr, now() - make_interval(secs => $3)"
        " FROM generate_series(1, $2::int) AS n",
        hashlib.sha256(login.encode()).digest(),
        times,
        ago_s,
    )


async def test_the_addresses_of_one_ipv6_network_are_one(at: At) -> None:
    """Q-087."""
    found = await statuses(at, [f"2001:db8:0:7:{n:x}::{n:x}" for n in range(1, 41)])
    assert found == [401] * 5 + [429] * 35


async def test_two_ipv6_networks_are_two(at: At, conn: Connection) -> None:
    assert await statuses(at, ["2001:db8:0:7::1"] * 6) == [401] * 5 + [429]
    assert await statuses(at, ["2001:db8:0:8::1"]) == [401]
    rows = await conn.fetch("SELECT DISTINCT ip::text FROM sign_in_failures ORDER BY 1")
    assert [row[0] for row in rows] == ["2001:db8:0:7::/64", "2001:db8:0:8::/64"]


async def test_an_ipv4_address_is_the_same_on_a_listener_of_both_families(at: At) -> None:
    found = await statuses(at, ["192.0.2.9"] * 3 + ["::ffff:192.0.2.9"] * 2 + ["::ffff:c000:209", "192.0.2.9"])
    assert found == [401] * 5 + [429] * 2


@pytest.mark.parametrize("login", [OWNER.email, "nobody@example.com"])
async def test_a_login_is_closed_to_strangers_after_ten_failures_wherever_they_come_from(at: At, login: str) -> None:
    answers = [await at(f"203.0.113.{n}").post("/auth", {"login": login, "password": "wrong"}) for n in range(1, 41)]
    assert [answer.status_code for answer in answers] == [401] * 10 + [429] * 30
    assert 0 < int(answers[-1].headers["Retry-After"]) <= HOUR_S


async def test_a_user_still_signs_in_from_a_known_network(at: At, conn: Connection) -> None:
    """Q-087."""
    assert (await at(HOME).post("/auth", RIGHT)).status_code == 201
    await fail(conn, 40)
    assert (await at("203.0.113.1").post("/auth", RIGHT)).status_code == 429
    assert await statuses(at, [HOME] * 4) == [401] * 4
    assert (await at(HOME_SUBNET).post("/auth", RIGHT)).status_code == 201


async def test_a_known_network_has_its_own_five_guesses_and_no_more(at: At, conn: Connection) -> None:
    await conn.execute(KNOW, OWNER.id, HOME_NETWORK, 1)
    assert await statuses(at, [HOME] * 6) == [401] * 5 + [429]


async def test_slips_in_a_known_network_close_nothing_elsewhere(at: At, conn: Connection) -> None:
    await conn.execute(KNOW, OWNER.id, HOME_NETWORK, 1)
    await fail(conn, 9)
    assert await statuses(at, [HOME] * 2) == [401] * 2
    assert (await at("203.0.113.1").post("/auth", RIGHT)).status_code == 201


async def test_a_network_is_known_to_the_user_who_signed_in_and_for_90_days(at: At, conn: Connection) -> None:
    """Q-087."""
    await conn.execute(KNOW, MANAGER.id, HOME_NETWORK, 1)
    await conn.execute(KNOW, OWNER.id, "203.0.113.1/32", 91)
    await fail(conn, 10)
    assert await statuses(at, [HOME, "203.0.113.1"]) == [429] * 2
    await conn.execute("UPDATE known_networks SET last_at = now() - interval '89 days' WHERE user_id = $1", OWNER.id)
    assert (await at("203.0.113.1").post("/auth", RIGHT)).status_code == 201
    assert await conn.fetchval("SELECT max(last_at) > now() - interval '1 hour' FROM known_networks WHERE user_id = 1")


async def test_networks_that_are_no_longer_known_are_dropped(client: Client, conn: Connection) -> None:
    await conn.execute(KNOW, MANAGER.id, "203.0.113.1/32", 91)
    await conn.execute(KNOW, OWNER.id, "192.0.2.1/32", 91)
    assert (await client.by(PARTNER).post("/auth", RIGHT)).status_code == 201
    rows = await conn.fetch("SELECT user_id, network::text, last_at > now() - interval '1 hour' FROM known_networks")
    assert [tuple(row) for row in rows] == [(OWNER.id, "192.0.2.1/32", True)]


async def test_a_login_opens_to_strangers_when_the_hour_is_over(at: At, conn: Connection) -> None:
    await fail(conn, 10, HOUR_S - 60)
    answer = await at("203.0.113.1").post("/auth", RIGHT)
    assert (answer.status_code, 1 <= int(answer.headers["Retry-After"]) <= 60) == (429, True)
    await conn.execute("UPDATE sign_in_failures SET failed_at = failed_at - interval '61 seconds'")
    assert (await at("203.0.113.1").post("/auth", RIGHT)).status_code == 201


async def test_forty_failures_within_a_day_close_a_login_to_strangers(at: At, conn: Connection) -> None:
    await fail(conn, 39, DAY_S - 60)
    assert await statuses(at, ["203.0.113.1", "203.0.113.1"]) == [401, 429]
    await conn.execute("UPDATE sign_in_failures SET failed_at = failed_at - interval '61 seconds'")
    assert (await at("203.0.113.1").post("/auth", RIGHT)).status_code == 201


async def test_a_network_is_known_for_every_login_of_the_user(at: At, conn: Connection) -> None:
    await conn.execute(KNOW, OWNER.id, HOME_NETWORK, 1)
    await fail(conn, 10, login=OWNER.phone)
    body = {"login": OWNER.phone, "password": PASSWORD}
    assert (await at("203.0.113.1").post("/auth", body)).status_code == 429
    assert (await at(HOME).post("/auth", body)).status_code == 201
