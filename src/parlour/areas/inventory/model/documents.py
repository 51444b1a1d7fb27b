"""Stock documents and their transactions."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from parlour.areas.inventory.refusals import CLOSED_PERIOD
from parlour.areas.stock.model.stock import Kind, UnitKind


class DocumentFields(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of a document. `to_storage_id` is where a transfer goes to; no other kind has one."""

    kind: Kind
    storage_id: int
    to_storage_id: int | None
    occurred_at: datetime
    comment: str
    team_member_id: int

    @property
    def storage_ids(self) -> list[int]:
        return [self.storage_id, *([self.to_storage_id] if self.to_storage_id else [])]


class LockedDocument(msgspec.Struct, frozen=True):
    """A document that is locked until the database transaction ends."""

    id: int
    kind: Kind
    storage_id: int
    to_storage_id: int | None
    occurred_at: datetime
    comment: str
    team_member_id: int
    revision: int

    @property
    def fields(self) -> DocumentFields:
        return DocumentFields(
            kind=self.kind,
            storage_id=self.storage_id,
            to_storage_id=self.to_storage_id,
            occurred_at=self.occurred_at,
            comment=self.comment,
            team_member_id=self.team_member_id,
        )


class Document(msgspec.Struct, frozen=True):
    """A document as it is shown. Its author may be unknown."""

    id: int
    kind: Kind
    storage_id: int
    storage_title: str
    to_storage_id: int | None
    occurred_at: datetime
    comment: str
    team_member_id: int
    user_id: int | None
    user_name: str | None
    user_phone: str | None
    user_email: str | None
    user_is_approved: bool | None
    user_avatar_url: str | None
    revision: int


class TransactionDetails(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of a transaction that don't affect stock. Ids may be those of another system; 0 for none."""

    supplier_id: int = 0
    client_id: int = 0
    team_member_id: int = 0
    appointment_id: int = 0
    account_id: int = 0
    is_paid: bool = False
    comment: str = ""

    def details(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in TransactionDetails.__struct_fields__}


class Line(TransactionDetails, frozen=True, kw_only=True):
    """One product on a document, as a user enters it. `entered` is an amount in `unit`, with the sign as entered.

    For a stock-take it is the counted amount. A price or cost that is missing is computed.
    """

    product_id: int
    unit: UnitKind
    entered: Decimal
    price: Decimal | None = None
    discount: Decimal = Decimal(0)
    cost: Decimal | None = None


class StockedProduct(msgspec.Struct, frozen=True):
    """A product whose stock is locked until the database transaction ends."""

    id: int
    title: str
    unit_ratio: Decimal
    sale_unit_id: int
    write_off_unit_id: int
    price: Decimal
    cost_price: Decimal
    is_cost_price_fixed: bool


class TransactionFields(TransactionDetails, frozen=True, kw_only=True):
    """The columns of a transaction to write. `position` and `counterpart` number the transactions written together."""

    id: int = 0
    position: int = 0
    counterpart: int = 0
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
    counted: Decimal | None = None
    expected: Decimal | None = None


class StoredTransaction(msgspec.Struct, frozen=True):
    """A live transaction, with the columns from which a changed one is computed."""

    id: int
    document_id: int
    product_id: int
    storage_id: int
    unit: UnitKind
    amount: Decimal
    sale_amount: Decimal
    unit_ratio: Decimal
    price: Decimal
    discount: Decimal
    cost: Decimal
    unit_cost: Decimal
    counted: Decimal | None
    expected: Decimal | None
    counterpart_id: int | None
    revision: int
    supplier_id: int
    client_id: int
    team_member_id: int
    appointment_id: int
    account_id: int
    is_paid: bool
    comment: str

    @property
    def details(self) -> TransactionDetails:
        """Return the fields that don't affect stock."""
        return TransactionDetails(**{name: getattr(self, name) for name in TransactionDetails.__struct_fields__})

    @property
    def entered(self) -> Decimal:
        """Return the amount in the unit in which it was entered, without sign."""
        return abs(self.sale_amount if self.unit is UnitKind.SALE else self.amount)


class Transaction(msgspec.Struct, frozen=True):
    """A transaction as it is shown, with the names of what it refers to."""

    id: int
    document_id: int
    kind: Kind
    product_id: int
    product_title: str
    storage_id: int
    storage_title: str
    occurred_at: datetime
    unit: UnitKind
    amount: Decimal
    sale_amount: Decimal
    sale_unit_id: int
    sale_unit_title: str
    sale_unit_short_title: str
    write_off_unit_id: int
    write_off_unit_title: str
    write_off_unit_short_title: str
    price: Decimal
    discount: Decimal
    cost: Decimal
    counted: Decimal | None
    expected: Decimal | None
    supplier_id: int
    client_id: int
    team_member_id: int
    appointment_id: int
    service_id: int
    comment: str
    user_id: int | None
    changed_at: datetime
    revision: int

    @property
    def entered(self) -> Decimal:
        """Return the amount in the unit in which it was entered, with its sign."""
        return self.sale_amount if self.unit is UnitKind.SALE else self.amount

    @property
    def unit_id(self) -> int:
        """Return the id of the unit in which the amount was entered."""
        return self.sale_unit_id if self.unit is UnitKind.SALE else self.write_off_unit_id


class StockRules(msgspec.Struct, frozen=True):
    """What a location allows, and which of the requested storages belong to it."""

    allows_negative_stock: bool
    closed_until: date | None
    storage_ids: list[int]

    def require_open(self, occurred_at: datetime, timezone: ZoneInfo) -> None:
        """Raise `Conflict` for a moment in a closed period."""
        if self.closed_until is not None and occurred_at.astimezone(timezone).date() <= self.closed_until:
            raise CLOSED_PERIOD.error(self.closed_until)


class Level(msgspec.Struct, frozen=True):
    """The stock of a product in a storage."""

    product_id: int
    storage_id: int
    amount: Decimal


class CheckedAmount(msgspec.Struct, frozen=True):
    """The stock of a product in a storage; with a `count_id`, the amount that this line of a stock-take expected."""

    product_id: int
    storage_id: int
    count_id: int | None
    occurred_at: datetime | None
    amount: Decimal

    @property
    def key(self) -> tuple[int, int]:
        """Return product and storage."""
        return self.product_id, self.storage_id


class Shortage(msgspec.Struct, frozen=True):
    """The names for the message that a storage has less of a product than is taken out."""

    product_id: int
    storage_id: int
    product_title: str
    storage_title: str
    unit_short_title: str
