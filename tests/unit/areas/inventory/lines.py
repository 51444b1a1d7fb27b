"""A product, a document and lines for tests of what a line makes of them."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from parlour.areas.inventory.model.documents import DocumentFields, Line, StockedProduct
from parlour.areas.stock.model.stock import Kind, UnitKind

SALE, WRITE_OFF = UnitKind.SALE, UnitKind.WRITE_OFF
D = Decimal
NOON = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)


def a_product(**fields: Any) -> StockedProduct:
    """A bottle of 250 ml for 25.00 that costs 10.00, or with these fields."""
    given = {"title": "Argan", "unit_ratio": D(250), "price": D(25), "cost_price": D(10), "is_cost_price_fixed": False}
    return StockedProduct(id=501, sale_unit_id=11, write_off_unit_id=4, **{**given, **fields})


def a_document(kind: Kind, **fields: Any) -> DocumentFields:
    """Of the second storage; a transfer goes to the first."""
    given: dict[str, Any] = {"storage_id": 2, "to_storage_id": 1 if kind is Kind.TRANSFER else None, "comment": ""}
    return DocumentFields(kind=kind, **{**given, "occurred_at": NOON, "team_member_id": 3, **fields})


def a_line(entered: str | int, unit: UnitKind = SALE, **fields: Any) -> Line:
    """A line; amounts of money are written as texts."""
    texts = {name: value for name, value in fields.items() if isinstance(value, str) and name != "comment"}
    exact: dict[str, Any] = {**fields, **{name: D(value) for name, value in texts.items()}}
    return Line(product_id=501, unit=unit, entered=D(entered), **exact)
