"""The texts of a receipt from what was sold and paid, in the language and currency of the location."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import babel
import babel.dates
import babel.numbers
import msgspec

from parlour.areas.appointments.model.appointments import Appointment, Line
from parlour.areas.inventory.model.documents import Transaction
from parlour.areas.locations.model import Location
from parlour.areas.payments.model import Payment
from parlour.areas.receipts.model.labels import Labels, is_right_to_left, labels_of
from parlour.areas.receipts.model.receipts import Fact, Receipt, Row

FALLBACK_LOCALE = "en_US"
LEFT_TO_RIGHT = "\u200e"
"""Around a phone number it keeps the plus in front, also between words that are written from right to left."""


class Sale(msgspec.Struct, frozen=True):
    """What a receipt is about: a visit with what was sold and paid in it."""

    document_id: int
    client_name: str
    """Empty without a client, and if the user may not see clients."""
    starts_at: datetime
    appointments: Sequence[Appointment]
    sold: Sequence[Transaction]
    payments: Sequence[Payment]
    owed_amount: Decimal
    paid_amount: Decimal


class Wording(msgspec.Struct, frozen=True):
    """How a location writes amounts, and what it calls things."""

    labels: Labels
    locale: str
    currency: str
    timezone: ZoneInfo
    is_right_to_left: bool

    @classmethod
    def of(cls, location: Location) -> "Wording":
        return cls(
            labels_of(location.locale),
            _known(location.locale),
            location.currency,
            ZoneInfo(location.timezone),
            is_right_to_left(location.locale),
        )

    def money(self, amount: Decimal) -> str:
        return babel.numbers.format_currency(amount, self.currency, locale=self.locale)

    def number(self, amount: Decimal) -> str:
        return babel.numbers.format_decimal(amount, locale=self.locale)

    def moment(self, moment: datetime) -> str:
        return babel.dates.format_datetime(moment, "short", tzinfo=self.timezone, locale=self.locale)


def _known(locale: str) -> str:
    """Return the locale if it is known, otherwise the one of the labels."""
    try:
        babel.Locale.parse(locale)
    except (ValueError, babel.UnknownLocaleError):
        return FALLBACK_LOCALE
    return locale


def receipt_of(location: Location, sale: Sale) -> Receipt:
    """Return the texts of a receipt for a visit."""
    wording = Wording.of(location)
    contacts = [
        ", ".join(filter(None, (location.address, location.city))),
        *(f"{LEFT_TO_RIGHT}{phone}{LEFT_TO_RIGHT}" for phone in location.phones[:1]),
    ]
    return Receipt(
        title=wording.labels.receipt,
        heading=[location.title, *filter(None, contacts)],
        facts=[*_facts(sale, wording)],
        rows=[*_rows(sale, wording)],
        totals=[*_totals(sale, wording)],
        payments=[*_payments(sale, wording)],
        is_right_to_left=wording.is_right_to_left,
    )


def _facts(sale: Sale, wording: Wording) -> Iterator[Fact]:
    yield Fact(wording.labels.date, wording.moment(sale.starts_at))
    yield Fact(wording.labels.number, str(sale.document_id))
    if sale.client_name:
        yield Fact(wording.labels.client, sale.client_name)


def _rows(sale: Sale, wording: Wording) -> Iterator[Row]:
    for appointment in sale.appointments:
        for line in appointment.lines:
            unit_price, discount, price = map(Decimal, (line.unit_price, line.discount, line.price))
            yield _row(line.title, Decimal(line.amount), unit_price, discount, price, wording)
    for product in sale.sold:
        amount = abs(product.entered)
        yield _row(product.product_title, amount, product.price, product.discount, product.cost, wording)


def _row(title: str, amount: Decimal, unit_price: Decimal, discount: Decimal, price: Decimal, wording: Wording) -> Row:
    detail = f"{wording.number(amount)} × {wording.money(unit_price)}"
    if discount:
        detail = f"{detail} − {wording.number(discount)} %"
    return Row(title, detail, wording.money(price))


def _totals(sale: Sale, wording: Wording) -> Iterator[Fact]:
    full = sum((_full_price(line) for each in sale.appointments for line in each.lines), Decimal(0))
    full += sum((abs(each.entered) * each.price for each in sale.sold), Decimal(0))
    if full > sale.owed_amount:
        yield Fact(wording.labels.discount, wording.money(full - sale.owed_amount))
    yield Fact(wording.labels.total, wording.money(sale.owed_amount), is_bold=True)


def _full_price(line: Line) -> Decimal:
    return Decimal(line.full_price)


def _payments(sale: Sale, wording: Wording) -> Iterator[Fact]:
    by_account: dict[str, Decimal] = {}
    for payment in sale.payments:
        by_account[payment.account_title] = by_account.get(payment.account_title, Decimal(0)) + payment.amount
    for title, amount in by_account.items():
        yield Fact(title, wording.money(amount))
    yield Fact(wording.labels.paid, wording.money(sale.paid_amount))
    left = sale.owed_amount - sale.paid_amount
    if left > 0:
        yield Fact(wording.labels.to_pay, wording.money(left), is_bold=True)
    elif left < 0:
        yield Fact(wording.labels.paid_over, wording.money(-left))
