"""What appointments are made from and changed to on the v1 wire."""

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, ClassVar
from zoneinfo import ZoneInfo

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.appointments import refusals
from parlour.areas.appointments import wire as fields
from parlour.areas.appointments.model.changes import AppointmentPatch, GivenLine, NewAppointment
from parlour.areas.appointments.model.prices import GivenPrice
from parlour.areas.clients.model.clients import ClientPatch, GivenClient
from parlour.errors import MISSING, Fault
from parlour.http.dates import parse_written_instant
from parlour.http.fields import ExternalId, Id, IdOrZero, Moment, Money, needs, text
from parlour.http.wire import says

FAULT_NAMES = {
    "lines": "services",
    "service_id": "id",
    "team_member_id": "staff_id",
    "starts_at": "datetime",
    "duration": "seance_length",
    "technical_break": "technical_break_duration",
    "tag_ids": "record_labels",
    "event_id": "activity_id",
    "seat_count": "clients_count",
}
"""The fields of the model, as these bodies call them."""
MOST_SERVICES, MOST_TAGS, MOST_CUSTOM_FIELDS = 100, 100, 500
MOST_HOURS = 8760

Hours = Annotated[int, Meta(ge=0, le=MOST_HOURS)]
ContactText = Annotated[str, text(0, 255, takes_numbers=True)]


class RecordServiceForm(msgspec.Struct):
    """A service of the appointment. It may come as its id alone."""

    AS_VALUE: ClassVar[str] = "id"
    BETWEEN: ClassVar[dict[str, Any]] = needs("id")

    id: Annotated[Id | UnsetType, says("The service.", 5)] = UNSET
    amount: Annotated[Annotated[int, Meta(ge=1, le=1000)] | UnsetType, fields.AMOUNT] = UNSET
    first_cost: Annotated[
        Money | UnsetType, says("The price of all of them before the discount; by default as in the price list.", 50)
    ] = UNSET
    cost_per_unit: Annotated[fields.UnitPrice | UnsetType, says("The price of one before the discount.", 50)] = UNSET
    discount: Annotated[fields.Percent | UnsetType, fields.DISCOUNT] = UNSET
    cost: Annotated[
        Money | UnsetType, says("The price of all of them in the end; it wins over what the others would make.", 45)
    ] = UNSET

    @staticmethod
    def faults_between(given: Callable[[str], Any]) -> Iterable[Fault]:
        """Yield the fault of a missing id, although the contract requires none."""
        if given("id") is UNSET:
            yield Fault("id", MISSING)

    def to_line(self) -> GivenLine:
        price = GivenPrice(
            amount=self.amount or 1,
            unit_price=self.cost_per_unit,
            full_price=self.first_cost,
            discount=self.discount,
            price=self.cost,
        )
        return GivenLine(self.id or 0, price)


class RecordClientForm(msgspec.Struct):
    """The client: an id or, otherwise, a phone number, by which a card is found or made. It may come in a list."""

    IN_LIST: ClassVar[bool] = True
    OTHER_NAMES: ClassVar[Mapping[str, str]] = {"patronymic": "middle_name"}

    id: Annotated[IdOrZero | UnsetType | None, says("The client, if you know the id.", 812)] = UNSET
    phone: Annotated[ContactText | UnsetType | None, says("The phone number, in any writing.", "+1 (315) 555-0175")] = (
        UNSET
    )
    name: Annotated[
        ContactText | UnsetType | None,
        says("The name of a client who is new. A card that is there keeps its name.", "Maya"),
    ] = UNSET
    surname: Annotated[ContactText | UnsetType | None, says("The surname of a client who is new.", "Reyes")] = UNSET
    middle_name: Annotated[ContactText | UnsetType | None, says("The middle name of a client who is new.", "")] = UNSET
    email: Annotated[
        ContactText | UnsetType | None, says("The email address of a client who is new.", "maya@example.com")
    ] = UNSET

    def to_client(self) -> GivenClient | None:
        """Return the client that is meant; None without id and phone number."""
        if not self.id and not self.phone:
            return None
        patch = ClientPatch(
            name=self.name or "",
            surname=self.surname or "",
            middle_name=self.middle_name or "",
            email=self.email or "",
        )
        return GivenClient(id=self.id or None, phone=self.phone or "", patch=patch)


class RecordLabelReference(msgspec.Struct, frozen=True):
    """A tag as answers show it."""

    id: Annotated[int, says("The tag.", 31)]


class RecordChanges(msgspec.Struct, kw_only=True):
    """Changes to an appointment. What is left out stays as it is."""

    OTHER_NAMES: ClassVar[Mapping[str, str]] = {"length": "seance_length", "date": "datetime"}

    staff_id: Annotated[Id | UnsetType, fields.MEMBER] = UNSET
    services: Annotated[
        Annotated[list[RecordServiceForm], Meta(max_length=MOST_SERVICES)] | UnsetType,
        says(
            "All services of the appointment, as objects or ids. One without prices has those of the price list. A new"
            " appointment with a length may have none.",
            [{"id": 5, "amount": 1}],
        ),
    ] = UNSET
    client: Annotated[
        RecordClientForm | UnsetType | None,
        says(
            "The client; null or an empty object for none.",
            {"phone": "+1 (315) 555-0142", "name": "Maya", "email": "maya@example.com"},
        ),
    ] = UNSET
    datetime: Annotated[
        Moment | UnsetType,
        says("The start; without an offset in the location's time. Also as Unix time.", "2026-02-02T14:00:00-05:00"),
    ] = UNSET
    seance_length: Annotated[fields.Length | UnsetType, fields.LENGTH] = UNSET
    technical_break_duration: Annotated[
        fields.Break | UnsetType | None,
        says("The technical break in seconds. If it is given alone, the length changes by the difference.", 0),
    ] = UNSET
    save_if_busy: Annotated[
        bool | UnsetType, says("1 or true: the time may be taken already, or outside of working time.", False)
    ] = UNSET
    attendance: Annotated[fields.AttendanceNumber | UnsetType, says(fields.ATTENDANCE, 0)] = UNSET
    comment: Annotated[fields.Comment | UnsetType, fields.COMMENT] = UNSET
    send_sms: Annotated[bool | UnsetType, says("1 or true: the client gets the details by SMS.", True)] = UNSET
    sms_remain_hours: Annotated[Hours | UnsetType | None, fields.SMS_HOURS] = UNSET
    email_remain_hours: Annotated[Hours | UnsetType | None, fields.EMAIL_HOURS] = UNSET
    api_id: Annotated[ExternalId | UnsetType, fields.API_ID] = UNSET
    custom_color: Annotated[
        Annotated[str, text(0, 7)] | UnsetType, says("The colour in the calendar, with or without #.", "f44336")
    ] = UNSET
    record_labels: Annotated[
        Annotated[list[Id | RecordLabelReference], Meta(max_length=MOST_TAGS)] | UnsetType,
        says("All tags: their ids, or objects with an `id` as answers show them.", []),
    ] = UNSET
    custom_fields: Annotated[
        dict[str, Any] | list[Any] | UnsetType,
        says(
            "The values of custom fields by their codes, or a list of objects with `code` and `value`. What is left out"
            " stays. Without effect for users without the right to them.",
            {},
        ),
    ] = UNSET
    activity_id: Annotated[
        IdOrZero | UnsetType | None,
        says("The group event; 0 for none. It decides team member, services, time and length of a booking.", 0),
    ] = UNSET
    clients_count: Annotated[fields.SeatCount | UnsetType, says("How many seats of a group event it takes.", 1)] = UNSET

    @staticmethod
    def faults_between(given: Callable[[str], Any]) -> Iterable[Fault]:
        """Yield the faults of a colour, of an event, and of values of custom fields without codes."""
        if given("custom_color") and not fields.COLOR_WRITTEN.fullmatch(given("custom_color")):
            yield Fault("custom_color", "Expected a colour, such as f44336.")
        if given("custom_fields") and values_by_code(given("custom_fields")) is None:
            yield Fault("custom_fields", "Expected an object, or a list of objects with `code` and `value`.")

    def to_patch(self, zone: ZoneInfo) -> AppointmentPatch:
        """Return the patch of a body without faults, whose times are on the clock of a time zone."""
        return AppointmentPatch(
            team_member_id=self.staff_id,
            lines=UNSET if self.services is UNSET else [service.to_line() for service in self.services],
            client=self.client.to_client() if isinstance(self.client, RecordClientForm) else self.client,
            starts_at=UNSET if self.datetime is UNSET else parse_written_instant(self.datetime).at(zone),
            duration=self.seance_length,
            technical_break=UNSET if self.technical_break_duration is None else self.technical_break_duration,
            attendance=UNSET if self.attendance is UNSET else fields.ATTENDANCES[self.attendance],
            comment=self.comment,
            api_id=self.api_id,
            color=UNSET if self.custom_color is UNSET else fields.read_color(self.custom_color),
            tag_ids=UNSET if self.record_labels is UNSET else [*map(_tag_id, self.record_labels)],
            custom_values=UNSET if self.custom_fields is UNSET else values_by_code(self.custom_fields) or {},
            notifies_by_sms=self.send_sms,
            sms_reminder_hours=self.sms_remain_hours,
            email_reminder_hours=self.email_remain_hours,
            event_id=self.activity_id if self.activity_id is UNSET else self.activity_id or None,
            seat_count=self.clients_count,
        )


class RecordForm(RecordChanges, kw_only=True):
    """What an appointment is made from."""

    BETWEEN: ClassVar[dict[str, Any]] = needs(
        ("staff_id", "activity_id"), ("services", "activity_id"), ("datetime", "activity_id")
    )

    @staticmethod
    def faults_between(given: Callable[[str], Any]) -> Iterable[Fault]:
        """Yield the faults of changes, and of what a new appointment can't go without."""
        yield from RecordChanges.faults_between(given)
        if not given("activity_id"):
            yield from (Fault(name, MISSING) for name in ("staff_id", "datetime") if given(name) is UNSET)

    def to_new(self, zone: ZoneInfo) -> NewAppointment:
        patch = self.to_patch(zone)
        assert patch.starts_at is not UNSET  # noqa: S101 - see `faults_between`
        return NewAppointment(self.staff_id or 0, patch.starts_at, patch)


def faults_of_time(given: Callable[[str], Any], zone: ZoneInfo) -> Iterable[Fault]:
    """Yield the faults of a start that the clock of the location never shows, or that isn't a whole minute."""
    written = given("datetime")
    if written is UNSET:
        return
    start = parse_written_instant(written)
    if not start.exists_in(zone):
        yield refusals.NO_SUCH_TIME.fault("datetime")
    elif start.at(zone) != start.at(zone).replace(second=0, microsecond=0):
        yield refusals.NO_WHOLE_MINUTE.fault("datetime")


def values_by_code(sent: dict[str, Any] | list[Any]) -> dict[str, Any] | None:
    """Return the values of custom fields by their codes; None for a list of something else."""
    if isinstance(sent, dict):
        return sent
    pairs = [(each.get("code"), each.get("value")) for each in sent if isinstance(each, dict)]
    if len(pairs) < len(sent) or not all(isinstance(code, str) for code, _ in pairs):
        return None
    return {str(code): value for code, value in pairs}


def _tag_id(tag: int | RecordLabelReference) -> int:
    return tag if isinstance(tag, int) else tag.id
