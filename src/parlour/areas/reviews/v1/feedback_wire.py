"""The review that a client is asked for, on the v1 wire."""

from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.reviews.model import ReviewedAppointment
from parlour.areas.reviews.v1.wire import RATING, TEXT, Rating
from parlour.http.dates import format_instant
from parlour.http.fields import LongText
from parlour.http.path_parts import PathPart
from parlour.http.wire import always, says

RecordTokenInPath = Annotated[
    str,
    PathPart("Appointment", "The token of the appointment's link (`record_hash`).", "00000000000000000000000000000bb9"),
]


class ReviewedMember(msgspec.Struct, frozen=True):
    """The team member whom the review is about."""

    id: Annotated[int, says("The team member.", 9)]
    name: Annotated[str, says("The name.", "Ana Ruiz")]
    company_id: Annotated[int, says("The location.", 1)]
    specialization: Annotated[str, says("What the member does.", "Stylist")]
    rating: Annotated[int, says("The mean of the ratings, rounded; 0 without any.", 5)]
    show_rating: Annotated[int, says("The number of ratings.", 12)]


class ReviewedLocation(msgspec.Struct, frozen=True):
    """The location of the appointment."""

    id: Annotated[int, says("The location.", 1)]
    title: Annotated[str, says("The name.", "Harbour")]
    logo: Annotated[str, says("The address of its picture, or empty.", "")]
    address: Annotated[str, says("The address.", "12 Quay Street")]


class ReviewedRecord(msgspec.Struct, frozen=True):
    """The appointment."""

    id: Annotated[int, says("The appointment.", 4001)]
    date: Annotated[str, says("When it began, in the location's time.", "2026-02-02T16:00:00-0500")]


class ReviewCurrency(msgspec.Struct, frozen=True):
    """The currency of the location."""

    iso: Annotated[str, says("Its code.", "USD")]


class ReviewStatus(msgspec.Struct, frozen=True):
    """What a client is asked about, and whether they have answered."""

    is_review_submitted: Annotated[bool, says("Whether there is a review already.", False)]
    page_title: Annotated[str, says("The name of the location.", "Harbour")]
    master: ReviewedMember
    company: ReviewedLocation
    tips: Annotated[list[int], always([], "Always empty: there are no tips.")]
    record: ReviewedRecord
    currency: ReviewCurrency

    @classmethod
    def from_model(cls, found: ReviewedAppointment) -> "ReviewStatus":
        place, member = found.location_id, found.team_member_id
        return cls(
            found.is_reviewed,
            found.location_title,
            ReviewedMember(member, found.member_name, place, found.specialization, found.rating, found.votes),
            ReviewedLocation(place, found.location_title, found.location_logo_url, found.location_address),
            [],
            ReviewedRecord(found.id, format_instant(found.starts_at, ZoneInfo(found.timezone))),
            ReviewCurrency(found.currency),
        )


class ClientsReview(msgspec.Struct):
    """What a client says."""

    rating: Annotated[Rating, RATING]
    text: Annotated[LongText | UnsetType, TEXT] = UNSET


class NoCharge(msgspec.Struct, frozen=True):
    """Where tips would be paid."""

    url: Annotated[str, always("", "Always empty: there are no tips.")]


class ReviewThanks(msgspec.Struct, frozen=True):
    """What follows a review."""

    charge: NoCharge
