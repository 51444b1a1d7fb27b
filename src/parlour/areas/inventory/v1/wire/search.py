"""Transactions as a search of v1 shows them."""

from decimal import Decimal
from typing import Annotated

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.inventory.model.search import FoundTransaction as Model
from parlour.areas.inventory.v1.wire import fields
from parlour.areas.inventory.v1.wire.documents import Named, plain, shows_money
from parlour.areas.stock.model.codes import CODES, TITLES, UNIT_CODES
from parlour.areas.stock.model.stock import Kind, UnitKind
from parlour.http.dates import format_instant
from parlour.http.wire import says


class Reference(msgspec.Struct, frozen=True):
    """A person or thing that is kept elsewhere (Q-052)."""

    id: Annotated[int, says("Its id; 0 for none.", 0)]
    title: Annotated[str, says("Its name; empty while it isn't known here.", "")]


class Customer(msgspec.Struct, frozen=True):
    """The client that stock went to (Q-052)."""

    id: Annotated[int, says("The client; 0 for none.", 0)]
    name: Annotated[str, says("The name; empty while it isn't known here.", "")]
    phone: Annotated[str, says("The phone number; empty while it isn't known here.", "")]


class FoundTransaction(msgspec.Struct, frozen=True):
    """A transaction that a search found."""

    id: fields.TransactionId
    document_id: fields.DocumentId
    type_id: Annotated[
        int, says("What it does: 1 sale, 2 usage, 3 receipt, 4 write-off, 5 transfer; 6 stock-take (ours).", 1)
    ]
    type: Annotated[str, says("The same in words.", "Sale")]
    good: Named
    storage: Named
    unit: Named
    operation_unit_type: Annotated[int, says("What the amount is counted in: 1 sale units, 2 write-off units.", 1)]
    amount: fields.Amount
    create_date: fields.Occurred
    last_change_date: fields.Changed
    cost_per_unit: fields.SeenPrice
    discount: Annotated[Decimal, says("Percent off the price.", 10)]
    cost: fields.SeenCost
    master: Reference
    supplier: Reference
    record_id: Annotated[int, says("The appointment it belongs to; 0 for none.", 0)]
    service: Reference
    clients: Customer
    comment: Annotated[str, says("A note; may be empty.", "Sold at the desk")]

    @classmethod
    def from_model(cls, found: Model, tenant: Tenant) -> "FoundTransaction":
        kind, shows = Kind(found.kind), shows_money(found.kind, tenant)
        return cls(
            id=found.id,
            document_id=found.document_id,
            type_id=CODES[kind],
            type=TITLES[kind],
            good=Named(found.product_id, found.product_title),
            storage=Named(found.storage_id, found.storage_title),
            unit=Named(found.unit_id, found.unit_title),
            operation_unit_type=UNIT_CODES[UnitKind(found.unit)],
            amount=plain(found.amount),
            create_date=format_instant(found.occurred_at, tenant.timezone),
            last_change_date=format_instant(found.changed_at, tenant.timezone),
            cost_per_unit=found.price if shows else None,
            discount=found.discount,
            cost=found.cost if shows else None,
            master=Reference(found.team_member_id, ""),
            supplier=Reference(found.supplier_id, ""),
            record_id=found.appointment_id,
            service=Reference(found.service_id, ""),
            clients=Customer(found.client_id, "", ""),
            comment=found.comment,
        )
