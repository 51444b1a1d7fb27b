"""The numbers of document kinds and of units on the v1 wire, and the titles of the kinds there.

Operations on stock and on products use them, and stock is below both areas.
"""

from parlour.areas.stock.model.stock import Kind, UnitKind

# 6 is ours, it isn't in the contract.
CODES = {Kind.SALE: 1, Kind.USAGE: 2, Kind.RECEIPT: 3, Kind.WRITE_OFF: 4, Kind.TRANSFER: 5, Kind.STOCK_TAKE: 6}
# Documents use another number for write-offs.
WRITE_OFF_OF_DOCUMENTS = 7
KINDS = {**{code: kind for kind, code in CODES.items()}, WRITE_OFF_OF_DOCUMENTS: Kind.WRITE_OFF}
TITLES = {
    Kind.SALE: "Sale",
    Kind.USAGE: "Usage of consumables",
    Kind.RECEIPT: "Receipt",
    Kind.WRITE_OFF: "Write-off",
    Kind.TRANSFER: "Transfer",
    Kind.STOCK_TAKE: "Stock-take",
}
UNIT_CODES = {UnitKind.SALE: 1, UnitKind.WRITE_OFF: 2}
UNITS = {code: unit for unit, code in UNIT_CODES.items()}


def document_code(kind: Kind) -> int:
    """Return the number of a kind as documents show it."""
    return WRITE_OFF_OF_DOCUMENTS if kind is Kind.WRITE_OFF else CODES[kind]
