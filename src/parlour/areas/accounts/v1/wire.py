"""Users and sessions on the v1 wire."""

from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

from parlour.areas.accounts import model
from parlour.http.dates import format_instant
from parlour.http.fields import text
from parlour.http.path_parts import PathPart

SessionInPath = Annotated[int, PathPart("Session", "The session, one of the user's own.", 7)]
UserInPath = Annotated[int, PathPart("User", "The user.", 42)]

UTC = ZoneInfo("UTC")


class SignIn(msgspec.Struct):
    """What a user signs in with."""

    login: Annotated[
        str,
        text(1, 255),
        Meta(
            description="An email address, or a telephone number with its country code in any usual writing.",
            examples=["owner@example.com"],
        ),
    ]
    password: Annotated[
        str,
        text(1, 1000, is_secret=True),
        Meta(description="The password, every character as it was set.", examples=["correct horse battery staple"]),
    ]


class SignedInUser(msgspec.Struct, frozen=True):
    """The user, and the token to be sent from now on."""

    id: Annotated[int, Meta(description="The user.", examples=[42])]
    user_token: Annotated[
        str,
        Meta(
            description="The token of this session. It is never shown again, and works with the partner token it was "
            "asked for with.",
            examples=["4c1c8f0e9b1f4d6a8e2b7d3f5a6c9e01"],
        ),
    ]
    name: Annotated[str, Meta(description="The name of the user.", examples=["Anna Berg"])]
    phone: Annotated[
        str, Meta(description="Digits with the country code, without a plus; empty if none.", examples=["13155550175"])
    ]
    login: Annotated[
        str, Meta(description="The email address, else the telephone number.", examples=["owner@example.com"])
    ]
    email: Annotated[str, Meta(description="The email address, or empty.", examples=["owner@example.com"])]
    avatar: Annotated[
        str, Meta(description="Address of a picture, or empty.", examples=["https://example.com/anna.png"])
    ]
    is_approved: Annotated[bool, Meta(description="The user may work here; always true.", examples=[True])]
    is_email_confirmed: Annotated[
        bool, Meta(description="The user has shown that the email address is theirs.", examples=[True])
    ]

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
    """One place where the user is signed in."""

    id: Annotated[int, Meta(description="The session.", examples=[7, 5])]
    partner: Annotated[
        str, Meta(description="The name of the integration that was signed in through.", examples=["Shop sync"])
    ]
    device: Annotated[
        str, Meta(description="What the client called itself; may be empty.", examples=["shop-sync/2.1", "curl/8.5.0"])
    ]
    ip: Annotated[
        str | None,
        Meta(
            description="The address that the user signed in from; null if not known.", examples=["203.0.113.7", None]
        ),
    ]
    created_at: Annotated[
        str, Meta(description="When the user signed in, in UTC.", examples=["2026-01-01T12:00:00+0000"])
    ]
    last_used_at: Annotated[
        str,
        Meta(
            description="When the token was last used, in UTC, to within a minute.",
            examples=["2026-01-02T08:30:00+0000"],
        ),
    ]
    is_current: Annotated[bool, Meta(description="It is the session that asks.", examples=[True, False])]

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

    user_id: Annotated[int, Meta(description="The user.", examples=[42, 43])]
    name: Annotated[str, Meta(description="The name of the user.", examples=["Anna Berg", "Ben Holt"])]
    role: Annotated[
        str, Meta(description="What the user is in the chain, else in the location.", examples=["owner", "worker"])
    ]
    signed_in_at: Annotated[
        str | None,
        Meta(
            description="When the user signed in last, in the location's time; null if never.",
            examples=["2026-01-31T18:30:00-0500", None],
        ),
    ]
    ip: Annotated[
        str | None, Meta(description="The address that was from; null if not known.", examples=["203.0.113.7", None])
    ]
    device: Annotated[
        str | None,
        Meta(
            description="What the client called itself; null if the user never signed in.",
            examples=["curl/8.5.0", None],
        ),
    ]
    partner: Annotated[
        str | None,
        Meta(
            description="The integration that it was through; null if the user never signed in.",
            examples=["Shop sync", None],
        ),
    ]
    open_sessions: Annotated[
        int, Meta(description="How many sessions the user has open, in all integrations.", examples=[2, 0])
    ]

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
