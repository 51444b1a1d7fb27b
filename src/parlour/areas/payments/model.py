"""A payment: money that comes in on an account for something that was sold."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from enum import IntEnum, StrEnum

import msgspec


class Expense(IntEnum):
    """What money is for, by the fixed numbers of the standard expense items."""

    SERVICES = 5
    PRODUCTS = 7


TITLES = {Expense.SERVICES: "Service payments", Expense.PRODUCTS: "Product sales"}


class AccountKind(StrEnum):
    """Where the money of an account is."""

    CASH = "cash"
    CARD = "card"


class PaymentState(StrEnum):
    """How much of what is owed was paid."""

    NOT_PAID = "not_paid"
    PAID_NOT_FULL = "paid_not_full"
    PAID_FULL = "paid_full"
    PAID_OVER = "paid_over"


PAID_STATES = (PaymentState.PAID_FULL, PaymentState.PAID_OVER)


def state_of(owed: Decimal, paid: Decimal) -> PaymentState:
    """Return the state of something that costs `owed`. What is free is paid in full."""
    if paid > owed:
        return PaymentState.PAID_OVER
    if paid == owed:
        return PaymentState.PAID_FULL
    return PaymentState.PAID_NOT_FULL if paid else PaymentState.NOT_PAID


class Account(msgspec.Struct, frozen=True):
    """An account of a location. Of its cash accounts the first is the default one."""

    id: int
    title: str
    kind: AccountKind
    is_default: bool

    @property
    def is_cash(self) -> bool:
        return self.kind is AccountKind.CASH


class Due(msgspec.Struct, frozen=True):
    """Something that was sold, and how much of it is still to be paid."""

    expense: Expense
    item_id: int
    """The line of an appointment, or the stock transaction of a product."""
    appointment_id: int | None
    left: Decimal


class Sale(msgspec.Struct, frozen=True):
    """What is paid for: a visit, and the document that ties its payments together."""

    visit_id: int
    document_id: int


class NewPayment(msgspec.Struct, frozen=True):
    """Money that comes in: for one act, or the part of it that pays one thing."""

    account_id: int
    amount: Decimal


class Part(msgspec.Struct, frozen=True):
    """The part of a payment that pays one thing."""

    due: Due
    amount: Decimal


class Payment(msgspec.Struct, frozen=True):
    """A finance transaction as it is shown: what was paid for one thing."""

    id: int
    document_id: int
    visit_id: int | None
    appointment_id: int | None
    expense: Expense
    item_id: int
    account_id: int
    account_title: str
    account_kind: AccountKind
    account_is_default: bool
    amount: Decimal
    occurred_at: datetime
    comment: str
    user_id: int | None


def allocated(amount: Decimal, dues: Sequence[Due]) -> Iterator[Part]:
    """Yield what an amount pays: things in their order, each up to what is left, and the last one all the rest."""
    rest = amount
    for due in dues[:-1]:
        part = min(rest, max(due.left, Decimal(0)))
        if part:
            yield Part(due, part)
        rest -= part
    if rest:
        yield Part(dues[-1], rest)


def after(parts: Sequence[Part], dues: Sequence[Due]) -> list[Due]:
    """Return what is left of the same things once the parts are paid."""
    paid = {(part.due.expense, part.due.item_id): part.amount for part in parts}
    return [
        Due(due.expense, due.item_id, due.appointment_id, due.left - paid.get((due.expense, due.item_id), Decimal(0)))
        for due in dues
    ]
