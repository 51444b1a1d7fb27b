"""A visit: a client's appointments of a day, which are attended and paid together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

import msgspec

from parlour.areas.appointments.model.appointments import Attendance
from parlour.areas.appointments.model.changes import GivenLine, LineFields, LockedAppointment
from parlour.areas.appointments.model.lines import kept_lines
from parlour.areas.inventory.model.documents import Line as SaleLine
from parlour.areas.payments.model import AccountKind, NewPayment


class Visit(msgspec.Struct, frozen=True):
    """A visit with what of it is owed and paid."""

    id: int
    document_id: int
    client_id: int | None
    attendance: Attendance
    owed_amount: Decimal
    paid_amount: Decimal


class PricedLine(msgspec.Struct, frozen=True):
    """A service of a visit as a request wants it: one that its appointment has, or one to add."""

    appointment_id: int | None
    """None for the appointment that the request names."""
    line: GivenLine


class GivenSale(msgspec.Struct, frozen=True):
    """A product as a request wants it to be sold: a new one without an id."""

    transaction_id: int | None
    storage_id: int
    line: SaleLine


class VisitChange(msgspec.Struct, frozen=True):
    """Changes to a visit. `comment` belongs to one of its appointments."""

    attendance: Attendance
    comment: str
    lines: Sequence[PricedLine]
    sales: Sequence[GivenSale]
    payments: Sequence[NewPayment]
    deleted_payment_ids: Sequence[int]
    fast_payment: AccountKind | None
    """Pay all that is left with money of this kind."""


class VisitLine(msgspec.Struct, frozen=True):
    """A line of one of the appointments of a visit."""

    appointment_id: int
    line: LineFields


class StoredAppointment(msgspec.Struct, frozen=True):
    """A locked appointment of a visit with its lines in their order."""

    appointment: LockedAppointment
    lines: Sequence[LineFields]

    @property
    def id(self) -> int:
        return self.appointment.id


class WantedLine(msgspec.Struct, frozen=True):
    """A line that an appointment shall have, with its number in the request; None for one that stays as it is."""

    line: GivenLine
    number: int | None


def wanted_lines(
    stored: Sequence[StoredAppointment], given: Iterable[PricedLine], default_id: int
) -> Mapping[int, list[WantedLine]]:
    """Return all lines of those appointments whose services a request names, by their ids.

    A service that an appointment has gets the price that is given, the others stay; another one is added.
    """
    by_appointment: dict[int, list[WantedLine]] = {}
    for number, each in enumerate(given):
        by_appointment.setdefault(each.appointment_id or default_id, []).append(WantedLine(each.line, number))
    return {
        each.id: [*_merged(kept_lines(each.lines), by_appointment[each.id])]
        for each in stored
        if each.id in by_appointment
    }


def _merged(kept: Sequence[GivenLine], given: list[WantedLine]) -> Iterator[WantedLine]:
    left = [*given]
    for line in kept:
        replacing = next((each for each in left if each.line.service_id == line.service_id), None)
        if replacing is not None:
            left.remove(replacing)
        yield replacing or WantedLine(line, None)
    yield from left
