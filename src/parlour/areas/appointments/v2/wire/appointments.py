"""An appointment on the v2 wire."""

from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.appointments import wire as common
from parlour.areas.appointments.model.appointments import Appointment
from parlour.areas.appointments.v2.wire import fields
from parlour.http.v2_envelope import Included, ToMany, ToOne, example_of_many, example_of_one, resource_type
from parlour.http.wire import always, made, mapped, of, or_else, says

NO_PAYMENTS = "there are no payments online."
START = made(fields.local_moment, "starts_at", "clock.timezone")
CREATED = made(fields.local_moment, "created_at", "clock.timezone")


class Clock(msgspec.Struct, frozen=True):
    """For whom an appointment is shown: on which clock, and whether with the client."""

    timezone: ZoneInfo
    sees_clients: bool


def _client_id(client_id: int | None, sees_clients: bool) -> int:
    return client_id or 0 if sees_clients else 0


def _paid_number(is_paid: bool, is_overpaid: bool) -> int:
    return int(is_paid) + int(is_overpaid)


def _or_null(text: str) -> str | None:
    return text or None


class AppointmentAttributes(msgspec.Struct, frozen=True):
    """What is known of an appointment."""

    company_id: Annotated[int, says("The location.", 1, of="location_id")]
    external_id: Annotated[str, common.API_ID, of("api_id")]
    visit_id: Annotated[int, says("The visit: the client's appointments of a day.", 3001)]
    booking_user_id: Annotated[int, always(0, "Always 0: clients have no accounts yet.")]
    bookform_id: Annotated[int, says("The booking form; 0 for none.", 0, of=or_else("booking_form_id", 0))]
    master_id: Annotated[int, says("The same as `staff_id`, which replaces it.", 9, of="team_member_id")]
    staff_id: Annotated[int, common.MEMBER, of("team_member_id")]
    client_id: Annotated[
        int,
        says("The client; 0 for none, and without the right to see them.", 812,
             of=made(_client_id, "client_id", "clock.sees_clients")),
    ]  # fmt: skip
    comer_id: Annotated[int | None, always(None, "Always null.")]
    source: Annotated[
        int, says("0 made by the staff, 1 on a mobile page, 2 on a desktop page, 3 by a program.", 0,
                  of=made(fields.source_number, "source")),
    ]  # fmt: skip
    attendance: Annotated[int, says(common.ATTENDANCE, 0, of=made(common.attendance_number, "attendance"))]
    attendance_status: Annotated[int, says("The same.", 0, of=made(common.attendance_number, "attendance"))]
    attendance_status_slug: Annotated[
        fields.Slug, says("The same in words, which replace the numbers.", "waiting",
                          of=made(fields.slug_of, "attendance")),
    ]  # fmt: skip
    client_fictive_name: Annotated[
        str | None,
        says("The name of a visitor without a card; null for none.", None, of=made(_or_null, "visitor_name")),
    ]
    client_fictive_phone: Annotated[str | None, always(None, "Always null.")]
    client_fictive_email: Annotated[str | None, always(None, "Always null.")]
    clients_count: Annotated[int, says("How many places of a group event it takes.", 1, of="seat_count")]
    activity_id: Annotated[int, says("The group event; 0 for none.", 0, of=or_else("event_id", 0))]
    custom_color: Annotated[str, common.COLOR, of("color")]
    custom_font_color: Annotated[
        str, says("`000000` or `ffffff`, whichever is easier to read on the colour; empty without one.", "ffffff",
                  of=made(fields.font_color, "color")),
    ]  # fmt: skip
    length: Annotated[int, says("The same as `duration`, which replaces it.", 3600, of="duration")]
    duration: Annotated[int, common.LENGTH]
    paid_full: Annotated[
        int,
        says("1 if nothing of the visit is left to pay, 2 if more than that was paid, otherwise 0.", 0,
             of=made(_paid_number, "is_paid", "is_overpaid")),
    ]  # fmt: skip
    is_paid: Annotated[bool, says("True if nothing of the visit is left to pay.", False)]
    is_overpaid: Annotated[bool, says("True if more was paid than the visit costs.", False)]
    timestamp: Annotated[int, says("The start as Unix time.", 1770066000, of=made(fields.seconds_of, "starts_at"))]
    date: Annotated[str, says("The start in the location's time.", "2026-02-02T16:00:00", of=START)]
    created_datetime: Annotated[
        str, says("When it was made, in the location's time.", "2026-01-31T18:30:00", of=CREATED)
    ]
    from_url: Annotated[str, says("The page on which it was booked; empty for none.", "")]
    is_mobile: Annotated[
        int, says("0 made by the staff, 1 on a mobile page, 2 on a desktop page.", 0,
                  of=made(common.device_number, "source")),
    ]  # fmt: skip
    comment: Annotated[str, common.COMMENT]
    prepaid_status: Annotated[int, always(0, f"Always 0: {NO_PAYMENTS}")]
    record_from: Annotated[str, always("", "Always empty: booking forms have no names yet.")]
    payment_status: Annotated[int | None, always(None, f"Always null: {NO_PAYMENTS}")]
    is_sale_bill_printed: Annotated[bool | None, always(None, "Always null: there are no fiscal receipts.")]
    is_client_notification_sent: Annotated[bool, always(False, "Always false.")]

    from_model = mapped(Appointment, Clock)


class AppointmentRelationships(msgspec.Struct, frozen=True, kw_only=True):
    """What an appointment refers to, as far as `include` names it."""

    client: Annotated[ToOne, example_of_one("client", "812")] | UnsetType = UNSET
    staff: Annotated[ToOne, example_of_one("staff", "9")] | UnsetType = UNSET
    services: Annotated[ToMany, example_of_many("service", "5")] | UnsetType = UNSET
    goods: Annotated[ToMany, example_of_many("good", "501")] | UnsetType = UNSET
    resource_instances: Annotated[ToMany, example_of_many("resource_instance", "71")] | UnsetType = UNSET
    labels: Annotated[ToMany, example_of_many("tag", "31")] | UnsetType = UNSET
    attendance_service_items: Annotated[ToMany, example_of_many("attendance_service_item", "6001")] | UnsetType = UNSET
    attendance_good_items: Annotated[ToMany, example_of_many("attendance_good_item", "70001")] | UnsetType = UNSET
    attendance_document: Annotated[ToOne, example_of_one("attendance_document", "9002")] | UnsetType = UNSET
    transactions: Annotated[ToMany, example_of_many("finance_transaction", "6001")] | UnsetType = UNSET
    fast_payment_settings: ToOne | UnsetType = UNSET
    acceptance_free: ToOne | UnsetType = UNSET
    custom_field_values: ToMany | UnsetType = UNSET
    comer: ToOne | UnsetType = UNSET
    client_notification_settings: (
        Annotated[ToOne, example_of_one("client_notification_settings", "4001")] | UnsetType
    ) = UNSET
    client_schedule: ToOne | UnsetType = UNSET
    duration_details: Annotated[ToOne, example_of_one("duration_details", "4001")] | UnsetType = UNSET


class AppointmentResource(msgspec.Struct, frozen=True):
    """An appointment."""

    type: Annotated[Literal["record"], resource_type("record")]
    id: Annotated[str, says("The appointment, as a text.", "4001")]
    attributes: AppointmentAttributes
    relationships: AppointmentRelationships | UnsetType = UNSET


class VisitAnswer(msgspec.Struct, frozen=True):
    """The appointments of a visit."""

    data: list[AppointmentResource]
    included: list[Included] | UnsetType = UNSET
