"""Users, their sessions, and the rules of signing in. No storage, no wire."""

import unicodedata
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Address

import msgspec

from parlour.emails import normal_email

IpAddress = IPv4Address | IPv6Address

FAILURE_WINDOW = timedelta(minutes=15)
MAX_FAILURES_PER_LOGIN = 5
MAX_FAILURES_PER_ADDRESS = 20


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
    """Somebody who works here, and when and how they last signed in; None for whoever never did."""

    user_id: int
    user_name: str
    role: str
    signed_in_at: datetime | None
    ip: IpAddress | None
    device: str | None
    partner_title: str | None
    open_sessions: int


class Colleague(msgspec.Struct, frozen=True):
    """Somebody who works in a location, by a role there or in its chain."""

    user_id: int
    chain_role: str | None
    location_role: str | None


class Client(msgspec.Struct, frozen=True):
    """Where an attempt to sign in comes from."""

    partner_id: int
    device: str
    ip: IpAddress


class SignedIn(msgspec.Struct, frozen=True):
    """A user and the token that was just made for them; the token can't be shown again."""

    user: User
    token: str


class Failures(msgspec.Struct, frozen=True):
    """What recent failures say. `…_limit_at` is when the failure that reached the limit happened, None below it."""

    login_limit_at: datetime | None
    address_limit_at: datetime | None
    failed_from_here: bool
    now: datetime

    def wait_s(self) -> int:
        """How many seconds an attempt has to wait; 0 when it may be made.

        A login under attack stays open to addresses that had no part in it, so that its owner gets in.
        """
        limits = [self.address_limit_at, self.login_limit_at if self.failed_from_here else None]
        waits = [(limit + FAILURE_WINDOW - self.now).total_seconds() for limit in limits if limit]
        return max(0, *(int(wait) + 1 for wait in waits)) if waits else 0


def normal_login(login: str) -> str:
    """Return a login as it is stored: an email address, or a phone number as a plus and digits.

    What is no address by today's grammar may be one that was stored before there was a grammar.
    """
    text = unicodedata.normalize("NFKC", login).strip()
    if "@" in text:
        try:
            return normal_email(text)
        except ValueError:
            return text.lower()
    digits = "".join(character for character in text if character.isdecimal())
    return f"+{digits.removeprefix('00')}"
