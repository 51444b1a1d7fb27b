"""Calendar feeds on the v1 wire."""

from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from parlour.access.tenant import Tenant
from parlour.areas.calendar_feeds.model import feeds as model
from parlour.http.dates import format_instant
from parlour.http.fields import IdOrZero
from parlour.http.path_parts import PathPart
from parlour.http.wire import made, mapped, says

FeedInPath = Annotated[int, PathPart("Calendar feed", "The calendar feed.", 61)]

MEMBER = says("Whose appointments it shows; null for those of the whole location.", 9, None)
SHOWS_CLIENTS = says("Whether it shows the names of clients, and comments.", False, True)


class CalendarFeedForm(msgspec.Struct):
    """What a calendar feed is made from."""

    team_member_id: Annotated[
        IdOrZero | UnsetType | None,
        says("Whose appointments it shows; null or 0 for those of the whole location.", 9, None),
    ] = UNSET
    shows_clients: Annotated[bool | UnsetType, SHOWS_CLIENTS] = UNSET

    def to_new(self) -> model.NewFeed:
        return model.NewFeed(self.team_member_id or None, self.shows_clients or False)


class FeedFields(msgspec.Struct, frozen=True):
    """What is shown of every calendar feed."""

    id: Annotated[int, says("The calendar feed.", 61, 62)]
    team_member_id: Annotated[int | None, MEMBER]
    shows_clients: Annotated[bool, SHOWS_CLIENTS]
    user_id: Annotated[
        int | None,
        says("The user who made it, and whose rights it is read with; null for the operator of the server.", 42, None),
    ]
    created_at: Annotated[
        str,
        says(
            "When it was made, in the location's time.",
            "2026-01-31T18:30:00-0500",
            of=made(format_instant, "created_at", "tenant.timezone"),
        ),
    ]


class CalendarFeed(FeedFields, frozen=True):
    """A calendar feed, without its address."""

    from_model = mapped(model.Feed, Tenant)


class NewCalendarFeed(FeedFields, frozen=True):
    """A calendar feed that was just made, with its address."""

    address: Annotated[
        str,
        says(
            "What a calendar program subscribes to. It is a secret, and shown only here.",
            "https://parlour.example/calendar/3f7c0a5d9be2418c6d04f1a27e85b39c60d1f4a8e27b5c93.ics",
        ),
    ]

    @classmethod
    def made(cls, created: model.CreatedFeed, tenant: Tenant, base_url: str) -> "NewCalendarFeed":
        shown = CalendarFeed.from_model(created.feed, tenant)
        return cls(**msgspec.structs.asdict(shown), address=created.address(base_url))
