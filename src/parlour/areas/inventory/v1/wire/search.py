"""Transactions as a search of v1 shows them."""

from typing import Annotated

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.inventory.model.search import FoundTransaction as Model
from parlour.areas.inventory.v1.wire import fields
from parlour.areas.inventory.v1.wire.documents import Named
from parlour.areas.stock.model.stock import Kind
from parlour.areas.stock.v1.wire import TITLES
from parlour.http.wire import made, mapped, of, says


class Reference(msgspec.Struct, frozen=True):
    """A person or thing that is kept elsewhere (Q-052)."""

    id: Annotated[int, says("Its id; 0 for none.", 0)]
    title: Annotated[str, says("Its name; empty while it isn't known here.", "")]


class Customer(msgspec.Struct, frozen=True):
    """The client that stock went to (Q-052)."""

    id: Annotated[int, says("The client; 0 for none.", 0)]
    name: Annotated[str, says("The name; empty while it isn't known here.", "")]
    phone: Annotated[str, says("The phone number; empty while it isn't known here.", "")]


def _title(kind: str) -> str:
    return TITLES[Kind(kind)]


def _reference(id_: int) -> Reference:
    return Reference(id_, "")


def _customer(id_: int) -> Customer:
    return Customer(id_, "", "")


class FoundTransaction(msgspec.Struct, frozen=True):
    """A transaction that a search found."""

    id: fields.TransactionId
    document_id: fields.DocumentId
    type_id: fields.TransactionType
    type: Annotated[str, says("The same in words.", "Sale", of=made(_title, "kind"))]
    good: Annotated[Named, of(made(Named, "product_id", "product_title"))]
    storage: Annotated[Named, of(made(Named, "storage_id", "storage_title"))]
    unit: Annotated[Named, of(made(Named, "unit_id", "unit_title"))]
    operation_unit_type: fields.EnteredIn
    amount: fields.Amount
    create_date: fields.Occurred
    last_change_date: fields.Changed
    cost_per_unit: fields.SeenPrice
    discount: fields.Percent
    cost: fields.SeenCost
    master: Annotated[Reference, of(made(_reference, "team_member_id"))]
    supplier: Annotated[Reference, of(made(_reference, "supplier_id"))]
    record_id: fields.AppointmentId
    service: Annotated[Reference, of(made(_reference, "service_id"))]
    clients: Annotated[Customer, of(made(_customer, "client_id"))]
    comment: fields.Note

    from_model = mapped(Model, Tenant)
