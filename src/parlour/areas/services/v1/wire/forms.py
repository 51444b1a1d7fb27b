"""Request bodies that create and change services on the v1 wire."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Annotated, Any, ClassVar, TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.services import refusals
from parlour.areas.services import wire as meaning
from parlour.areas.services.model.links import LinkChange, Price
from parlour.areas.services.model.services import ServiceFields, ServicePatch
from parlour.errors import MISSING, Fault
from parlour.http.fields import (
    ExternalId,
    Id,
    IdOrZero,
    LongText,
    Money,
    ShortText,
    SmallCode,
    Switch,
    Title,
    needs,
    number,
)
from parlour.http.wire import says

T = TypeVar("T")
Given = Callable[[str], Any]

Percent = Annotated[Decimal, number(0, 100, 2)]

# The fields of `PUT` that take their defaults when they are left out; it keeps the others.
REPLACED = ("category_id", "price_min", "price_max", "duration", "technical_break", "discount", "comment", "weight",
            "is_online", "api_id")  # fmt: skip
# The names that fields of the model have on the wire.
FAULT_NAMES = {
    "links": "staff",
    "team_member_id": "id",
    "bill_id": "technological_card_id",
    "search_finish": "seance_search_finish",
}


class OwnPriceForm(msgspec.Struct):
    """A member's own price."""

    BETWEEN: ClassVar[dict[str, Any]] = {"required": ["min"]}  # validators lose fields in `allOf` of what may be null

    min: Annotated[Money | UnsetType, says("The lowest price.", 40)] = UNSET
    max: Annotated[Money | UnsetType | None, says("The highest price; null for a fixed price.", 40)] = UNSET

    @staticmethod
    def faults_between(given: Given) -> Iterator[Fault]:
        """Yield the fault of a missing lowest price, and of a highest one below it."""
        low, high = given("min"), given("max")
        if low is UNSET:
            yield Fault("min", MISSING)
        elif high is not UNSET and high is not None and high < low:
            yield refusals.PRICE_BELOW.fault("max")

    def to_model(self) -> Price:
        low = self.min or Decimal(0)
        return Price(low, self.max if isinstance(self.max, Decimal) else low)


class ServiceMemberForm(msgspec.Struct):
    """A team member who provides the service."""

    BETWEEN: ClassVar[dict[str, Any]] = needs("id")

    id: Annotated[Id | UnsetType, meaning.MEMBER_ID] = UNSET
    seance_length: Annotated[
        meaning.LinkLength | UnsetType,
        says(
            "How long it takes this member, in seconds, in steps of 300; as long as the service when not given.", 3600
        ),
    ] = UNSET
    technological_card_id: Annotated[
        IdOrZero | UnsetType | None, says("The technological card (bill of materials); 0 or null for none.", None)
    ] = UNSET
    price: Annotated[
        OwnPriceForm | UnsetType | None, says("The member's own price; null for none.", {"min": 40, "max": 45})
    ] = UNSET

    @staticmethod
    def faults_between(given: Given) -> Iterator[Fault]:
        """Yield the fault of a missing id, although the contract requires none."""
        if given("id") is UNSET:
            yield Fault("id", MISSING)

    def to_change(self) -> LinkChange:
        return LinkChange(
            team_member_id=self.id or 0,
            duration=self.seance_length,
            price=price_of(self.price),
            bill_id=none_for_zero(self.technological_card_id),
        )


def none_for_zero(given: int | UnsetType | None) -> int | UnsetType | None:
    return given if given is UNSET else given or None


def price_of(given: OwnPriceForm | UnsetType | None) -> Price | UnsetType | None:
    return given.to_model() if isinstance(given, OwnPriceForm) else given


class BookingForm(msgspec.Struct, kw_only=True):
    """When a service can be booked; only `PATCH` documents these fields, and all others take them, too."""

    booking_title: Annotated[ShortText | UnsetType, meaning.BOOKING_TITLE] = UNSET
    is_multi: Annotated[bool | UnsetType, meaning.IS_MULTI] = UNSET
    tax_variant: Annotated[SmallCode | UnsetType | None, meaning.TAX_VARIANT] = UNSET
    vat_id: Annotated[SmallCode | UnsetType | None, meaning.VAT_ID] = UNSET
    is_need_limit_date: Annotated[bool | UnsetType, meaning.IS_NEED_LIMIT_DATE] = UNSET
    date_from: Annotated[meaning.DayOrNone | UnsetType | None, meaning.DATE_FROM] = UNSET
    date_to: Annotated[meaning.DayOrNone | UnsetType | None, meaning.DATE_TO] = UNSET
    seance_search_start: Annotated[meaning.TimeOfDay | UnsetType, meaning.SEARCH_START] = UNSET
    seance_search_finish: Annotated[meaning.TimeOfDay | UnsetType, meaning.SEARCH_FINISH] = UNSET
    step: Annotated[meaning.ShownStep | UnsetType, meaning.STEP] = UNSET
    seance_search_step: Annotated[meaning.SearchStep | UnsetType, meaning.SEARCH_STEP] = UNSET


class ServiceForm(BookingForm, kw_only=True):
    """The fields of a service."""

    # The contract requires no field.
    BETWEEN: ClassVar[dict[str, Any]] = needs("title")

    title: Annotated[Title | UnsetType, meaning.TITLE] = UNSET
    category_id: Annotated[IdOrZero | UnsetType | None, meaning.CATEGORY] = UNSET
    price_min: Annotated[Money | UnsetType, meaning.PRICE_MIN] = UNSET
    price_max: Annotated[Money | UnsetType, meaning.PRICE_MAX] = UNSET
    duration: Annotated[meaning.Duration | UnsetType, meaning.DURATION] = UNSET
    technical_break_duration: Annotated[meaning.Break | UnsetType | None, meaning.TECHNICAL_BREAK] = UNSET
    discount: Annotated[Percent | UnsetType, meaning.DISCOUNT] = UNSET
    comment: Annotated[LongText | UnsetType, meaning.COMMENT] = UNSET
    weight: Annotated[meaning.Weight | UnsetType, meaning.WEIGHT] = UNSET
    active: Annotated[Switch | UnsetType, meaning.ACTIVE] = UNSET
    api_id: Annotated[ExternalId | UnsetType, meaning.API_ID] = UNSET
    staff: Annotated[list[ServiceMemberForm] | UnsetType, says("Who provides it.")] = UNSET

    @staticmethod
    def faults_between(given: Given) -> Iterator[Fault]:
        """Yield the fault of a missing title."""
        if given("title") is UNSET:
            yield Fault("title", MISSING)


class ServiceChanges(BookingForm, kw_only=True):
    """Changes to a service: what the contract requires, and whatever else changes."""

    title: Annotated[Title, meaning.TITLE]
    category_id: Annotated[IdOrZero | None, meaning.CATEGORY]
    price_min: Annotated[Money, meaning.PRICE_MIN]
    price_max: Annotated[Money, meaning.PRICE_MAX]
    duration: Annotated[meaning.Duration, meaning.DURATION]
    booking_title: Annotated[ShortText, meaning.BOOKING_TITLE]
    is_multi: Annotated[bool, meaning.IS_MULTI]
    tax_variant: Annotated[SmallCode | None, meaning.TAX_VARIANT]
    vat_id: Annotated[SmallCode | None, meaning.VAT_ID]
    is_need_limit_date: Annotated[bool, meaning.IS_NEED_LIMIT_DATE]
    seance_search_start: Annotated[meaning.TimeOfDay, meaning.SEARCH_START]
    seance_search_finish: Annotated[meaning.TimeOfDay, meaning.SEARCH_FINISH]
    step: Annotated[meaning.ShownStep, meaning.STEP]
    seance_search_step: Annotated[meaning.SearchStep, meaning.SEARCH_STEP]
    technical_break_duration: Annotated[meaning.Break | UnsetType | None, meaning.TECHNICAL_BREAK] = UNSET
    discount: Annotated[Percent | UnsetType, meaning.DISCOUNT] = UNSET
    comment: Annotated[LongText | UnsetType, meaning.COMMENT] = UNSET
    weight: Annotated[meaning.Weight | UnsetType, meaning.WEIGHT] = UNSET
    active: Annotated[Switch | UnsetType, meaning.ACTIVE] = UNSET
    api_id: Annotated[ExternalId | UnsetType, meaning.API_ID] = UNSET
    staff: Annotated[list[ServiceMemberForm] | UnsetType, says("Who provides it; replaces the current list.")] = UNSET


def patch_of(given: Given) -> ServicePatch:
    """Return the patch of the good fields of a body."""
    return ServicePatch(
        title=given("title"),
        category_id=none_for_zero(given("category_id")),
        booking_title=given("booking_title"),
        comment=given("comment"),
        api_id=given("api_id"),
        price_min=given("price_min"),
        price_max=given("price_max"),
        discount=given("discount"),
        duration=given("duration"),
        technical_break=given("technical_break_duration"),
        weight=given("weight"),
        is_online=_flag(given("active")),
        is_for_events=given("is_multi"),
        has_date_window=given("is_need_limit_date"),
        date_from=_day(given("date_from")),
        date_to=_day(given("date_to")),
        search_start=given("seance_search_start"),
        search_finish=given("seance_search_finish"),
        search_step=given("seance_search_step"),
        step=given("step"),
        tax_variant=given("tax_variant"),
        vat_id=given("vat_id"),
    )


def replaced(patch: ServicePatch) -> ServicePatch:
    """Return the patch of a `PUT`: what it documents and leaves out takes its default."""
    defaults = ServiceFields(title="")
    left_out = {name: getattr(defaults, name) for name in REPLACED if getattr(patch, name) is UNSET}
    return msgspec.structs.replace(patch, **left_out)


def links_of(given: Given) -> list[LinkChange] | None:
    """Return the links of the body; None if it has none."""
    staff: list[ServiceMemberForm] | UnsetType = given("staff")
    return None if staff is UNSET else [member.to_change() for member in staff]


def _flag(number: int | UnsetType) -> bool | UnsetType:
    return number if number is UNSET else bool(number)


def _day(text: str | UnsetType | None) -> Any:
    return text if text is UNSET else meaning.day_of(text)
