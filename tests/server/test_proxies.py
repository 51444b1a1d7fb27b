"""Whose word on a client's address is believed."""

import httpx
import pytest

from tests.support.people import HARBOUR, OWNER, PARTNER, PASSWORD
from tests.support.server import serving

FORWARDED = {"X-Forwarded-For": "203.0.113.9"}


@pytest.mark.parametrize(
    ("arguments", "address"),
    [
        ([], "127.0.0.1"),
        (["--trusted-proxies", "127.0.0.1"], "203.0.113.9"),
        (["--trusted-proxies", "192.0.2.1"], "127.0.0.1"),
    ],
)
def test_only_a_trusted_proxy_says_where_a_client_is(arguments: list[str], address: str, database_url: str) -> None:
    with serving(database_url, *arguments) as server, httpx.Client(base_url=server.base_url, timeout=60) as client:
        login = {"login": OWNER.email, "password": PASSWORD}
        signed_in = client.post("/api/v1/auth", json=login, headers={**PARTNER.headers, **FORWARDED})
        token = signed_in.json()["data"]["user_token"]
        headers = {"Authorization": f"{PARTNER.headers['Authorization']}, User {token}"}
        sessions = client.get("/api/v1/auth/sessions", headers=headers).json()["data"]
    assert next(session["ip"] for session in sessions if session["is_current"]) == address


def test_a_proxy_that_names_no_address_breaks_nothing(database_url: str) -> None:
    unknown = {**OWNER.headers, "X-Forwarded-For": "unknown"}
    with (
        serving(database_url, "--trusted-proxies", "127.0.0.1") as server,
        httpx.Client(base_url=server.base_url, timeout=60) as client,
    ):
        made = client.post(f"/api/v1/goods_categories/{HARBOUR}", json={"title": "Hair"}, headers=unknown)
    assert made.status_code == 201


def test_a_neighbour_that_is_not_trusted_is_warned_about_once_in_the_log(database_url: str) -> None:
    with serving(database_url) as server, httpx.Client(base_url=server.base_url, timeout=60) as client:
        for _ in range(3):
            assert client.get("/health/live", headers=FORWARDED).status_code == 200
        server.stop()
    warnings = [line for line in server.lines if "isn't trusted" in line]
    assert len(warnings) == 1
    assert "127.0.0.1" in warnings[0]
