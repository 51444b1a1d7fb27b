"""What appointments include, on the v2 wire, as far as no other area shows it."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

import msgspec

from parlour.areas.appointments import wire as common
from parlour.areas.appointments.model.appointments import Appointment, Line
from parlour.areas.appointments.model.included import ClientSeries, NamedInstance
from parlour.areas.appointments.v2.wire import fields
from parlour.areas.appointments.v2.wire.appointments import Clock
from parlour.areas.payments.model import Payment
from parlour.http.v2_envelope import resource_type
from parlour.http.wire import made, mapped, of, or_else, says

OF_APPOINTMENT = says("The appointment, as a text.", "4001")


class ResourceInstanceAttributes(msgspec.Struct, frozen=True):
    """What is known of a room or a device."""

    resource_id: Annotated[int, says("The kind.", 6)]
    title: Annotated[str, says("The name.", "Bed 1")]

    from_model = mapped(NamedInstance)


class ResourceInstance(msgspec.Struct, frozen=True):
    """A room or a device that an appointment has."""

    type: Annotated[Literal["resource_instance"], resource_type("resource_instance")]
    id: Annotated[str, says("The room or device, as a text.", "71")]
    attributes: ResourceInstanceAttributes

    @classmethod
    def from_model(cls, instance: NamedInstance) -> "ResourceInstance":
        return cls("resource_instance", str(instance.id), ResourceInstanceAttributes.from_model(instance))


class ServiceItemAttributes(msgspec.Struct, frozen=True):
    """A service of an appointment, as it was when it was chosen."""

    service_id: Annotated[int, says("The service.", 5)]
    title: Annotated[str, says("Its title.", "Haircut")]
    duration: Annotated[int, says("How long it takes the member, in seconds.", 3600)]
    amount: Annotated[int, common.AMOUNT]
    cost_per_unit: Annotated[Decimal, common.UNIT_PRICE, of("unit_price")]
    first_cost: Annotated[Decimal, common.FULL_PRICE, of("full_price")]
    discount: Annotated[Decimal, common.DISCOUNT]
    cost: Annotated[Decimal, common.PRICE, of("price")]

    from_model = mapped(Line)


class ServiceItem(msgspec.Struct, frozen=True):
    """A service of an appointment."""

    type: Annotated[Literal["attendance_service_item"], resource_type("attendance_service_item")]
    id: Annotated[str, says("The service in this appointment, as a text.", "6001")]
    attributes: ServiceItemAttributes

    @classmethod
    def from_model(cls, line: Line) -> "ServiceItem":
        return cls("attendance_service_item", str(line.id), ServiceItemAttributes.from_model(line))


class PaymentAttributes(msgspec.Struct, frozen=True):
    """A payment for one service or product."""

    document_id: Annotated[int, says("The document of sale.", 9002)]
    record_id: Annotated[int, says("The appointment.", 4001, of=or_else("appointment_id", 0))]
    expense_id: Annotated[int, says("What it is for: 5 services, 7 products.", 5, of=made(int, "expense"))]
    item_id: Annotated[int, says("What was paid: the service item, or the product item.", 6001)]
    account_id: Annotated[int, says("The account that the money is on.", 61)]
    account_title: Annotated[str, says("Its title.", "Cash")]
    amount: Annotated[Decimal, says("How much was paid.", 45)]
    date: Annotated[
        str,
        says(
            "When it was paid, in the location's time.",
            "2026-02-02T15:00:00",
            of=made(fields.local_moment, "occurred_at", "clock.timezone"),
        ),
    ]
    comment: Annotated[str, says("A note, or empty.", "")]

    from_model = mapped(Payment, Clock)


class PaymentResource(msgspec.Struct, frozen=True):
    """A payment for an appointment."""

    type: Annotated[Literal["finance_transaction"], resource_type("finance_transaction")]
    id: Annotated[str, says("The payment, as a text.", "6001")]
    attributes: PaymentAttributes

    @classmethod
    def from_model(cls, payment: Payment, clock: Clock) -> "PaymentResource":
        return cls("finance_transaction", str(payment.id), PaymentAttributes.from_model(payment, clock))


class AttendanceDocumentAttributes(msgspec.Struct, frozen=True):
    """What is known of a document of sale."""

    company_id: Annotated[int, says("The location.", 1)]
    visit_id: Annotated[int, says("The visit.", 3001)]
    number: Annotated[int, says("The number of the document.", 9002)]


class AttendanceDocument(msgspec.Struct, frozen=True):
    """The document of sale of a visit."""

    type: Annotated[Literal["attendance_document"], resource_type("attendance_document")]
    id: Annotated[str, says("The document, as a text.", "9002")]
    attributes: AttendanceDocumentAttributes

    @classmethod
    def of(cls, appointment: Appointment) -> "AttendanceDocument":
        number = appointment.document_id
        attributes = AttendanceDocumentAttributes(appointment.location_id, appointment.visit_id, number)
        return cls("attendance_document", str(number), attributes)


class NotificationAttributes(msgspec.Struct, frozen=True):
    """How the client is reminded."""

    is_sms_sent_at_once: Annotated[bool, says("The client got the details by SMS.", False, of="notifies_by_sms")]
    is_email_sent_at_once: Annotated[bool, says("The client got the details by email.", False, of="notifies_by_email")]
    sms_remain_hours: Annotated[int | None, common.SMS_HOURS, of("sms_reminder_hours")]
    email_remain_hours: Annotated[int | None, common.EMAIL_HOURS, of("email_reminder_hours")]

    from_model = mapped(Appointment)


class NotificationSettings(msgspec.Struct, frozen=True):
    """How the client of an appointment is reminded."""

    type: Annotated[Literal["client_notification_settings"], resource_type("client_notification_settings")]
    id: Annotated[str, OF_APPOINTMENT]
    attributes: NotificationAttributes

    @classmethod
    def of(cls, appointment: Appointment) -> "NotificationSettings":
        attributes = NotificationAttributes.from_model(appointment)
        return cls("client_notification_settings", str(appointment.id), attributes)


class DurationAttributes(msgspec.Struct, frozen=True):
    """The parts of the length, in seconds."""

    services_duration: Annotated[int, says("The time of the services.", 3300)]
    technical_break_duration: Annotated[int, says("The technical break at the end.", 300)]


class DurationDetails(msgspec.Struct, frozen=True):
    """The parts of the length of an appointment."""

    type: Annotated[Literal["duration_details"], resource_type("duration_details")]
    id: Annotated[str, OF_APPOINTMENT]
    attributes: DurationAttributes

    @classmethod
    def of(cls, appointment: Appointment) -> "DurationDetails":
        pause = appointment.technical_break
        attributes = DurationAttributes(appointment.duration - pause, pause)
        return cls("duration_details", str(appointment.id), attributes)


def _end_of_day(day: date) -> str:
    return f"{day}T23:59:59"


class ClientScheduleAttributes(msgspec.Struct, frozen=True):
    """What is known of a client schedule."""

    schedule_id: Annotated[int, says("The schedule of the events.", 91)]
    schedule_days_ids: Annotated[
        list[int], says("Its series, in whose events the client is booked.", [95], of="series_ids")
    ]
    clients_count: Annotated[int, says("The seats in each event.", 1, of="seat_count")]
    final_day: Annotated[
        str,
        says(
            "When the schedule ends, in the location's time.", "2026-03-02T23:59:59", of=made(_end_of_day, "last_day")
        ),
    ]

    from_model = mapped(ClientSeries)


class ClientSchedule(msgspec.Struct, frozen=True):
    """The client schedule that made a booking of an event."""

    type: Annotated[Literal["client_schedule"], resource_type("client_schedule")]
    id: Annotated[str, says("The client schedule, as a text.", "97")]
    attributes: ClientScheduleAttributes

    @classmethod
    def from_model(cls, series: ClientSeries) -> "ClientSchedule":
        return cls("client_schedule", str(series.id), ClientScheduleAttributes.from_model(series))
