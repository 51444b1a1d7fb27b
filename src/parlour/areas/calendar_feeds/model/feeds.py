"""A calendar feed: whose appointments it shows, and how much of them."""

from datetime import date, datetime, timedelta

import msgspec

PREFIX, SUFFIX = "/calendar/", ".ics"
"""What the addresses of feeds begin and end with; the token is between."""
DAYS_BACK, DAYS_AHEAD = timedelta(days=30), timedelta(days=365)
MOST_EVENTS = 5000
"""More appointments than this are left out, those farthest from today first."""


class NewFeed(msgspec.Struct, frozen=True):
    """The fields of a new feed; without a team member it shows the whole location."""

    team_member_id: int | None
    shows_clients: bool


class Feed(msgspec.Struct, frozen=True):
    """A feed. Its token is stored as a hash only. `user_id` is who made it; None for the operator of the server."""

    id: int
    location_id: int
    team_member_id: int | None
    member_name: str | None
    shows_clients: bool
    user_id: int | None
    created_at: datetime


class CreatedFeed(msgspec.Struct, frozen=True):
    """A new feed with the token that it is read by, which is never shown again."""

    feed: Feed
    token: str

    def address(self, base_url: str) -> str:
        """Return the address that a calendar program subscribes to."""
        return f"{base_url}{PREFIX}{self.token}{SUFFIX}"

    def __repr__(self) -> str:
        return f"CreatedFeed(feed={self.feed!r})"


class Source(msgspec.Struct, frozen=True):
    """What a token stands for: the feed, by whose rights it is read, and what the calendar is called."""

    id: int
    chain_id: int
    location_id: int
    team_member_id: int | None
    member_name: str | None
    shows_clients: bool
    user_id: int | None
    title: str
    address: str
    city: str

    @property
    def name(self) -> str:
        """Return the name of the calendar."""
        return self.title if self.member_name is None else f"{self.member_name} – {self.title}"

    @property
    def place(self) -> str:
        """Return where the appointments take place."""
        return ", ".join(filter(None, (self.title, self.address, self.city)))


class Window(msgspec.Struct, frozen=True):
    """The days of a feed."""

    first: date
    today: date
    last: date

    @classmethod
    def around(cls, today: date) -> "Window":
        return cls(today - DAYS_BACK, today, today + DAYS_AHEAD)
