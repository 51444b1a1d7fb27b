"""Visits on the v1 wire."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any

import msgspec

from parlour.areas.appointments import wire as fields
from parlour.areas.appointments.model.appointments import Appointment, Line
from parlour.areas.appointments.model.visits import Visit
from parlour.areas.appointments.v1.wire.records import Record, Viewer, payer_of, with_colon
from parlour.areas.inventory.model.documents import Transaction
from parlour.areas.payments.model import Payment
from parlour.areas.payments.wire import FinanceTransaction
from parlour.http.path_parts import PathPart
from parlour.http.wire import always, made, mapped_list, says

VisitInPath = Annotated[int, PathPart("Visit", "The visit.", 3001)]

SERVICE, PRODUCT = 1, 7
"""The numbers of the kinds of items."""


class VisitRecord(Record, frozen=True):
    """An appointment of a visit: with numbers where an appointment by itself has true and false."""

    deleted: Annotated[int, says("1 if it is deleted, otherwise 0.", 0, of=made(int, "is_deleted"))]  # type: ignore[assignment] # as clients know it
    prepaid: Annotated[int, always(0, "Always 0: there are no online payments.")]  # type: ignore[assignment] # the same
    prepaid_confirmed: Annotated[int, always(0, "Always 0: there are no online payments.")]  # type: ignore[assignment] # the same

    events: Annotated[list[Any], always([], "Always empty: there are no promotions.")]

    from_models = mapped_list(Appointment, Viewer)


class RecordVisit(msgspec.Struct, frozen=True):
    """A visit: the client's appointments of a day."""

    attendance: Annotated[int, says(fields.ATTENDANCE, 0)]
    datetime: Annotated[str, says("The start of the first appointment.", "2026-02-02T14:00:00-05:00")]
    comment: Annotated[int, always(0, "Always 0: appointments have the notes.")]
    records: Annotated[list[VisitRecord], says("The appointments, by their start.")]

    @classmethod
    def of(cls, visit: Visit, appointments: Sequence[Appointment], viewer: Viewer) -> "RecordVisit":
        return cls(
            fields.attendance_number(visit.attendance),
            with_colon(appointments[0].starts_at, viewer.timezone),
            0,
            VisitRecord.from_models(appointments, viewer),
        )


class LoyaltyKind(msgspec.Struct, frozen=True):
    """The kind of a loyalty transaction."""

    id: Annotated[int, says("The kind.", 2)]
    title: Annotated[str, says("Its title.", "Loyalty program")]


class LoyaltyTransaction(msgspec.Struct, frozen=True):
    """What was paid by loyalty."""

    id: Annotated[int, says("The transaction.", 5001)]
    status_id: Annotated[int, says("Its status.", 1)]
    amount: Annotated[Decimal, says("How much.", 5)]
    type_id: Annotated[int, says("Its kind.", 2)]
    program_id: Annotated[int, says("The loyalty program.", 3)]
    card_id: Annotated[int, says("The loyalty card.", 401)]
    salon_group_id: Annotated[int, says("The chain.", 1)]
    item_id: Annotated[int, says("The line of the appointment, or the product transaction.", 7001)]
    item_type_id: Annotated[int, says("1 a service, 7 a product.", 1)]
    item_record_id: Annotated[int, says("The appointment.", 4001)]
    goods_transaction_id: Annotated[int, says("The product transaction; 0 for a service.", 0)]
    is_discount: Annotated[bool, says("It is a discount.", True)]
    is_loyalty_withdraw: Annotated[bool, says("It was taken from a card.", False)]
    type: LoyaltyKind


class ReceiptNamed(msgspec.Struct, frozen=True):
    """A kind or a status."""

    id: Annotated[int, says("Its number.", 0)]
    title: Annotated[str, says("Its title.", "Sale")]


class ReceiptDocument(msgspec.Struct, frozen=True):
    """What a receipt is for."""

    id: Annotated[int, says("The document.", 9002)]
    type: Annotated[int, says("7: a visit.", 7)]
    type_title: Annotated[str, says("The kind in words.", "Visit")]


class ReceiptCashier(msgspec.Struct, frozen=True):
    """Who printed a receipt."""

    id: Annotated[int, fields.MEMBER]
    name: Annotated[str, says("The name.", "Ana Lima")]


class ReceiptTransaction(msgspec.Struct, frozen=True):
    """A receipt."""

    id: Annotated[int, says("The receipt.", 11001)]
    print_date: Annotated[str, says("When it was printed.", "2026-02-02T15:00:00-05:00")]
    printed_count: Annotated[int, says("How often.", 1)]
    sum: Annotated[Decimal, says("The amount.", 45)]
    type: ReceiptNamed
    status: ReceiptNamed
    document: ReceiptDocument
    cashier: ReceiptCashier


class Receipts(msgspec.Struct, frozen=True):
    """What a fiscal cash register printed."""

    last_operation_type: Annotated[int, always(0, "Always 0: no receipt was printed.")]
    transactions: Annotated[list[ReceiptTransaction], always([], "Always empty: there is no cash register.")]


class VisitItem(msgspec.Struct, frozen=True):
    """A service or a product of a visit."""

    id: Annotated[int, says("The line of the appointment, or the product transaction.", 7001)]
    item_id: Annotated[int, says("The service or product.", 5)]
    item_type_id: Annotated[int, says("1 a service, 7 a product.", 1)]
    record_id: Annotated[int, says("The appointment.", 4001)]
    item_title: Annotated[str, says("Its title.", "Haircut")]
    amount: Annotated[Decimal, says("How many of them.", 1)]
    first_cost: Annotated[Decimal, fields.FULL_PRICE]
    manual_cost: Annotated[Decimal, fields.PRICE]
    discount: Annotated[Decimal, fields.DISCOUNT]
    cost: Annotated[Decimal, says("The same, while there is no loyalty.", 45)]
    paid_sum: Annotated[Decimal, says("What of it was paid, on the accounts that the user may see.", 45)]
    master_id: Annotated[int, fields.MEMBER]
    good_id: Annotated[int, says("The product; 0 for a service.", 0)]
    service_id: Annotated[int, says("The service; 0 for a product.", 5)]
    event_id: Annotated[int, always(0, "Always 0: there are no promotions.")]
    is_service: Annotated[bool, says("It is a service.", True)]
    is_event: Annotated[bool, always(False, "Always false: there are no promotions.")]
    is_good: Annotated[bool, says("It is a product.", False)]

    @classmethod
    def of_line(cls, line: Line, appointment: Appointment, paid: Decimal) -> "VisitItem":
        return cls(
            line.id,
            line.service_id,
            SERVICE,
            appointment.id,
            line.title,
            Decimal(line.amount),
            Decimal(line.full_price),
            Decimal(line.price),
            Decimal(line.discount),
            Decimal(line.price),
            paid,
            appointment.team_member_id,
            0,
            line.service_id,
            0,
            True,
            False,
            False,
        )

    @classmethod
    def of_sold(cls, sold: Transaction, paid: Decimal) -> "VisitItem":
        amount = abs(sold.entered)
        return cls(
            sold.id,
            sold.product_id,
            PRODUCT,
            sold.appointment_id,
            sold.product_title,
            amount,
            sold.price * amount,
            sold.cost,
            sold.discount,
            sold.cost,
            paid,
            sold.team_member_id,
            sold.product_id,
            0,
            0,
            False,
            False,
            True,
        )


class VisitDetails(msgspec.Struct, frozen=True):
    """What was sold in a visit, and what was paid."""

    payment_transactions: Annotated[list[FinanceTransaction], says("The payments, the oldest first.")]
    loyalty_transactions: Annotated[list[LoyaltyTransaction], always([], "Always empty: there is no loyalty yet.")]
    kkm_transaction_details_container: Receipts
    items: Annotated[list[VisitItem], says("Services, then products.")]

    @classmethod
    def of(cls, appointments: Sequence[Appointment], payments: Sequence[Payment], viewer: Viewer) -> "VisitDetails":
        paid: dict[tuple[int, int], Decimal] = {}
        for payment in payments:
            key = (payment.expense, payment.item_id)
            paid[key] = paid.get(key, Decimal(0)) + payment.amount
        payer = payer_of(appointments[0], viewer)
        services = [
            VisitItem.of_line(line, each, paid.get((5, line.id), Decimal(0)))
            for each in appointments
            for line in each.lines
        ]
        products = [
            VisitItem.of_sold(sold, paid.get((7, sold.id), Decimal(0)))
            for each in appointments
            for sold in viewer.related.sold.get(each.id, ())
        ]
        return cls(
            [FinanceTransaction.from_model(each, payer, viewer.timezone) for each in payments],
            [],
            Receipts(0, []),
            services + products,
        )
