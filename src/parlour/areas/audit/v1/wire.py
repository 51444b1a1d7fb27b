"""The audit log on the v1 wire. Ours, beyond the contract: it shows columns under their names in the database."""

from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

from parlour.areas.audit import model
from parlour.http.cursors import Cursor
from parlour.http.dates import Instant, format_instant
from parlour.http.fields import Id
from parlour.http.query import PageNumber, Query, moment_parameter, parameter
from parlour.http.wire import made, mapped, of, says

_OBJECT = {"type": ["object", "null"]}


def _address(ip: model.IpAddress | None) -> str | None:
    return str(ip) if ip else None


def _raw(json: str | None) -> msgspec.Raw:
    """Return the database's JSON unchanged."""
    return msgspec.Raw((json or "null").encode())


Word = Annotated[str, Meta(max_length=100)]


class ChangeSearch(Query, frozen=True):
    """Which changes are listed."""

    page: PageNumber = 1
    count: Annotated[int, Meta(ge=1, le=300), parameter("Changes on a page.")] = 25
    cursor: Cursor = None
    user_id: Annotated[Id | None, parameter("Changes by this user.", 42)] = None
    entity: Annotated[Word | None, parameter("Changes of entities of this kind.", "product")] = None
    entity_id: Annotated[Id | None, parameter("Changes of the entity with this id; needs `entity`, too.", 501)] = None
    action: Annotated[Word | None, parameter("Of this kind only.", "changed")] = None
    since: Annotated[Instant | None, moment_parameter("At this moment or later.", "2026-01-31T00:00:00-05:00")] = (
        msgspec.field(name="from", default=None)
    )
    until: Annotated[Instant | None, moment_parameter("Before this moment.", "2026-02-01T00:00:00-05:00")] = (
        msgspec.field(name="to", default=None)
    )


class Change(msgspec.Struct, frozen=True):
    """One change: what was changed, by which user and from where."""

    id: Annotated[int, says("The line of the log.", 90210, 90188)]
    at: Annotated[
        str,
        says(
            "When, in the location's time. What one request did has one instant.",
            "2026-01-31T18:30:00-0500",
            "2026-01-31T09:01:12-0500",
            of=made(format_instant, "at", "zone_info"),
        ),
    ]
    origin: Annotated[
        str,
        says(
            "Which way it came: `api`; `operator`, from the command line of the server; or `database`, "
            "from a program beside the server.",
            "api",
        ),
    ]
    user_id: Annotated[int | None, says("Who did it; null when no user was signed in.", 42, 42)]
    user_name: Annotated[str | None, says("The user's name as it is today, or null.", "Anna Berg")]
    partner_id: Annotated[int | None, says("The integration that it was done through, or null.", 5)]
    partner: Annotated[str | None, says("The name of the integration, or null.", "Shop sync", of="partner_title")]
    session_id: Annotated[int | None, says("The session that it was done in; null outside of one.", 7, None)]
    ip: Annotated[
        str | None, says("The address that the request came from, or null.", "203.0.113.7", of=made(_address, "ip"))
    ]
    location_id: Annotated[int | None, says("The location that it concerns; null for the whole chain.", 1, None)]
    action: Annotated[
        str,
        says(
            "`created`, `changed`, `deleted` (hidden from every list) or `restored`; of sessions "
            "`signed_in`, `signed_out` and `ended`; of users `sign_in_failed` and `password_changed`; of operations "
            "`refused`, for want of a right.",
            "changed",
            "signed_in",
        ),
    ]
    entity: Annotated[
        str,
        says(
            "What it was done to: `product`, `category`, `location`, `chain`, `chain_role` and "
            "`location_role` (what a user may do there), `user`, `session`, `stock_document`, `stock_transaction`, "
            "`schedule` (of a team member), `operation` (an attempt to write).",
            "product",
            "session",
        ),
    ]
    entity_id: Annotated[int | None, says("Which one; of a role, the user whose role it is.", 501, 7)]
    before: Annotated[
        msgspec.Raw,
        Meta(
            description="What it was, by column: of a change the columns that changed, of a deletion all that said "
            "something; else null. Never a password or token; costs for those alone who may see them.",
            examples=[{"price": 24.9}, None],
            extra_json_schema=_OBJECT,
        ),
        of(made(_raw, "before")),
    ]
    after: Annotated[
        msgspec.Raw,
        Meta(
            description="What it became, in the same way; null after a deletion. Of a refused attempt the operation, "
            "the rights that were missing and the answer.",
            examples=[{"price": 29.9}, {"user_id": 42, "partner_id": 5, "device": "shop-sync/2.1"}],
            extra_json_schema=_OBJECT,
        ),
        of(made(_raw, "after")),
    ]

    from_model = mapped(model.Change, ZoneInfo)
