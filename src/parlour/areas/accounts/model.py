"""Users, their sessions, and the rules of signing in. No storage, no wire."""

import unicodedata
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Address
from typing import Literal

import msgspec

from parlour.emails import normalize_email

IpAddress = IPv4Address | IPv6Address


class Limit(msgspec.Struct, frozen=True):
    """How many attempts may fail within a period, counted for what `name` says."""

    name: Literal["network", "login from network", "login"]
    max_failures: int
    period: timedelta


# Why these numbers: docs/decisions/0014-guessing.md.
MAX_FAILURES_PER_LOGIN = 5
MAX_FAILURES_PER_ADDRESS = 20
MAX_FAILURES_FROM_UNKNOWN_NETWORKS = 10
LIMITS = (
    Limit("login from network", MAX_FAILURES_PER_LOGIN, timedelta(minutes=15)),
    Limit("network", MAX_FAILURES_PER_ADDRESS, timedelta(minutes=15)),
    # From all networks together, except those that the user signed in from before.
    Limit("login", MAX_FAILURES_FROM_UNKNOWN_NETWORKS, timedelta(hours=1)),
    Limit("login", 40, timedelta(days=1)),
)
LONGEST_PERIOD = max(limit.period for limit in LIMITS)
KNOWN_NETWORK_LIFETIME = timedelta(days=90)
"""How long a network is remembered after the user signed in from it."""


class User(msgspec.Struct, frozen=True):
    """A person who can sign in. `phone` is E.164 with a plus."""

    id: int
    name: str
    email: str | None
    phone: str | None
    avatar_url: str
    is_approved: bool
    is_email_confirmed: bool
    password_hash: str


class Session(msgspec.Struct, frozen=True):
    """A user signed in through an integration."""

    id: int
    partner_title: str
    device: str
    ip: IpAddress | None
    created_at: datetime
    last_used_at: datetime


class LastSignIn(msgspec.Struct, frozen=True):
    """A user who works here, and when and how they last signed in; None for a user who never did."""

    user_id: int
    user_name: str
    role: str
    signed_in_at: datetime | None
    ip: IpAddress | None
    device: str | None
    partner_title: str | None
    open_sessions: int


class Colleague(msgspec.Struct, frozen=True):
    """A user who works in a location, by a role there or in its chain."""

    user_id: int
    chain_role: str | None
    location_role: str | None


class SignInOrigin(msgspec.Struct, frozen=True):
    """Where an attempt to sign in comes from."""

    partner_id: int
    device: str
    ip: IpAddress


class SignedIn(msgspec.Struct, frozen=True):
    """A user and the token that was just made for them; the token can't be shown again."""

    user: User
    token: str


def normalize_login(login: str) -> str:
    """Return a login as it is stored: an email address, or a phone number as a plus and digits.

    A login that today's grammar doesn't accept as an address is returned in lower case: it may have been stored before.
    """
    text = unicodedata.normalize("NFKC", login).strip()
    if "@" in text:
        try:
            return normalize_email(text)
        except ValueError:
            return text.lower()
    digits = "".join(character for character in text if character.isdecimal())
    return f"+{digits.removeprefix('00')}"
