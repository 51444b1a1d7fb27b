"""The review that a client is asked for, on the v1 wire."""

from decimal import Decimal
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.booking_forms.model import LINK_PATTERN, parse_link
from parlour.areas.dictionaries.model.iso_countries import iso_countries
from parlour.areas.dictionaries.model.languages import language_id
from parlour.areas.reviews.model import ReviewedAppointment
from parlour.areas.reviews.v1.wire import RATING, TEXT, Rating
from parlour.files import public_url
from parlour.http.dates import format_instant
from parlour.http.fields import Amount, LongText, syntax
from parlour.http.money import currency_name, currency_symbol, price_style
from parlour.http.path_parts import PathPart
from parlour.http.wire import always, says
from parlour.pages.assets import asset_url

Link = Annotated[str, syntax(parse_link, LINK_PATTERN)]

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

    id: Annotated[int, always(0, "Always 0: a currency is known by its code.")]
    iso: Annotated[str, says("Its code.", "USD")]
    name: Annotated[str, says("Its name in the language of the location.", "US Dollar")]
    symbol: Annotated[str, says("Its symbol; its code if it has none.", "$")]
    is_symbol_after_amount: Annotated[bool, says("Whether the symbol stands behind an amount.", False)]

    @classmethod
    def of(cls, code: str, locale: str) -> "ReviewCurrency":
        is_after = bool(price_style(code, locale).suffix)
        return cls(0, code, currency_name(code, locale), currency_symbol(code, locale), is_after)


class ReviewLanguage(msgspec.Struct, frozen=True):
    """The language of the location."""

    id: Annotated[int, says("Its number, as in the languages of booking forms; 0 for none.", 2)]
    locale: Annotated[str, says("Its code with the country's.", "en-US")]
    iso: Annotated[str, says("The country, by its three letters (ISO 3166).", "usa")]

    @classmethod
    def of(cls, found: ReviewedAppointment) -> "ReviewLanguage":
        country = iso_countries().get(found.locale[3:] or found.country_code)
        iso = country.alpha_3.lower() if country else ""
        return cls(language_id(found.locale), found.locale.replace("_", "-"), iso)


class AgreementLinks(msgspec.Struct, frozen=True):
    """What the client has agreed to."""

    terms_of_use: Annotated[
        str, says("The address of the terms of use; empty for none.", "https://salon.example/terms")
    ]
    confidentiality_agreement: Annotated[
        str, says("The address of the privacy policy; empty for none.", "https://example.com/book/41/privacy")
    ]

    @classmethod
    def of(cls, found: ReviewedAppointment, base_url: str) -> "AgreementLinks":
        has_page = found.has_policy and found.form_id is not None
        return cls(found.terms_url, f"{base_url}/book/{found.form_id}/privacy" if has_page else "")


class ReviewStatus(msgspec.Struct, frozen=True):
    """What a client is asked about, and whether they have answered."""

    favicon_url: Annotated[str, says("The address of an icon.", "https://example.com/docs/assets/0f3c/icon.svg")]
    is_review_submitted: Annotated[bool, says("Whether there is a review already.", False)]
    page_title: Annotated[str, says("The name of the location.", "Harbour")]
    master: ReviewedMember
    company: ReviewedLocation
    tips: Annotated[list[int], always([], "Always empty: there are no tips.")]
    record: ReviewedRecord
    currency: ReviewCurrency
    agreement_links: AgreementLinks
    language: ReviewLanguage

    @classmethod
    def from_model(cls, found: ReviewedAppointment, base_url: str) -> "ReviewStatus":
        place = found.location_id
        return cls(
            f"{base_url}{asset_url('icon.svg')}",
            found.is_reviewed,
            found.location_title,
            ReviewedMember.from_model(found, base_url),
            ReviewedLocation(place, found.location_title, found.location_logo_url, found.location_address),
            [],
            ReviewedRecord(found.id, found.paid_amount, format_instant(found.starts_at, ZoneInfo(found.timezone))),
            ReviewCurrency.of(found.currency, found.locale),
            AgreementLinks.of(found, base_url),
            ReviewLanguage.of(found),
        )


class ClientsReview(msgspec.Struct):
    """What a client says."""

    rating: Annotated[Rating, RATING]
    text: Annotated[LongText | UnsetType, TEXT] = UNSET
    tips_amount: Annotated[Amount | UnsetType, says("0: there are no tips.", 0)] = UNSET
    redirect_prefix: Annotated[
        Link | UnsetType, says("Where the page of a payment would lead back to; not used.", "https://salon.example/")
    ] = UNSET


class NoCharge(msgspec.Struct, frozen=True):
    """Where tips would be paid."""

    url: Annotated[str, always("", "Always empty: there are no tips.")]


class ReviewThanks(msgspec.Struct, frozen=True):
    """What follows a review."""

    charge: NoCharge
