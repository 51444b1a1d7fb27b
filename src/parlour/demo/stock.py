"""The stock movements of a chain in the past weeks, generated from a seed and today's date."""

from datetime import datetime

import msgspec

from parlour.areas.stock.model.stock import Kind
from parlour.currencies import currency_by_code
from parlour.demo.costing import Transaction, cost_documents
from parlour.demo.history import LocationHistory
from parlour.demo.model import Business
from parlour.demo.storage_amounts import Document

SEED = 20_260


class Stock(msgspec.Struct, frozen=True):
    """The documents of a chain in the order of time, and their transactions in the same order."""

    documents: tuple[Document, ...]
    transactions: tuple[Transaction, ...]

    @property
    def received(self) -> set[int]:
        """Return the positions of the products that were ever delivered."""
        receipts = {position for position, document in enumerate(self.documents) if document.kind is Kind.RECEIPT}
        return {transaction.line.product for transaction in self.transactions if transaction.document in receipts}


def make_stock(business: Business, chain: int, now: datetime, seed: int = SEED) -> Stock:
    """Return the stock of the chain at a position."""
    made = business.chains[chain]
    histories = [
        LocationHistory(made, location, _author(business, chain, location), now, seed)
        for location in range(len(made.locations))
    ]
    documents = [document for history in histories for document in history.documents()]
    documents.sort(key=lambda document: document.occurred_at)
    currencies = tuple(currency_by_code(location.currency) for location in made.locations)
    return Stock(tuple(documents), tuple(cost_documents(documents, made.products, currencies)))


def _author(business: Business, chain: int, location: int) -> int:
    """Return the person who writes the documents of a location: one who works there, else the chain's owner."""
    people = [(position, who.location) for position, who in enumerate(business.people) if who.chain == chain]
    return next(position for place in (location, None) for position, works_in in people if works_in == place)
