"""The review that a client is asked for, on the v1 wire."""

from decimal import Decimal
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.reviews.model import ReviewedAppointment
from parlour.areas.reviews.v1.wire import RATING, TEXT, Rating
from parlour.files import public_url
from parlour.http.dates import format_instant
from parlour.http.fields import LongText
from parlour.http.money import currency_name, currency_symbol, price_style
from parlour.http.path_parts import PathPart
from parlour.http.wire import always, says

RecordTokenInPath = Annotated[
    str,
    PathPart("Appointment", "The token of the appointment's link (`record_hash`).", "00000000000000000000000000000bb9"),
]


class ReviewedPosition(msgspec.Struct, frozen=True):
    """The position of the team member."""

    id: Annotated[int, says("The position; 0 for none.", 6)]
    title: Annotated[str, says("Its name.", "Stylist")]


class ReviewedMember(msgspec.Struct, frozen=True):
    """The team member whom the review is about."""

    id: Annotated[int, says("The team member.", 9)]
    name: Annotated[str, says("The name.", "Ana Ruiz")]
    company_id: Annotated[int, says("The location.", 1)]
    specialization: Annotated[str, says("What the member does.", "Stylist")]
    rating: Annotated[int, says("The mean of the ratings, rounded; 0 without any.", 5)]
    show_rating: Annotated[int, says("The number of ratings.", 12)]
    avatar: Annotated[str, says("The address of the photo, or empty.", "")]
    prepaid: Annotated[
        str, says("Whether clients pay when they book: `forbidden`, `allowed` or `required`.", "forbidden")
    ]
    position: ReviewedPosition

    @classmethod
    def from_model(cls, found: ReviewedAppointment, base_url: str) -> "ReviewedMember":
        photo = public_url(base_url, f"{found.chain_id}/{found.image_names[-1]}") if found.image_names else ""
        return cls(
            id=found.team_member_id,
            name=found.member_name,
            company_id=found.location_id,
            specialization=found.specialization,
            rating=found.rating,
            show_rating=found.votes,
            avatar=photo,
            prepaid=found.prepayment,
            position=ReviewedPosition(found.position_id or 0, found.position_title),
        )


class ReviewedLocation(msgspec.Struct, frozen=True):
    """The location of the appointment."""

    id: Annotated[int, says("The location.", 1)]
    title: Annotated[str, says("The name.", "Harbour")]
    logo: Annotated[str, says("The address of its picture, or empty.", "")]
    address: Annotated[str, says("The address.", "12 Quay Street")]


class ReviewedRecord(msgspec.Struct, frozen=True):
    """The appointment."""

    id: Annotated[int, says("The appointment.", 4001)]
    payed_cost: Annotated[Decimal, says("What was paid for the visit.", 50)]
    date: Annotated[str, says("When it began, in the location's time.", "2026-02-02T16:00:00-0500")]


class ReviewCurrency(msgspec.Struct, frozen=True):
    """The currency of the location."""

    iso: Annotated[str, says("Its code.", "USD")]
    name: Annotated[str, says("Its name in the language of the location.", "US Dollar")]
    symbol: Annotated[str, says("Its symbol; its code if it has none.", "$")]
    is_symbol_after_amount: Annotated[bool, says("Whether the symbol stands behind an amount.", False)]

    @classmethod
    def of(cls, code: str, locale: str) -> "ReviewCurrency":
        is_after = bool(price_style(code, locale).suffix)
        return cls(code, currency_name(code, locale), currency_symbol(code, locale), is_after)


class ReviewLanguage(msgspec.Struct, frozen=True):
    """The language of the location."""

    locale: Annotated[str, says("Its code with the country's.", "en-US")]


class ReviewStatus(msgspec.Struct, frozen=True):
    """What a client is asked about, and whether they have answered."""

    is_review_submitted: Annotated[bool, says("Whether there is a review already.", False)]
    page_title: Annotated[str, says("The name of the location.", "Harbour")]
    master: ReviewedMember
    company: ReviewedLocation
    tips: Annotated[list[int], always([], "Always empty: there are no tips.")]
    record: ReviewedRecord
    currency: ReviewCurrency
    language: ReviewLanguage

    @classmethod
    def from_model(cls, found: ReviewedAppointment, base_url: str) -> "ReviewStatus":
        place = found.location_id
        return cls(
            found.is_reviewed,
            found.location_title,
            ReviewedMember.from_model(found, base_url),
            ReviewedLocation(place, found.location_title, found.location_logo_url, found.location_address),
            [],
            ReviewedRecord(found.id, found.paid_amount, format_instant(found.starts_at, ZoneInfo(found.timezone))),
            ReviewCurrency.of(found.currency, found.locale),
            ReviewLanguage(found.locale.replace("_", "-")),
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
