"""What is booked, on the v1 wire."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Annotated, Any, ClassVar
from zoneinfo import ZoneInfo

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.appointments.model.appointments import Source
from parlour.areas.appointments.model.changes import AppointmentPatch, Origin
from parlour.areas.clients.model.clients import ClientPatch, GivenClient
from parlour.areas.clients.model.phones import normalize_phone
from parlour.areas.online_booking import refusals
from parlour.areas.online_booking.model.bookings import Booked, Booking, Element
from parlour.areas.online_booking.v1.wire.choosing import EXAMPLE_TIME, MOST_SERVICES
from parlour.errors import Fault
from parlour.http.dates import parse_written_instant
from parlour.http.fields import ExternalId, Id, IdOrZero, Moment, needs, text
from parlour.http.wire import says

MOST_ELEMENTS = 20
SOURCES = {"mobile": Source.MOBILE_PAGE, "desktop": Source.DESKTOP_PAGE}
"""Where a booking comes from, by its `type`; all else is a program."""

Text = Annotated[str, text(0, 255, takes_numbers=True)]
Comment = Annotated[str, text(0, 5000, has_lines=True)]
Hours = Annotated[int, Meta(ge=0, le=8760)]
ElementId = Annotated[
    int | str | UnsetType | None, says("Your own id for it, a number or a text; the answer repeats it.", 1)
]
Values = Annotated[dict[str, Any] | UnsetType, says("The values of custom fields by their codes.", {})]
ServiceIds = Annotated[list[Id], Meta(max_length=MOST_SERVICES)]


class ElementForm(msgspec.Struct):
    """An appointment to book."""

    BETWEEN: ClassVar[dict[str, Any]] = needs("services")  # its fault has a number
    OTHER_NAMES: ClassVar[Mapping[str, str]] = {"service_ids": "services", "service_id": "services"}

    datetime: Annotated[Moment, says("The start, as `book_times` has it.", EXAMPLE_TIME)]
    id: ElementId = UNSET
    services: Annotated[ServiceIds | Id | UnsetType, says("The services, which are done one after the other.", [5])] = (
        UNSET
    )
    staff_id: Annotated[IdOrZero | UnsetType, says("The team member; 0 for any.", 9)] = UNSET
    custom_fields: Values = UNSET

    def to_element(self, position: int, zone: ZoneInfo) -> Element:
        start = parse_written_instant(self.datetime)
        services = [] if self.services is UNSET else self.services
        return Element(
            None if self.id is UNSET else self.id,
            f"appointments[{position}]",
            services if isinstance(services, list) else [services],
            self.staff_id or None,
            start.at(zone) if start.exists_in(zone) else None,
            self.custom_fields,
        )


Elements = Annotated[list[ElementForm], Meta(min_length=1, max_length=MOST_ELEMENTS)]


ELEMENTS = says("The appointments; all or none can be booked.")


class BookingCheckForm(msgspec.Struct):
    """What would be booked."""

    appointments: Annotated[Elements, ELEMENTS]

    def elements(self, zone: ZoneInfo) -> list[Element]:
        return elements_of(self.appointments, zone)


def elements_of(forms: Sequence[ElementForm], zone: ZoneInfo) -> list[Element]:
    return [each.to_element(position, zone) for position, each in enumerate(forms)]


class ContactForm(msgspec.Struct, kw_only=True):
    """Who books, and what they say."""

    # Required, though not by their types: their faults have numbers.
    BETWEEN: ClassVar[dict[str, Any]] = {"required": ["phone", "fullname"]}
    OTHER_NAMES: ClassVar[Mapping[str, str]] = {"fulname": "fullname", "name": "fullname"}

    phone: Annotated[Text | UnsetType, says("The phone number of the client.", "+1 (315) 555-0142")] = UNSET
    fullname: Annotated[Text | UnsetType, says("The client's name; a card that is there keeps its own.", "Maya")] = (
        UNSET
    )
    surname: Annotated[Text | UnsetType, says("The client's surname.", "Reyes")] = UNSET
    patronymic: Annotated[Text | UnsetType, says("The client's middle name.", "")] = UNSET
    email: Annotated[Text | UnsetType, says("The client's email address.", "maya@example.com")] = UNSET
    code: Annotated[
        Annotated[str, text(0, 20, takes_numbers=True)] | UnsetType,
        says("The code from `book_code`, if the location asks for one.", "1234"),
    ] = UNSET
    comment: Annotated[Comment | UnsetType, says("What the client wants to say.", "I may be late")] = UNSET
    type: Annotated[
        Annotated[str, text(0, 50)] | UnsetType,
        says("Where the booking comes from: `mobile` or `desktop` for a page, or anything else.", "mobile"),
    ] = UNSET
    notify_by_sms: Annotated[Hours | UnsetType, says("Hours before the start for an SMS; 0 for none.", 6)] = UNSET
    notify_by_email: Annotated[
        Hours | UnsetType, says("Hours before the start for a reminder by email; 0 for none.", 24)
    ] = UNSET
    api_id: Annotated[ExternalId | UnsetType, says("Your own id for it; any text.", "777")] = UNSET
    bookform_id: Annotated[IdOrZero | UnsetType, says("The booking form; 0 for none.", 0)] = UNSET
    custom_fields: Values = UNSET

    def to_client(self, phone: str) -> GivenClient:
        """Return who books. `phone` is the number in its normal form."""
        patch = ClientPatch(
            name=self.fullname or "",
            surname=self.surname or "",
            middle_name=self.patronymic or "",
            email=self.email or "",
        )
        return GivenClient(phone=f"+{phone}", patch=patch)

    def to_patch(self) -> AppointmentPatch:
        """Return what is the same in all appointments of the body."""
        return AppointmentPatch(
            comment=self.comment,
            api_id=self.api_id,
            sms_reminder_hours=self.notify_by_sms,
            email_reminder_hours=self.notify_by_email,
            custom_values=self.custom_fields,
        )

    def origin_in(self, language: str) -> Origin:
        """Return where the booking comes from, and in which language."""
        return Origin(SOURCES.get(self.type or "", Source.API), self.bookform_id or None, language=language)


class ClientBookingForm(ContactForm):
    """What is booked, and for whom."""

    BETWEEN: ClassVar[dict[str, Any]] = {"required": ["appointments", "phone", "fullname"]}

    appointments: Annotated[Elements, ELEMENTS]

    def to_booking(self, phone: str, zone: ZoneInfo, language: str) -> Booking:
        """Return the booking of a body without faults. `phone` is the number in its normal form."""
        elements = elements_of(self.appointments, zone)
        return Booking(self.to_client(phone), elements, self.to_patch(), self.origin_in(language))


def faults_of_client(given: Callable[[str], Any], country_code: str) -> Iterator[Fault]:
    """Yield the faults of a phone number that isn't one, and of a missing name."""
    if not phone_of(given("phone"), country_code):
        yield refusals.BAD_PHONE.fault("phone")
    if not (given("fullname") or "").strip():
        yield refusals.NO_NAME.fault("fullname")


def phone_of(written: str | UnsetType, country_code: str) -> str:
    """Return a phone number in its normal form; empty for what is none."""
    digits = "".join(each for each in written or "" if each.isascii() and each.isdigit())
    with_plus = "+" if (written or "").strip().startswith("+") else ""
    try:
        return normalize_phone(f"{with_plus}{digits}", country_code)
    except ValueError:
        return ""


class BookedElement(msgspec.Struct, frozen=True):
    """An appointment that was booked."""

    id: Annotated[int | str | None, says("Your own id for it, as it was sent.", 1)]
    record_id: Annotated[int, says("The appointment.", 4002)]
    record_hash: Annotated[
        str,
        says("A secret that allows to read, move and cancel it.", "5f3e8a1c9b7d42e6a0c4d8f1b2e3a495"),
    ]


def booked_elements(found: Sequence[Booked]) -> list[BookedElement]:
    return [BookedElement(each.element_id, each.appointment_id, each.link_hash) for each in found]
