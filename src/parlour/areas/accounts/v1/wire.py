"""Users and sessions on the v1 wire."""

from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec

from parlour.areas.accounts import model
from parlour.http.dates import format_instant
from parlour.http.fields import text
from parlour.http.path_parts import PathPart
from parlour.http.wire import says

SessionInPath = Annotated[int, PathPart("Session", "The session, one of the user's own.", 7)]
UserInPath = Annotated[int, PathPart("User", "The user.", 42)]

UTC = ZoneInfo("UTC")


class SignIn(msgspec.Struct):
    """The login and the password of a user."""

    login: Annotated[
        str,
        text(1, 255),
        says(
            "An email address, or a telephone number with its country code in any usual format.",
            "owner@example.com",
        ),
    ]
    password: Annotated[
        str,
        text(1, 1000, is_secret=True),
        says("The password, exactly as it was set.", "correct horse battery staple"),
    ]


class SignedInUser(msgspec.Struct, frozen=True):
    """The user, and the token for further requests."""

    id: Annotated[int, says("The user.", 42)]
    user_token: Annotated[
        str,
        says(
            "The token of this session. It is never shown again, and is valid together with the partner "
            "token of this request.",
            "4c1c8f0e9b1f4d6a8e2b7d3f5a6c9e01",
        ),
    ]
    name: Annotated[str, says("The name of the user.", "Anna Berg")]
    phone: Annotated[str, says("Digits with the country code, without a plus; empty if none.", "13155550175")]
    login: Annotated[str, says("The email address, else the telephone number.", "owner@example.com")]
    email: Annotated[str, says("The email address, or empty.", "owner@example.com")]
    avatar: Annotated[str, says("Address of a picture, or empty.", "https://example.com/anna.png")]
    is_approved: Annotated[bool, says("The user may work here; always true.", True)]
    is_email_confirmed: Annotated[bool, says("The user has confirmed the email address.", True)]

    @classmethod
    def from_model(cls, signed_in: model.SignedIn) -> "SignedInUser":
        user = signed_in.user
        phone = (user.phone or "").removeprefix("+")
        return cls(
            id=user.id,
            user_token=signed_in.token,
            name=user.name,
            phone=phone,
            login=user.email or phone,
            email=user.email or "",
            avatar=user.avatar_url,
            is_approved=user.is_approved,
            is_email_confirmed=user.is_email_confirmed,
        )


class Session(msgspec.Struct, frozen=True):
    """A session of the user."""

    id: Annotated[int, says("The session.", 7, 5)]
    partner: Annotated[str, says("The name of the integration.", "Shop sync")]
    device: Annotated[str, says("The name that the client sent; may be empty.", "shop-sync/2.1", "curl/8.5.0")]
    ip: Annotated[str | None, says("The IP address of the sign-in; null if not known.", "203.0.113.7", None)]
    created_at: Annotated[str, says("When the user signed in, in UTC.", "2026-01-01T12:00:00+0000")]
    last_used_at: Annotated[
        str, says("When the token was last used, in UTC, to within a minute.", "2026-01-02T08:30:00+0000")
    ]
    is_current: Annotated[bool, says("It is the session of this request.", True, False)]

    @classmethod
    def from_model(cls, session: model.Session, current_id: int) -> "Session":
        return cls(
            id=session.id,
            partner=session.partner_title,
            device=session.device,
            ip=str(session.ip) if session.ip else None,
            created_at=format_instant(session.created_at, UTC),
            last_used_at=format_instant(session.last_used_at, UTC),
            is_current=session.id == current_id,
        )


class LastSignIn(msgspec.Struct, frozen=True):
    """A user of the location, and the last time that they signed in, wherever that was."""

    user_id: Annotated[int, says("The user.", 42, 43)]
    name: Annotated[str, says("The name of the user.", "Anna Berg", "Ben Holt")]
    role: Annotated[str, says("The role in the chain, or else in the location.", "owner", "worker")]
    signed_in_at: Annotated[
        str | None,
        says("When the user signed in last, in the location's time; null if never.", "2026-01-31T18:30:00-0500", None),
    ]
    ip: Annotated[str | None, says("The IP address of that sign-in; null if not known.", "203.0.113.7", None)]
    device: Annotated[
        str | None, says("The name that the client sent; null if the user never signed in.", "curl/8.5.0", None)
    ]
    partner: Annotated[
        str | None, says("The integration of that sign-in; null if the user never signed in.", "Shop sync", None)
    ]
    open_sessions: Annotated[int, says("The number of open sessions, in all integrations.", 2, 0)]

    @classmethod
    def from_model(cls, found: model.LastSignIn, timezone: ZoneInfo) -> "LastSignIn":
        return cls(
            user_id=found.user_id,
            name=found.user_name,
            role=found.role,
            signed_in_at=format_instant(found.signed_in_at, timezone) if found.signed_in_at else None,
            ip=str(found.ip) if found.ip else None,
            device=found.device,
            partner=found.partner_title,
            open_sessions=found.open_sessions,
        )
