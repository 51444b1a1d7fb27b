"""Services: what is offered, for how much, how long it takes and when it can be booked."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.patches import patched
from parlour.areas.services import refusals
from parlour.digits import Digits
from parlour.errors import Fault

SHORTEST, LONGEST, STEP = 300, 86_400, 300
"""The lengths of a service in seconds: limits, and what they are multiples of."""
LONGEST_BREAK = 3600


class Prepayment(StrEnum):
    """Whether clients pay when they book."""

    FORBIDDEN = "forbidden"
    OPTIONAL = "optional"
    REQUIRED = "required"


class ServiceFields(msgspec.Struct, frozen=True, kw_only=True):
    """All fields of a service that can be set. Lengths and times of day are in seconds."""

    title: str
    category_id: int | None = None
    booking_title: str = ""
    comment: str = ""
    api_id: str = ""
    price_min: Decimal = Decimal(0)
    price_max: Decimal = Decimal(0)
    discount: Decimal = Decimal(0)
    duration: int = 3600
    technical_break: int | None = None
    weight: int = 0
    is_online: bool = False
    is_for_events: bool = False
    has_date_window: bool = False
    date_from: date | None = None
    date_to: date | None = None
    search_start: int = 0
    search_finish: int = 86_400
    search_step: int = 900
    step: int = 0
    tax_variant: int | None = None
    vat_id: int | None = None

    def patched(self, patch: "ServicePatch") -> "ServiceFields":
        """Return the fields with the changes of a patch. A highest price of 0 means a fixed price."""
        found = patched(self, patch)
        return found if found.price_max else msgspec.structs.replace(found, price_max=found.price_min)

    def faults(self) -> Iterator[Fault]:
        """Yield the faults between fields."""
        if self.price_max < self.price_min:
            yield refusals.PRICE_BELOW.fault("price_max")
        if self.date_from and self.date_to and self.date_to < self.date_from:
            yield refusals.DAY_BEFORE.fault("date_to")
        if self.search_finish < self.search_start:
            yield refusals.TIME_BEFORE.fault("search_finish")


class ServicePatch(msgspec.Struct, frozen=True, kw_only=True):
    """Changes to a service; UNSET keeps the current value."""

    title: str | UnsetType = UNSET
    category_id: int | UnsetType | None = UNSET
    booking_title: str | UnsetType = UNSET
    comment: str | UnsetType = UNSET
    api_id: str | UnsetType = UNSET
    price_min: Decimal | UnsetType = UNSET
    price_max: Decimal | UnsetType = UNSET
    discount: Decimal | UnsetType = UNSET
    duration: int | UnsetType = UNSET
    technical_break: int | UnsetType | None = UNSET
    weight: int | UnsetType = UNSET
    is_online: bool | UnsetType = UNSET
    is_for_events: bool | UnsetType = UNSET
    has_date_window: bool | UnsetType = UNSET
    date_from: date | UnsetType | None = UNSET
    date_to: date | UnsetType | None = UNSET
    search_start: int | UnsetType = UNSET
    search_finish: int | UnsetType = UNSET
    search_step: int | UnsetType = UNSET
    step: int | UnsetType = UNSET
    tax_variant: int | UnsetType | None = UNSET
    vat_id: int | UnsetType | None = UNSET


class Service(msgspec.Struct, frozen=True, gc=False):
    """A service. Without a location it belongs to the chain and is visible in all its locations."""

    id: int
    location_id: int | None
    title: str
    category_id: int | None
    booking_title: str
    comment: str
    api_id: str
    price_min: Digits
    price_max: Digits
    discount: Digits
    duration: int
    """Of the member if a list is of one member's services."""
    technical_break: int | None
    """None for the location's."""
    weight: int
    """Lists begin with the highest."""
    is_online: bool
    is_for_events: bool
    has_date_window: bool
    date_from: date | None
    date_to: date | None
    search_start: int
    search_finish: int
    search_step: int
    step: int
    tax_variant: int | None
    vat_id: int | None
    receipt_title: str
    capacity: int
    prepayment: Prepayment
    prepayment_amount: Digits
    prepayment_percent: Digits
    repeat_visit_days: int | None
    revision: int
    links: str | None
    """The team members of the requesting location who provide it, as `links.read_links` reads them."""
    resources: str | None
    """The resources of the requesting location that it needs, as `resources.read_resources` reads them."""
    image: str | None
    """As `photos.read_photo` reads it."""

    @property
    def is_chain(self) -> bool:
        return self.location_id is None

    @property
    def fields(self) -> ServiceFields:
        """Return the fields that can be set, with numbers to compute with."""
        found = {name: getattr(self, name) for name in ServiceFields.__struct_fields__}
        numbers = {name: Decimal(found[name]) for name in ("price_min", "price_max", "discount")}
        return ServiceFields(**{**found, **numbers})


class ServiceFilter(msgspec.Struct, frozen=True):
    """Which services are listed; None for no condition."""

    service_id: int | None = None
    team_member_id: int | None = None
    category_id: int | None = None


class ServiceTitle(msgspec.Struct, frozen=True):
    """A service in a list of titles."""

    id: int
    title: str
    category_id: int | None
    weight: int
    resources: str | None
    """As of a `Service`."""
