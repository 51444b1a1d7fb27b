"""What services of appointments use up: stock that leaves its storage when the client has arrived."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec

from parlour.areas.inventory.model.documents import DocumentFields, Line, TransactionFields
from parlour.areas.stock.model.stock import Kind, UnitKind


class UsageHead(msgspec.Struct, frozen=True):
    """What all usages of an appointment have in common; 0 for no client."""

    appointment_id: int
    team_member_id: int
    client_id: int
    occurred_at: datetime


class Usage(UsageHead, frozen=True):
    """A product that a service uses up; `amount` in its write-off unit."""

    service_id: int
    storage_id: int
    product_id: int
    amount: Decimal
    price: Decimal | None
    """Of one write-off unit; None for what it costs."""

    @property
    def line(self) -> Line:
        return Line(
            product_id=self.product_id,
            unit=UnitKind.WRITE_OFF,
            entered=self.amount,
            price=self.price,
            team_member_id=self.team_member_id,
            client_id=self.client_id,
            appointment_id=self.appointment_id,
        )

    @property
    def document(self) -> DocumentFields:
        """Return the fields of the document that it is on, together with all that have the same."""
        return DocumentFields(
            kind=Kind.USAGE,
            storage_id=self.storage_id,
            to_storage_id=None,
            occurred_at=self.occurred_at,
            comment="",
            team_member_id=self.team_member_id,
        )


class PostedUsage(Usage, frozen=True):
    """A usage that has moved stock."""

    id: int
    document_id: int

    def is_like(self, wanted: Usage) -> bool:
        """Return whether it is what is wanted already. A price that isn't given is any."""
        return wanted.price in (None, self.price) and all(
            getattr(self, name) == getattr(wanted, name) for name in Usage.__struct_fields__ if name != "price"
        )

    def of(self, head: UsageHead) -> Usage:
        """Return the same usage with what the appointment has now."""
        shared = {name: getattr(head, name) for name in UsageHead.__struct_fields__}
        own = ("service_id", "storage_id", "product_id", "amount", "price")
        return Usage(**shared, **{name: getattr(self, name) for name in own})


class NewUsage(msgspec.Struct, frozen=True, kw_only=True):
    """The columns of a usage to write."""

    position: int
    product_id: int
    storage_id: int
    unit: UnitKind
    amount: Decimal
    sale_amount: Decimal
    unit_ratio: Decimal
    sale_unit_id: int
    write_off_unit_id: int
    price: Decimal
    discount: Decimal
    cost: Decimal
    unit_cost: Decimal
    client_id: int
    team_member_id: int
    appointment_id: int
    service_id: int
    occurred_at: datetime

    @classmethod
    def of(cls, usage: Usage, row: TransactionFields, position: int) -> "NewUsage":
        """Return the columns of a usage, as they follow from its line."""
        own: dict[str, Any] = {"position": position, "service_id": usage.service_id, "occurred_at": usage.occurred_at}
        names = (name for name in cls.__struct_fields__ if name not in own)
        return cls(**own, **{name: getattr(row, name) for name in names})


class UsageChange(msgspec.Struct, frozen=True):
    """Usages to take back and to post."""

    taken_back: Sequence[PostedUsage]
    used: Sequence[Usage]

    @property
    def all(self) -> Sequence[Usage]:
        return [*self.taken_back, *self.used]


def change_between(posted: Sequence[PostedUsage], wanted: Sequence[Usage]) -> UsageChange:
    """Return how to get from what is posted to what is wanted; what is posted as wanted stays."""
    taken_back, left = [], [*wanted]
    for each in posted:
        same = next((other for other in left if each.is_like(other)), None)
        if same is None:
            taken_back.append(each)
        else:
            left.remove(same)
    return UsageChange(taken_back, left)
