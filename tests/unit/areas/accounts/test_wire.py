"""Users and sessions on the v1 wire: each field from the one that it is named after."""

from datetime import UTC, datetime
from ipaddress import ip_address
from zoneinfo import ZoneInfo

import msgspec
import pytest

from parlour.areas.accounts import model
from parlour.areas.accounts.v1 import wire

USER = model.User(7, "Anna", "anna@example.com", "+13155550188", "https://a.example/p.png", True, False, "$hash")
FIRST, LAST = datetime(2026, 1, 1, 12, tzinfo=UTC), datetime(2026, 1, 2, 8, 30, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("email", "phone", "logins"),
    [
        ("anna@example.com", "+13155550188", ("13155550188", "anna@example.com", "anna@example.com")),
        ("anna@example.com", None, ("", "anna@example.com", "anna@example.com")),
        (None, "+13155550188", ("13155550188", "13155550188", "")),
    ],
)
def test_who_signed_in(email: str | None, phone: str | None, logins: tuple[str, str, str]) -> None:
    user = msgspec.structs.replace(USER, email=email, phone=phone)
    shown = wire.SignedInUser.from_model(model.SignedIn(user, "token"))
    assert shown == wire.SignedInUser(7, "token", "Anna", *logins, USER.avatar_url, True, False)


@pytest.mark.parametrize(("current", "ip"), [(5, "203.0.113.7"), (6, None)])
def test_a_session(current: int, ip: str | None) -> None:
    session = model.Session(5, "Shop sync", "till", ip_address(ip) if ip else None, FIRST, LAST)
    assert wire.Session.from_model(session, current) == wire.Session(
        5, "Shop sync", "till", ip, "2026-01-01T12:00:00+0000", "2026-01-02T08:30:00+0000", current == 5
    )


def test_a_last_sign_in() -> None:
    found = model.LastSignIn(7, "Anna", "owner", LAST, ip_address("203.0.113.7"), "till", "Shop sync", 2)
    shown = wire.LastSignIn.from_model(found, NEW_YORK)
    assert shown == wire.LastSignIn(
        7, "Anna", "owner", "2026-01-02T03:30:00-0500", "203.0.113.7", "till", "Shop sync", 2
    )
    never = model.LastSignIn(8, "Ben", "worker", None, None, None, None, 0)
    assert wire.LastSignIn.from_model(never, NEW_YORK) == wire.LastSignIn(8, "Ben", "worker", None, None, None, None, 0)
