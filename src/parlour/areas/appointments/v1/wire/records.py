"""Appointments on the v1 wire."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Raw

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.appointments import wire as fields
from parlour.areas.appointments.model.appointments import Appointment, Attendance, Line, Source
from parlour.areas.appointments.model.related import Related
from parlour.areas.appointments.v1.wire.people import EXAMPLE, RecordClient, RecordLabel, RecordStaff
from parlour.areas.appointments.v1.wire.sold import SoldProduct, UsedProduct
from parlour.areas.clients.rights import Place, Sight
from parlour.areas.payments.wire import FinanceTransaction, Payer
from parlour.areas.tags.model import font_color_on
from parlour.http.dates import LENGTH_OF_DAY, TO_SECONDS, format_instant
from parlour.http.json import ENCODER
from parlour.http.wire import always, flag, made, mapped_list, of, or_else, says, shown

VISIT_DOCUMENT = 7
"""The number of the kind of document that a visit is."""


class RecordServiceLength(msgspec.Struct, frozen=True, gc=False):
    """What links the service to the team member."""

    length: Annotated[int, says("How long it takes the member, in seconds.", 3600)]


class RecordServicePrices(msgspec.Struct, frozen=True, gc=False):
    """What the service costs in the price list."""

    price_min: Annotated[Decimal, says("The lowest price of one.", 50)]
    price_max: Annotated[Decimal, says("The highest price of one.", 50)]


class Viewer(msgspec.Struct, frozen=True):
    """For whom appointments are shown: what the user sees of clients, on which clock, and what else is shown."""

    tenant: Tenant
    timezone: ZoneInfo
    sight: Sight
    sees_clients: bool
    related: Related
    staff: Mapping[int, Raw]
    """What appointments show of members and of prices, each encoded once for all of them."""
    prices: Mapping[int, Raw]
    shows_labels: bool
    """Whether any of the appointments has a tag; the same of what follows."""
    shows_values: bool
    shows_sold: bool
    shows_payments: bool
    shows_used: bool

    @classmethod
    def of(cls, tenant: Tenant, related: Related, base_url: str) -> "Viewer":
        return cls(
            tenant,
            tenant.timezone,
            Sight.of(tenant, Place.TIMETABLE),
            Permission.APPOINTMENT_CLIENT_VIEW in tenant.permissions,
            related,
            {member.id: _encoded(RecordStaff.from_model(member, base_url)) for member in related.members.values()},
            {
                each.service_id: _encoded(RecordServicePrices(each.lowest, each.highest))
                for each in related.prices.values()
            },
            bool(related.tags),
            bool(related.fields),
            bool(related.sold),
            bool(related.payments),
            bool(related.used),
        )


def _encoded(part: msgspec.Struct) -> Raw:
    return Raw(ENCODER.encode(part))


def _listed_prices(service_id: int, prices: Mapping[int, Raw]) -> Any:
    return prices[service_id]


class RecordService(msgspec.Struct, frozen=True, gc=False):
    """A service of an appointment, as it was when it was chosen."""

    id: Annotated[int, says("The service.", 5, of="service_id")]
    title: Annotated[str, says("Its title.", "Haircut")]
    cost: Annotated[Decimal, fields.PRICE, of("price")]
    cost_to_pay: Annotated[Decimal, says("What is to be paid: the same, while there is no loyalty.", 45, of="price")]
    manual_cost: Annotated[Decimal, says("The price as it was set, or the same.", 45, of="price")]
    cost_per_unit: Annotated[Decimal, fields.UNIT_PRICE, of("unit_price")]
    discount: Annotated[Decimal, fields.DISCOUNT]
    first_cost: Annotated[Decimal, fields.FULL_PRICE, of("full_price")]
    amount: Annotated[int, fields.AMOUNT]
    assistants: Annotated[list[Any], always([], "Always empty: there are no assistants.")]
    staff_service_link: Annotated[RecordServiceLength, of(made(RecordServiceLength, "duration"))]
    company_service_link: Annotated[RecordServicePrices, of(made(_listed_prices, "service_id", "viewer.prices"))]

    from_models = mapped_list(Line, Viewer)


class RecordDocument(msgspec.Struct, frozen=True, gc=False):
    """The document of sale of the visit."""

    id: Annotated[int, says("The document.", 9002)]
    type_id: Annotated[int, always(VISIT_DOCUMENT, "Always 7: a visit.")]
    storage_id: Annotated[int, always(0, "Always 0.")]
    user_id: Annotated[int, says("Who made the appointment; 0 for none.", 1)]
    company_id: Annotated[int, says("The location.", 1)]
    number: Annotated[int, says("The number of the document.", 9002)]
    comment: Annotated[str, always("", "Always empty.")]
    date_created: Annotated[str, says("When the appointment was made, in the location's time.", "2026-01-31 18:30:00")]
    category_id: Annotated[int, always(0, "Always 0.")]
    visit_id: Annotated[int, says("The visit.", 3001)]
    record_id: Annotated[int, says("The appointment.", 4001)]
    type_title: Annotated[str, always("Visit", "Always `Visit`.")]
    is_sale_bill_printed: Annotated[bool, always(False, "Always false: there are no fiscal receipts.")]


def _services(lines: list[Line], viewer: Viewer) -> list[RecordService]:
    return RecordService.from_models(lines, viewer)


def _staff(member_id: int, staff: Mapping[int, Raw]) -> Any:
    return staff[member_id]


def _client(appointment: Appointment, viewer: Viewer) -> RecordClient | None:
    client = appointment.client if viewer.sees_clients else None
    if client is None:
        return None
    return RecordClient.from_model(client, viewer.related.missed.get(client.id, 0), viewer.sight)


# Of the 500 appointments of a day many begin at the same time.
_written_start = lru_cache(maxsize=4096)(format_instant)


def with_colon(moment: datetime, zone: ZoneInfo) -> str:
    """Format a moment as `2026-01-01T12:00:00-05:00`."""
    return _start_with_colon(_written_start(moment, zone))


def _with_colon(written: str) -> str:
    return f"{written[:-2]}:{written[-2:]}"


def _on_clock(written: str) -> str:
    """Return a written moment as `2026-01-01 12:00:00`."""
    return f"{written[:LENGTH_OF_DAY]} {written[LENGTH_OF_DAY + 1 : TO_SECONDS]}"


_start_with_colon = lru_cache(maxsize=4096)(_with_colon)
_start_on_clock = lru_cache(maxsize=4096)(_on_clock)


def _labels(appointment: Appointment, related: Related) -> list[RecordLabel]:
    return [RecordLabel.from_model(tag) for tag in related.tags_of(appointment)]


def _custom_fields(appointment: Appointment, related: Related) -> dict[str, Any] | list[Any]:
    return related.custom_values_of(appointment) or []


def _font_color(color: str) -> str:
    return font_color_on(f"#{color}") if color else ""


def _documents(appointment: Appointment, created: str) -> list[RecordDocument]:
    return [
        RecordDocument(
            id=appointment.document_id,
            type_id=VISIT_DOCUMENT,
            storage_id=0,
            user_id=appointment.created_user_id or 0,
            company_id=appointment.location_id,
            number=appointment.document_id,
            comment="",
            date_created=_on_clock(created),
            category_id=0,
            visit_id=appointment.visit_id,
            record_id=appointment.id,
            type_title="Visit",
            is_sale_bill_printed=False,
        )
    ]


def _sold(appointment_id: int, related: Related) -> list[SoldProduct]:
    return [SoldProduct.from_model(each) for each in related.sold.get(appointment_id, ())]


def _used(appointment_id: int, viewer: Viewer) -> list[UsedProduct]:
    return [UsedProduct.from_model(each, viewer.tenant) for each in viewer.related.used.get(appointment_id, ())]


def payer_of(appointment: Appointment, viewer: Viewer) -> Payer | None:
    """Return the client as payments show them, as far as the user may see clients."""
    client = _client(appointment, viewer)
    return None if client is None else Payer(client.id, client.display_name, client.phone)


def _payments(appointment: Appointment, viewer: Viewer) -> list[FinanceTransaction]:
    payments = viewer.related.payments.get(appointment.id, ())
    payer = payer_of(appointment, viewer) if payments else None
    return [FinanceTransaction.from_model(each, payer, viewer.timezone) for each in payments]


def _is_confirmed(attendance: Attendance) -> int:
    return 0 if attendance is Attendance.NO_SHOW else 1


def _is_online(source: Source) -> bool:
    return source in fields.DEVICES


START = made(_written_start, "starts_at", "viewer.timezone")
CREATED = made(format_instant, "created_at", "viewer.timezone")


class Record(msgspec.Struct, frozen=True, gc=False):
    """An appointment."""

    id: Annotated[int, fields.ID]
    company_id: Annotated[int, says("The location.", 1, of="location_id")]
    staff_id: Annotated[int, fields.MEMBER, of("team_member_id")]
    services: Annotated[list[RecordService], says("Its services.", of=made(_services, "lines", "viewer"))]
    goods_transactions: Annotated[
        list[SoldProduct],
        says("The products sold in it.", of=shown(made(_sold, "id", "viewer.related"), "viewer.shows_sold", [])),
    ]
    staff: Annotated[RecordStaff, of(made(_staff, "team_member_id", "viewer.staff"))]
    client: Annotated[
        RecordClient | None,
        says(
            "The client; null for none, and without the right to see them.",
            EXAMPLE,
            of=made(_client, "model", "viewer"),
        ),
    ]
    clients_count: Annotated[int, says("How many places of a group event it takes.", 1, of="seat_count")]
    date: Annotated[
        str,
        says(
            "The start in the location's time.",
            "2026-02-02 14:00:00",
            of=made(_start_on_clock, START),
        ),
    ]
    datetime: Annotated[str, says("The start.", "2026-02-02T14:00:00-05:00", of=made(_start_with_colon, START))]
    create_date: Annotated[
        str,
        says("When it was made.", "2026-01-31T18:30:00-0500", of=CREATED),
    ]
    comment: Annotated[str, fields.COMMENT]
    online: Annotated[bool, says("A client booked it online.", False, of=made(_is_online, "source"))]
    visit_attendance: Annotated[
        int,
        says(
            "The attendance of the visit: 1 if any appointment of it has it, else 2, else 0, else -1.",
            0,
            of=made(fields.attendance_number, "visit_attendance"),
        ),
    ]
    attendance: Annotated[int, says(fields.ATTENDANCE, 0, of=made(fields.attendance_number, "attendance"))]
    confirmed: Annotated[
        int, says("0 if the client didn't come, otherwise 1.", 1, of=made(_is_confirmed, "attendance"))
    ]
    seance_length: Annotated[int, fields.LENGTH, of("duration")]
    length: Annotated[int, says("The same.", 3600, of="duration")]
    technical_break_duration: Annotated[int, fields.BREAK, of("technical_break")]
    sms_before: Annotated[
        int, says("How many hours before the start the client is reminded by SMS; 0 for no reminder.", 5,
                  of=or_else("sms_reminder_hours", 0)),
    ]  # fmt: skip
    sms_now: Annotated[int, says("1 if the client got the details by SMS, otherwise 0.", 0, of=flag("notifies_by_sms"))]
    sms_now_text: Annotated[str, always("", "Always empty.")]
    email_now: Annotated[
        int, says("1 if the client got the details by email, otherwise 0.", 0, of=flag("notifies_by_email"))
    ]
    notified: Annotated[int, always(0, "Always 0.")]
    master_request: Annotated[
        int, says("1 if this team member was asked for, 0 if any.", 1, of=flag("is_member_chosen"))
    ]
    api_id: Annotated[str, fields.API_ID]
    from_url: Annotated[str, says("The page on which it was booked; empty for none.", "")]
    review_requested: Annotated[int, always(0, "Always 0.")]
    is_remind_sms_sent: Annotated[
        bool, says("A reminder of this start was sent by SMS.", False, of="is_sms_reminder_sent")
    ]
    visit_id: Annotated[int, says("The visit: the client's appointments of a day.", 3001)]
    created_user_id: Annotated[int, says("The user who made it; 0 for none.", 1, of=or_else("created_user_id", 0))]
    deleted: Annotated[bool, says("It is deleted.", False, of="is_deleted")]
    paid_full: Annotated[
        int,
        says(
            "1 if nothing of the visit is left to pay, and the client came or paid anything; otherwise 0.",
            0,
            of=flag("is_paid"),
        ),
    ]
    payment_status: Annotated[int, always(0, "Always 0: there are no memberships that pay by themselves.")]
    prepaid: Annotated[bool, always(False, "Always false: there are no online payments.")]
    prepaid_confirmed: Annotated[bool, always(False, "Always false: there are no online payments.")]
    is_update_blocked: Annotated[bool, always(False, "Always false.")]
    last_change_date: Annotated[
        str,
        says("When it was last changed.", "2026-01-31T18:30:00-0500",
             of=made(format_instant, "changed_at", "viewer.timezone")),
    ]  # fmt: skip
    custom_color: Annotated[str, fields.COLOR, of("color")]
    custom_font_color: Annotated[
        str, says("Black or white, whichever is easier to read on the colour; empty without one.", "#ffffff",
                  of=made(_font_color, "color")),
    ]  # fmt: skip
    record_labels: Annotated[
        list[RecordLabel],
        says(
            "The tags, without deleted ones.",
            of=shown(made(_labels, "model", "viewer.related"), "viewer.shows_labels", []),
        ),
    ]
    activity_id: Annotated[int, says("The group event; 0 for none.", 0, of=or_else("event_id", 0))]
    custom_fields: Annotated[
        dict[str, Any] | list[Any],
        says(
            "The values of custom fields by their codes; an empty list for none, and without the right to see them.",
            {"skin_type": "dry"},
            of=shown(made(_custom_fields, "model", "viewer.related"), "viewer.shows_values", []),
        ),
    ]
    documents: Annotated[list[RecordDocument], says("The document of sale.", of=made(_documents, "model", CREATED))]
    sms_remain_hours: Annotated[int | None, fields.SMS_HOURS, of("sms_reminder_hours")]
    email_remain_hours: Annotated[int | None, fields.EMAIL_HOURS, of("email_reminder_hours")]
    bookform_id: Annotated[int, says("The booking form; 0 for none.", 0, of=or_else("booking_form_id", 0))]
    record_from: Annotated[str, always("", "Always empty: booking forms have no names yet.")]
    is_mobile: Annotated[
        int,
        says(
            "0 made by the staff, 1 on a mobile page, 2 on a desktop page.", 0, of=made(fields.device_number, "source")
        ),
    ]
    is_sale_bill_printed: Annotated[bool, always(False, "Always false: there are no fiscal receipts.")]
    consumables: Annotated[
        list[UsedProduct],
        says(
            "What was used up in it, if `include_consumables` asks for it.",
            of=shown(made(_used, "id", "viewer"), "viewer.shows_used", []),
        ),
    ]
    finance_transactions: Annotated[
        list[FinanceTransaction],
        says(
            "The payments for it, if `include_finance_transactions` asks for them.",
            of=shown(made(_payments, "model", "viewer"), "viewer.shows_payments", []),
        ),
    ]
    acceptance_free: Annotated[bool | None, always(None, "Always null.")]
    comer: Annotated[bool | None, always(None, "Always null.")]
    comer_person_info: Annotated[dict[str, Any] | None, always(None, "Always null.")]
    resource_instance_ids: Annotated[list[int], says("The resources that it has.", [71])]
    short_link: Annotated[str, always("", "Always empty: there are no booking pages yet.")]

    from_models = mapped_list(Appointment, Viewer)
