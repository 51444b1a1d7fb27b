"""Request bodies that create and change documents and transactions on the v1 wire."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.access.tenant import Tenant
from parlour.areas.inventory.model.documents import DocumentFields, Line, TransactionDetails
from parlour.areas.inventory.v1.wire import fields
from parlour.areas.stock.model.stock import Kind, as_stored
from parlour.areas.stock.rights.limits import sees_costs
from parlour.areas.stock.v1.wire import CODES, KINDS, UNITS
from parlour.errors import MISSING, Fault
from parlour.http.body import Body
from parlour.http.dates import parse_written_instant
from parlour.http.fields import Id, IdOrZero, needs

MOST_LINES = 1000
ANOTHER_STORAGE = "Must be another storage than storage_id."
NEEDED = "A transfer needs it: where the stock goes to."
NOT_NEEDED = "Only a transfer (type_id 5) has it."


class DocumentForm(msgspec.Struct, kw_only=True):
    """What a document says. Without a date a new one is of now, and a changed one keeps its own."""

    OTHER_NAMES: ClassVar[dict[str, str]] = {"date": "create_date"}
    BETWEEN: ClassVar[dict[str, Any]] = {
        "allOf": [
            {"not": {"properties": {"type_id": {"const": CODES[Kind.TRANSFER]}, "to_storage_id": {"maximum": 0}}}},
            {
                "not": {
                    "properties": {
                        "type_id": {"not": {"const": CODES[Kind.TRANSFER]}},
                        "to_storage_id": {"minimum": 1},
                    },
                    "required": ["to_storage_id"],
                }
            },
        ]
    }

    type_id: fields.Kind
    storage_id: Annotated[Id, Meta(description="The storage; for a transfer, the storage it comes from.", examples=[2])]
    create_date: fields.CreateDate | UnsetType = UNSET
    to_storage_id: Annotated[
        IdOrZero,
        Meta(
            description="The storage that a transfer (`type_id` 5) goes to; 0 for all other documents (ours).",
            examples=[0],
        ),
    ] = 0
    comment: fields.Comment | UnsetType = UNSET
    master_id: fields.TeamMember | UnsetType = UNSET

    @staticmethod
    def faults_between(given: Callable[[str], Any]) -> Iterator[Fault]:
        """Yield the faults of the storage that a transfer goes to, and that no other kind has."""
        kind, target = given("type_id"), given("to_storage_id")
        if kind == CODES[Kind.TRANSFER] and not target:
            yield Fault("to_storage_id", NEEDED)
        elif kind not in (CODES[Kind.TRANSFER], UNSET) and target:
            yield Fault("to_storage_id", NOT_NEEDED)
        elif target and target == given("storage_id"):
            yield Fault("to_storage_id", ANOTHER_STORAGE)

    def to_fields(self, tenant: Tenant, before: DocumentFields | None = None) -> DocumentFields:
        """Return the fields; a comment or a team member that is not given stays as in `before`."""
        return DocumentFields(
            kind=KINDS[self.type_id],
            storage_id=self.storage_id,
            to_storage_id=self.to_storage_id or None,
            occurred_at=self._occurred_at(tenant, before),
            comment=_or(self.comment, before.comment if before else ""),
            team_member_id=_or(self.master_id, before.team_member_id if before else 0),
        )

    def _occurred_at(self, tenant: Tenant, before: DocumentFields | None) -> datetime:
        if self.create_date is not UNSET:
            return parse_written_instant(self.create_date).at(tenant.timezone)
        return before.occurred_at if before else datetime.now(UTC).replace(microsecond=0)


class LineForm(msgspec.Struct, kw_only=True):
    """One product on a document. What is left out of price and total follows from the other, or from the product."""

    # The contract marks no field of a line as required; these two are.
    BETWEEN: ClassVar[dict[str, Any]] = needs("good_id", "amount")

    good_id: fields.Product | UnsetType = UNSET
    amount: fields.EnteredAmount | UnsetType = UNSET
    operation_unit_type: fields.UnitKind = 1
    cost_per_unit: fields.HiddenPrice | UnsetType = UNSET
    discount: fields.Discount | UnsetType = UNSET
    cost: fields.HiddenCost | UnsetType = UNSET
    supplier_id: fields.Supplier | UnsetType = UNSET
    client_id: fields.Client | UnsetType = UNSET
    master_id: fields.TeamMember | UnsetType = UNSET
    record_id: fields.Appointment | UnsetType = UNSET
    account_id: Annotated[
        IdOrZero | UnsetType,
        Meta(description="The account of the payment; stored, without effect.", examples=[0]),
    ] = UNSET
    paid: Annotated[bool | UnsetType, Meta(description="It was paid; stored, without effect.", examples=[False])] = (
        UNSET
    )
    comment: fields.Comment | UnsetType = UNSET

    @staticmethod
    def faults_between(given: Callable[[str], Any]) -> Iterator[Fault]:
        """Yield a fault for each missing field, although none is marked as required."""
        for name in ("good_id", "amount"):
            if given(name) is UNSET:
                yield Fault(name, MISSING)

    def to_line(self, before: TransactionDetails = TransactionDetails()) -> Line:  # noqa: B008 - frozen
        """Return the line; fields that don't affect stock stay as in `before` when they are left out."""
        unit = UNITS[self.operation_unit_type]
        return Line(
            product_id=_or(self.good_id, 0),
            unit=unit,
            entered=as_stored(_or(self.amount, Decimal(0)), unit),
            price=_or(self.cost_per_unit, None),
            discount=_or(self.discount, Decimal(0)),
            cost=_or(self.cost, None),
            supplier_id=_or(self.supplier_id, before.supplier_id),
            client_id=_or(self.client_id, before.client_id),
            team_member_id=_or(self.master_id, before.team_member_id),
            appointment_id=_or(self.record_id, before.appointment_id),
            account_id=_or(self.account_id, before.account_id),
            is_paid=_or(self.paid, before.is_paid),
            comment=_or(self.comment, before.comment),
        )


class OperationForm(DocumentForm, kw_only=True):
    """A document with its transactions."""

    OTHER_NAMES: ClassVar[dict[str, str]] = {**DocumentForm.OTHER_NAMES, "transactions": "goods_transactions"}
    # Some clients send an operation back as they received it, with the date in the document.
    INSIDE: ClassVar[dict[str, tuple[str, ...]]] = {"document": ("create_date",)}

    goods_transactions: Annotated[
        list[LineForm],
        Meta(
            max_length=MOST_LINES,
            description="What it moves: up to a thousand products. Without any the document is to be filled later.",
        ),
    ] = msgspec.field(default_factory=list)

    def to_lines(self) -> list[Line]:
        return [line.to_line() for line in self.goods_transactions]


def missing_costs(data: Body["TransactionForm"], tenant: Tenant) -> list[Fault]:
    """Return a fault for each null cost from a user who may see costs; others send back the null that they saw."""
    if not sees_costs(tenant):
        return []
    return [Fault(name, MISSING) for name in ("cost_per_unit", "cost") if data.given(name) is None]


class TransactionForm(LineForm, kw_only=True):
    """A transaction on a document that is there.

    Price and total are null from those who may not see costs: they stay, or follow from the product.
    """

    document_id: Annotated[Id, Meta(description="The document of the transaction.", examples=[9001])]
    good_id: fields.Product
    amount: fields.EnteredAmount
    operation_unit_type: fields.UnitKind
    cost_per_unit: fields.HiddenPrice
    discount: fields.Discount
    cost: fields.HiddenCost


def _or(given: Any, otherwise: Any) -> Any:
    return otherwise if given is UNSET else given
