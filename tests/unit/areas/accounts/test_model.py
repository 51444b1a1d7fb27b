"""The limits of guessing as docs/decisions/0014-guessing.md has them, and how logins are written."""

from datetime import timedelta
from hashlib import sha256
from ipaddress import ip_address, ip_network

import pytest

from parlour.areas.accounts import service
from parlour.areas.accounts.model import KNOWN_NETWORK_LIFETIME, LIMITS, LONGEST_PERIOD, Limit, normalize_login
from parlour.areas.accounts.queries.attempts import Attempt


def test_the_limits_are_those_of_the_decision() -> None:
    quarter, hour, day = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)
    assert (
        Limit("login from network", 5, quarter),
        Limit("network", 20, quarter),
        Limit("login", 10, hour),
        Limit("login", 40, day),
    ) == LIMITS
    assert (day, timedelta(days=90)) == (LONGEST_PERIOD, KNOWN_NETWORK_LIFETIME)
    assert service.MAX_WAIT_S == 10


@pytest.mark.parametrize(
    ("login", "stored"),
    [
        (" Anna@Example.com ", "anna@example.com"),
        ("ａｎｎａ@example.com", "anna@example.com"),
        ("anna@BÄR.de", "anna@xn--br-via.de"),
        ("A@B@C", "a@b@c"),
        ("Änna@example.com", "änna@example.com"),
        ("+1 (315) 555-01 75", "+13155550175"),
        ("001 315 555 0175", "+13155550175"),
        ("1 315 555 00", "+131555500"),
        ("+١٢٣", "+١٢٣"),
        ("no login", "+"),
    ],
)
def test_a_login_is_written_in_one_way(login: str, stored: str) -> None:
    assert normalize_login(login) == stored


def test_an_attempt_keeps_the_network_and_a_hash_of_the_login() -> None:
    ip = ip_address("2001:db8::7")
    attempt = Attempt.of(" Anna@Example.com", ip, "till")
    assert (attempt.login, attempt.network, attempt.device) == ("anna@example.com", ip_network("2001:db8::/64"), "till")
    assert attempt.login_hash == sha256(b"anna@example.com").digest()
    client = Attempt.of_client(" Anna@Example.com", ip)
    assert (client.login, client.network, client.device) == ("client anna@example.com", attempt.network, "")
    assert client.login_hash != attempt.login_hash
