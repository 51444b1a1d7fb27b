"""Writing the demo's stock: the documents and their transactions. The database computes the rest."""

import msgspec

from parlour.db.pool import Connection
from parlour.demo import operator
from parlour.demo.costing import Entry
from parlour.demo.model import Product
from parlour.demo.stock import Stock
from parlour.demo.stockroom import Paper, Storage

_DOCUMENT = ("id", "chain_id", "location_id", "kind", "storage_id", "to_storage_id", "occurred_at", "comment",
             "user_id", "created_at", "changed_at")  # fmt: skip
_TRANSACTION = ("id", "counterpart_id", "document_id", "chain_id", "location_id", "kind", "product_id", "storage_id",
                "occurred_at", "unit", "amount", "sale_amount", "unit_ratio", "sale_unit_id", "write_off_unit_id",
                "price", "discount", "cost", "unit_cost", "counted", "expected", "user_id", "created_at",
                "changed_at")  # fmt: skip


class StockIds(msgspec.Struct, frozen=True):
    """The ids of a chain, its locations, its products and all people, in the order of the model.

    Storages are found by the position of their location and their kind.
    """

    chain: int
    locations: list[int]
    storages: dict[tuple[int, Storage], int]
    products: list[int]
    people: list[int]


async def load_stock(conn: Connection, stock: Stock, products: tuple[Product, ...], ids: StockIds) -> None:
    """Write the documents of a chain and their transactions, in the caller's transaction."""
    document_ids = await operator.reserve_document_ids(conn, len(stock.papers))
    transaction_ids = await operator.reserve_transaction_ids(conn, len(stock.entries))
    documents = (_document_row(paper, ids, id_) for paper, id_ in zip(stock.papers, document_ids, strict=True))
    await conn.copy_records_to_table("stock_documents", records=documents, columns=_DOCUMENT)
    transactions = (
        (
            transaction_ids[position],
            transaction_ids[position + entry.counterpart] if entry.counterpart else None,
            document_ids[entry.paper],
            *_transaction_row(entry, stock.papers[entry.paper], products[entry.move.product], ids),
        )
        for position, entry in enumerate(stock.entries)
    )
    await conn.copy_records_to_table("stock_transactions", records=transactions, columns=_TRANSACTION)


def _document_row(paper: Paper, ids: StockIds, document_id: int) -> tuple[object, ...]:
    return (
        document_id,
        ids.chain,
        ids.locations[paper.location],
        paper.kind,
        ids.storages[paper.location, paper.storage],
        None if paper.to_storage is None else ids.storages[paper.location, paper.to_storage],
        paper.occurred_at,
        paper.comment,
        ids.people[paper.keeper],
        paper.occurred_at,
        paper.occurred_at,
    )


def _transaction_row(entry: Entry, paper: Paper, product: Product, ids: StockIds) -> tuple[object, ...]:
    return (
        ids.chain,
        ids.locations[paper.location],
        paper.kind,
        ids.products[entry.move.product],
        ids.storages[paper.location, entry.storage],
        paper.occurred_at,
        entry.move.unit,
        entry.quantity.amount,
        entry.quantity.sale_amount,
        product.unit_ratio,
        product.sale_unit_id,
        product.write_off_unit_id,
        entry.price,
        entry.move.discount,
        entry.cost,
        entry.unit_cost,
        entry.move.counted,
        entry.move.expected,
        ids.people[paper.keeper],
        paper.occurred_at,
        paper.occurred_at,
    )
