"""Payments on the wire of all versions of the API, where they are called finance transactions."""

from decimal import Decimal
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import msgspec

from parlour.areas.payments import model
from parlour.http.dates import format_instant
from parlour.http.wire import always, says

NOBODY: list[Any] = []


class ExpenseItem(msgspec.Struct, frozen=True):
    """What a payment is for."""

    id: Annotated[int, says("The expense item: 5 services, 7 products.", 5)]
    title: Annotated[str, says("Its title.", "Service payments")]


class PaymentAccount(msgspec.Struct, frozen=True):
    """The account that the money is on."""

    id: Annotated[int, says("The account.", 61)]
    title: Annotated[str, says("Its title.", "Cash")]
    is_cash: Annotated[bool, says("It holds cash.", True)]
    is_default: Annotated[bool, says("It is the default account for cash.", True)]


class Payer(msgspec.Struct, frozen=True):
    """The client who paid."""

    id: Annotated[int, says("The client.", 812)]
    name: Annotated[str, says("The name.", "Maya Reyes")]
    phone: Annotated[str, says("The phone number as digits, or empty.", "13155550175")]


class FinanceTransaction(msgspec.Struct, frozen=True):
    """A payment for one service or product."""

    id: Annotated[int, says("The payment.", 6001)]
    document_id: Annotated[int, says("The document of sale.", 9002)]
    date: Annotated[str, says("When it was paid.", "2026-02-02T15:00:00-0500")]
    type_id: Annotated[int, says("What it is for: 5 services, 7 products.", 5)]
    expense_id: Annotated[int, says("The same.", 5)]
    account_id: Annotated[int, says("The account.", 61)]
    amount: Annotated[Decimal, says("How much was paid.", 45)]
    client_id: Annotated[int, says("The client; 0 for none.", 812)]
    master_id: Annotated[int, always(0, "Always 0: payments to team members are others.")]
    supplier_id: Annotated[int, always(0, "Always 0: payments to suppliers are others.")]
    comment: Annotated[str, says("A note, or empty.", "")]
    item_id: Annotated[int, says("What was paid: the line of the appointment, or the product transaction.", 7001)]
    target_type_id: Annotated[int, says("What `item_id` is: 1 a service, 7 a product.", 1)]
    record_id: Annotated[int, says("The appointment; 0 for none.", 4001)]
    goods_transaction_id: Annotated[int, says("The product transaction; 0 for a service.", 0)]
    expense: ExpenseItem
    account: PaymentAccount
    client: Annotated[
        Payer | list[Any],
        says("The client; an empty list for none.", {"id": 812, "name": "Maya Reyes", "phone": "13155550175"}),
    ]
    master: Annotated[list[Any], always([], "Always empty.")]
    supplier: Annotated[list[Any], always([], "Always empty.")]

    @classmethod
    def from_model(cls, payment: model.Payment, payer: Payer | None, timezone: ZoneInfo) -> "FinanceTransaction":
        is_service = payment.expense is model.Expense.SERVICES
        return cls(
            payment.id,
            payment.document_id,
            format_instant(payment.occurred_at, timezone),
            payment.expense,
            payment.expense,
            payment.account_id,
            payment.amount,
            payer.id if payer else 0,
            0,
            0,
            payment.comment,
            payment.item_id,
            1 if is_service else 7,
            payment.appointment_id or 0,
            0 if is_service else payment.item_id,
            ExpenseItem(payment.expense, model.TITLES[payment.expense]),
            PaymentAccount(
                payment.account_id,
                payment.account_title,
                payment.account_kind is model.AccountKind.CASH,
                payment.account_is_default,
            ),
            payer or NOBODY,
            NOBODY,
            NOBODY,
        )
