"""A server run by the command, used with the secrets that other commands printed, and administered meanwhile."""

import signal
import subprocess
from collections.abc import Iterator
from typing import Any

import asyncpg
import httpx
import msgspec
import pytest

from tests.cli.command import Inside, Parlour


@pytest.fixture(scope="module")
def http(parlour: Parlour) -> Iterator[httpx.Client]:
    """Speaks to a server on the data directory that the other commands share with it."""
    process = subprocess.Popen(
        parlour.command("serve", "--port", "0", "--json"),
        env=parlour.environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        assert process.stdout is not None
        ready = msgspec.json.decode(process.stdout.readline())
        assert ready["docs"] == f"{ready['url']}/docs"
        with httpx.Client(base_url=ready["url"], timeout=60) as client:
            yield client
        process.send_signal(signal.SIGINT)
        assert process.wait(15) == 0


@pytest.fixture
def partner(parlour: Parlour) -> dict[str, Any]:
    added: dict[str, Any] = parlour("partner", "add", "--title", "Till", "--json").document
    return added


def _sign_in(http: httpx.Client, partner: dict[str, Any], login: str, password: str) -> dict[str, str]:
    """The headers of a user who just signed in."""
    bearer = f"Bearer {partner['token']}"
    answer = http.post(
        "/api/v1/auth",
        json={"login": login, "password": password},
        headers={"Authorization": bearer, "User-Agent": "till/1"},
    )
    assert answer.status_code == 201, answer.text
    return {"Authorization": f"{bearer}, User {answer.json()['data']['user_token']}"}


def _status(http: httpx.Client, headers: dict[str, str]) -> int:
    return http.get("/api/v1/auth/sessions", headers=headers).status_code


def test_printed_secrets_open_the_server_until_they_are_revoked(
    parlour: Parlour, http: httpx.Client, partner: dict[str, Any]
) -> None:
    login = "anna@till.example"
    user = parlour("user", "add", "--name", "Anna", "--email", login, "--json").document
    first, second = (_sign_in(http, partner, login, user["password"]) for _ in range(2))

    listed = parlour("token", "list", "--user", login, "--json")
    sessions = listed.document
    assert [session["login"] for session in sessions] == [login, login]
    assert sessions[0] == {**sessions[0], "partner_title": "Till", "device": "till/1", "ip": "127.0.0.1"}
    assert not any(headers["Authorization"].split()[-1] in listed.out for headers in (first, second))

    revoked = parlour("token", "revoke", sessions[0]["id"], "--json").document
    assert revoked["revoked_at"] is not None
    assert _status(http, first) == 401
    assert _status(http, second) == 200

    changed = parlour("user", "set-password", login, "--json").document
    assert changed["revoked_sessions"] == 1
    assert _status(http, second) == 401
    assert _status(http, _sign_in(http, partner, login, changed["password"])) == 200


def test_a_session_is_revoked_once(inside: Inside) -> None:
    assert inside("token", "revoke", 999_999).assert_refused() == "Session 999999 does not exist or is revoked already."


def test_an_address_in_use_is_reported_in_one_line(parlour: Parlour, http: httpx.Client) -> None:
    line = parlour.start("serve", "--port", http.base_url.port).assert_refused()
    assert str(http.base_url.port) in line


def test_a_database_of_ones_own_is_migrated_on_demand(parlour: Parlour, inside: Inside, empty_database: str) -> None:
    own = {"PARLOUR_DATABASE_URL": empty_database}
    for words in (["serve", "--port", "0"], ["chain", "list"]):
        assert "Run: parlour migrate" in inside(*words, **own).assert_refused()
    migrated = parlour.start("migrate", "--json", "--database-url", empty_database).document
    assert migrated["applied"][-1] == migrated["schema"]
    assert inside("migrate", "--json", **own).document["applied"] == []
    assert inside("chain", "list", "--json", **own).document == []


async def test_migrating_a_database_of_ones_own_fills_its_dictionaries(parlour: Parlour, empty_database: str) -> None:
    assert parlour("migrate", "--database-url", empty_database).code == 0
    conn = await asyncpg.connect(empty_database)
    assert await conn.fetchval("SELECT count(*) FROM cities") > 30_000
    await conn.close()
