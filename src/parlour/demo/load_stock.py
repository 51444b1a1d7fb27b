"""Writing the demo's stock: the documents and their transactions. The database computes the rest."""

import msgspec

from parlour.db.pool import Connection
from parlour.demo import operator
from parlour.demo.costing import Transaction
from parlour.demo.model import Product
from parlour.demo.stock import Stock
from parlour.demo.storage_amounts import Document, Storage

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
    document_ids = await operator.reserve_document_ids(conn, len(stock.documents))
    transaction_ids = await operator.reserve_transaction_ids(conn, len(stock.transactions))
    documents = (_document_row(document, ids, id_) for document, id_ in zip(stock.documents, document_ids, strict=True))
    await conn.copy_records_to_table("stock_documents", records=documents, columns=_DOCUMENT)
    transactions = (
        (
            transaction_ids[position],
            transaction_ids[position + transaction.counterpart] if transaction.counterpart else None,
            document_ids[transaction.document],
            *_transaction_row(
                transaction, stock.documents[transaction.document], products[transaction.line.product], ids
            ),
        )
        for position, transaction in enumerate(stock.transactions)
    )
    await conn.copy_records_to_table("stock_transactions", records=transactions, columns=_TRANSACTION)


def _document_row(document: Document, ids: StockIds, document_id: int) -> tuple[object, ...]:
    return (
        document_id,
        ids.chain,
        ids.locations[document.location],
        document.kind,
        ids.storages[document.location, document.storage],
        None if document.to_storage is None else ids.storages[document.location, document.to_storage],
        document.occurred_at,
        document.comment,
        ids.people[document.author],
        document.occurred_at,
        document.occurred_at,
    )


def _transaction_row(
    transaction: Transaction, document: Document, product: Product, ids: StockIds
) -> tuple[object, ...]:
    return (
        ids.chain,
        ids.locations[document.location],
        document.kind,
        ids.products[transaction.line.product],
        ids.storages[document.location, transaction.storage],
        document.occurred_at,
        transaction.line.unit,
        transaction.quantity.amount,
        transaction.quantity.sale_amount,
        product.unit_ratio,
        product.sale_unit_id,
        product.write_off_unit_id,
        transaction.price,
        transaction.line.discount,
        transaction.cost,
        transaction.unit_cost,
        transaction.line.counted,
        transaction.line.expected,
        ids.people[document.author],
        document.occurred_at,
        document.occurred_at,
    )
