"""What the services of appointments use up."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

import msgspec

from parlour.areas.appointments.model.appointments import Appointment, Attendance, Line
from parlour.areas.appointments.model.changes import AppointmentFields, LineFields
from parlour.areas.bills_of_materials.model import Bill
from parlour.areas.bills_of_materials.model import Line as BillLine
from parlour.areas.inventory.model.usages import PostedUsage, Usage, UsageHead


class Served(msgspec.Struct, frozen=True):
    """What an appointment uses up follows from this: who provides how much of which services, and has the client come.

    Services that an appointment has several times are one here.
    """

    id: int
    team_member_id: int
    client_id: int
    """0 for none."""
    starts_at: datetime
    amounts: Mapping[int, int]
    """How much of each service, by its id."""
    has_arrived: bool

    @classmethod
    def of(cls, id_: int, fields: AppointmentFields, lines: Iterable[LineFields]) -> "Served":
        has_arrived = fields.attendance is Attendance.ARRIVED
        return cls(id_, fields.team_member_id, fields.client_id or 0, fields.starts_at, amounts_of(lines), has_arrived)

    @classmethod
    def shown(cls, appointment: Appointment) -> "Served":
        """Return what an appointment uses up that was read; nothing was used up in one that was deleted."""
        has_arrived = appointment.attendance is Attendance.ARRIVED and not appointment.is_deleted
        return cls(
            appointment.id,
            appointment.team_member_id,
            appointment.client_id or 0,
            appointment.starts_at,
            amounts_of(appointment.lines),
            has_arrived,
        )

    @property
    def used(self) -> Mapping[int, int]:
        """Return the amounts of the services that have been provided."""
        return self.amounts if self.has_arrived else {}

    @property
    def head(self) -> UsageHead:
        return UsageHead(
            appointment_id=self.id,
            team_member_id=self.team_member_id,
            client_id=self.client_id,
            occurred_at=self.starts_at,
        )


def amounts_of(lines: Iterable[Line | LineFields]) -> Mapping[int, int]:
    """Return how much of each service the lines have."""
    amounts: Counter[int] = Counter()
    for line in lines:
        amounts[line.service_id] += line.amount
    return amounts


class Settlement(msgspec.Struct, frozen=True):
    """What has to be done to the stock for an appointment. Of services that aren't fresh, what is posted stays."""

    served: Served
    fresh: Mapping[int, int]
    """The amounts of services whose consumables are posted as they are wanted now."""

    @classmethod
    def between(cls, before: Served | None, after: Served) -> "Settlement | None":
        """Return what has to be done after a change; None for nothing. A bill that changed meanwhile is no reason."""
        used = before.used if before else {}
        if before and before.head == after.head and used == after.used:
            return None
        is_same_member = before is not None and before.team_member_id == after.team_member_id
        kept = [id_ for id_, amount in after.used.items() if is_same_member and used.get(id_) == amount]
        if not used and not after.used:
            return None
        return cls(after, {id_: amount for id_, amount in after.used.items() if id_ not in kept})

    def keeps(self, service_id: int) -> bool:
        """Return whether what is posted for a service stays as it is."""
        return service_id in self.served.used and service_id not in self.fresh


def wanted_usages(
    settlements: Sequence[Settlement], posted: Iterable[PostedUsage], fresh: Iterable["WantedConsumable"]
) -> list[Usage]:
    """Return all usages that the appointments shall have."""
    by_id = {each.served.id: each for each in settlements}
    kept = [
        each.of(by_id[each.appointment_id].served.head)
        for each in posted
        if by_id[each.appointment_id].keeps(each.service_id)
    ]
    return kept + [each.usage_in(by_id[each.appointment_id].served) for each in fresh]


class WantedConsumable(msgspec.Struct, frozen=True):
    """A product that a service of an appointment is going to use up: by its bill, or as a user has set it."""

    appointment_id: int
    service_id: int
    storage_id: int
    product_id: int
    amount: Decimal
    price: Decimal | None

    @property
    def consumable(self) -> "Consumable":
        return Consumable(self.storage_id, self.product_id, self.amount, service_id=self.service_id, price=self.price)

    def usage_in(self, served: Served) -> Usage:
        return Usage(
            appointment_id=served.id,
            team_member_id=served.team_member_id,
            client_id=served.client_id,
            occurred_at=served.starts_at,
            service_id=self.service_id,
            storage_id=self.storage_id,
            product_id=self.product_id,
            amount=self.amount,
            price=self.price,
        )


class GivenConsumable(BillLine, frozen=True, kw_only=True):
    """A product that a service shall use up."""

    price: Decimal | None
    """Of one write-off unit; None for what it costs, or has cost already."""
    transaction_id: int | None
    """The transaction by which it was used up already, if it names one."""
    place: tuple[int, int]
    """The appointment and the service that it names."""


class NamedProduct(msgspec.Struct, frozen=True):
    """What is shown of a product, and what one write-off unit costs now."""

    id: int
    title: str
    unit: str
    unit_cost_price: Decimal


class Consumable(BillLine, frozen=True, kw_only=True):
    """A product that a service uses up, or has used up."""

    service_id: int
    price: Decimal | None
    """None for what it costs then."""
    transaction_id: int | None = None
    """None while the client hasn't come."""


class ServiceConsumables(msgspec.Struct, frozen=True):
    """A service of an appointment with what it uses up, and the bill that this comes from."""

    appointment_id: int
    service_id: int
    bill: Bill | None
    consumables: Sequence[Consumable]
    products: Mapping[int, NamedProduct]
    """The products of the consumables by their ids."""
