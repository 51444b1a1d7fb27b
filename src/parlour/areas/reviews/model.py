"""A review: a rating with a text, about a team member or about the location."""

from datetime import datetime
from decimal import Decimal

import msgspec
from msgspec import UNSET, UnsetType

LOWEST, HIGHEST = 1, 5


class NewReview(msgspec.Struct, frozen=True):
    """What a review says, and in whose name."""

    rating: int
    text: str
    author_name: str


class ReviewPatch(msgspec.Struct, frozen=True, kw_only=True):
    """Changes to a review; UNSET keeps the current value."""

    rating: int | UnsetType = UNSET
    text: str | UnsetType = UNSET
    author_name: str | UnsetType = UNSET


class ReviewFilter(msgspec.Struct, frozen=True):
    """Which reviews are listed; None admits all. The period ends before `until`."""

    team_member_id: int | None
    rating: int | None
    since: datetime | None
    until: datetime | None


class ReviewedAppointment(msgspec.Struct, frozen=True):
    """An appointment whose client is asked for a review. `author_name` is the client's name, if it is known."""

    id: int
    chain_id: int
    location_id: int
    starts_at: datetime
    author_name: str
    team_member_id: int
    member_name: str
    specialization: str
    prepayment: str
    position_id: int | None
    position_title: str
    image_names: list[str]
    """The sizes of the team member's photo, the largest first; empty without one."""
    votes: int
    total: int
    location_title: str
    location_address: str
    location_logo_url: str
    timezone: str
    currency: str
    locale: str
    country_code: str
    form_id: int | None
    """The booking form with which it was booked, otherwise the location's default; None if there is none."""
    terms_url: str
    has_policy: bool
    paid_amount: Decimal
    """What was paid for the visit."""
    is_reviewed: bool

    @property
    def rating(self) -> int:
        """Return the mean of the team member's ratings, rounded; 0 without any."""
        return round(self.total / self.votes) if self.votes else 0


class Review(NewReview, frozen=True):
    """A review of a location, or of a member of its team."""

    id: int
    location_id: int
    team_member_id: int | None
    """None for a review of the location."""
    appointment_id: int | None
    """The appointment after which the client was asked for it."""
    user_id: int | None
    """Who wrote it down."""
    created_at: datetime
    revision: int
