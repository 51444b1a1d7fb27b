"""The history of a client: visits and product sales by day, in pages that don't divide a day at their end."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

import msgspec

from parlour.areas.appointments.model.appointments import Appointment, Attendance
from parlour.areas.inventory.model.documents import Transaction
from parlour.areas.payments.model import Expense, Payment, PaymentState, state_of

PAGE = 25


class HistoryFilter(msgspec.Struct, frozen=True):
    """Which part of a client's history is shown; None is no limit, no status is any."""

    first_day: date | None = None
    last_day: date | None = None
    attendance: Attendance | None = None
    statuses: frozenset[PaymentState] = frozenset()


class VisitDay(msgspec.Struct, frozen=True):
    """A visit, or the sale of products without one, on its day."""

    day: date
    visit_id: int
    """0 for a sale."""
    document_id: int
    """0 for a visit."""
    attendance: Attendance | None
    """None for a sale."""
    owed: Decimal
    settled: Decimal = Decimal(0)
    """What was paid; sales without a visit can't be paid yet."""

    @property
    def status(self) -> PaymentState:
        return state_of(self.owed, self.settled)

    @property
    def key(self) -> tuple[date, int, int]:
        return self.day, self.visit_id, self.document_id


class SoldLine(msgspec.Struct, frozen=True):
    """A product that the client bought. Amounts are below zero, as of all that leaves the stock."""

    id: int
    document_id: int
    appointment_id: int
    """0 for none."""
    visit_id: int
    """0 for none."""
    product_id: int
    title: str
    amount: Decimal
    unit_title: str
    price: Decimal
    """For one, before the discount."""
    discount: Decimal
    cost: Decimal
    """For all of them, after the discount."""
    team_member_id: int
    """0 for none."""
    comment: str
    occurred_at: datetime
    day: date


class DayRange(msgspec.Struct, frozen=True):
    """The days of a page, and how many visits and sales it has."""

    first_day: date
    last_day: date
    count: int


class HistoryPage(msgspec.Struct, frozen=True):
    """A page, the newest first, with the days of the pages around it; None where there is nothing."""

    visits: Sequence[VisitDay]
    newer: DayRange | None
    current: DayRange | None
    older: DayRange | None


class History(msgspec.Struct, frozen=True):
    """What a page shows."""

    page: HistoryPage
    appointments: Sequence[Appointment]
    sold: Sequence[SoldLine]
    payments: Sequence[Payment]
    used: Mapping[int, Sequence[Transaction]]
    """What was used up in each appointment."""

    def paid_by_item(self) -> dict[tuple[Expense, int], Decimal]:
        """Return what was paid for each service line and each product line."""
        paid: dict[tuple[Expense, int], Decimal] = {}
        for payment in self.payments:
            item = payment.expense, payment.item_id
            paid[item] = paid.get(item, Decimal(0)) + payment.amount
        return paid


NOTHING = History(HistoryPage([], None, None, None), [], [], [], {})


def page_of(visits: Iterable[VisitDay], wanted: HistoryFilter) -> HistoryPage:
    """Return the page that a filter asks for: 25, and the others of the last day."""
    fitting = sorted((each for each in visits if _fits(each, wanted)), key=lambda each: each.key, reverse=True)
    last_day = wanted.last_day or date.max
    newer = [each for each in fitting if each.day > last_day]
    rest = [each for each in fitting if each.day <= last_day]
    page = _first(rest)
    older = rest[len(page) :]
    return HistoryPage(page, _range(_first(newer[::-1])), _range(page), _next_range(older))


def _fits(visit: VisitDay, wanted: HistoryFilter) -> bool:
    return (
        (wanted.first_day is None or visit.day >= wanted.first_day)
        and (wanted.attendance is None or visit.attendance is wanted.attendance)
        and (not wanted.statuses or visit.status in wanted.statuses)
    )


def _first(visits: Sequence[VisitDay]) -> Sequence[VisitDay]:
    """Return the first 25, and those after them that are of the same day as the last."""
    end = PAGE
    while PAGE <= end < len(visits) and visits[end].day == visits[end - 1].day:
        end += 1
    return visits[:end]


def _range(visits: Sequence[VisitDay]) -> DayRange | None:
    days = [each.day for each in visits]
    return DayRange(min(days), max(days), len(days)) if days else None


def _next_range(older: Sequence[VisitDay]) -> DayRange | None:
    """Return what to ask for next: from the first day of all that is left, so that it stays the same on each page."""
    return DayRange(older[-1].day, older[0].day, len(_first(older))) if older else None
