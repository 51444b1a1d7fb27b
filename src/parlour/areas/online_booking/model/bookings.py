"""What a client asks to book, and whom the elements of a booking are given to."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from parlour.areas.appointments.model.changes import AppointmentPatch, Origin
from parlour.areas.clients.model.clients import GivenClient
from parlour.areas.free_time.model.offers import Offer
from parlour.areas.free_time.model.search import Calendars, Search, search_for
from parlour.areas.free_time.model.taking import with_taken
from parlour.areas.online_booking import refusals
from parlour.errors import Fault


class Element(msgspec.Struct, frozen=True):
    """One appointment of a booking."""

    id: int | str | None
    """The client's own name for it."""
    place: str
    """Where it is in the body."""
    service_ids: Sequence[int]
    member_id: int | None
    """None for any."""
    starts_at: datetime | None
    """None for a time that the location's clock never shows."""
    custom_values: Mapping[str, Any] | UnsetType = UNSET

    def fault(self, found: Fault) -> Fault:
        """Return a fault as one of this element."""
        return replace(found, field=f"{self.place}.{found.field}", item_id=self.id)


class Booking(msgspec.Struct, frozen=True):
    """What a client asks for."""

    client: GivenClient
    elements: Sequence[Element]
    patch: AppointmentPatch
    """What is the same in all appointments."""
    origin: Origin


class Booked(msgspec.Struct, frozen=True):
    """An element that was booked."""

    element_id: int | str | None
    appointment_id: int
    link_hash: str
    """Who knows it may change or cancel the appointment."""


class Placed(msgspec.Struct, frozen=True):
    """An element with the member who gets it."""

    element: Element
    member_id: int
    starts_at: datetime


class Plan(msgspec.Struct, frozen=True):
    """Who gets which element, in their order; or what is wrong with elements."""

    placed: Sequence[Placed]
    faults: Sequence[Fault]


def place_elements(
    elements: Sequence[Element], offer: Offer, zone: ZoneInfo, now: datetime, calendars: Calendars
) -> Plan:
    """Give each element to its member, then those for any member to who is free beside them."""
    numbered = [*enumerate(elements)]
    placed: dict[int, Placed] = {}
    faults: dict[int, Fault] = {}
    taken = calendars
    for number, element in sorted(numbered, key=_named_first):
        search = search_for(offer, zone, now, element.service_ids, element.member_id)
        if (fault := _fault_of(element, search)) is not None:
            faults[number] = element.fault(fault)
        elif element.starts_at and (found := search.free_at(element.starts_at, taken)):
            taken = with_taken(taken, search, found, element.starts_at)
            placed[number] = Placed(element, found[0].id, element.starts_at)
        else:
            faults[number] = element.fault(_why_not(element, search, calendars))
    in_order = [*range(len(elements))]
    return Plan(
        [placed[number] for number in in_order if number in placed],
        [faults[number] for number in in_order if number in faults],
    )


def _named_first(numbered: tuple[int, Element]) -> tuple[bool, int]:
    return numbered[1].member_id is None, numbered[0]


def _fault_of(element: Element, search: Search) -> Fault | None:
    """Return what is wrong with the services of an element."""
    if not element.service_ids:
        return refusals.NO_SERVICES.fault("services")
    has_providers = search.choice.providers if element.member_id is None else search.providers
    if not search.choice.is_offered or not has_providers:
        return refusals.NOT_OFFERED.fault("services", ", ".join(map(str, element.service_ids)))
    return None


def _why_not(element: Element, search: Search, calendars: Calendars) -> Fault:
    if element.member_id is None:
        return refusals.NO_ONE_FREE.fault("staff_id")
    if element.starts_at and search.free_at(element.starts_at, calendars):
        return refusals.CLASH.fault("datetime")
    return refusals.NO_SLOT.fault("datetime")


def service_ids_of(elements: Iterable[Element]) -> list[int]:
    """Return all services of a booking."""
    return [service_id for element in elements for service_id in element.service_ids]
