"""Refusals of operations on documents and transactions, in addition to those that all such operations have."""

from datetime import date
from decimal import Decimal

from parlour.access.permissions import Permission
from parlour.areas.inventory.model.documents import Shortage, closed
from parlour.areas.inventory.model.transactions import contradiction
from parlour.areas.inventory.service import checks
from parlour.areas.inventory.service.checks import NO_STORAGE, shortage
from parlour.areas.inventory.service.documents import KIND_IS_FIXED
from parlour.areas.inventory.service.locked_stock import NO_PRODUCT
from parlour.areas.inventory.service.transactions import DOCUMENT_IS_FIXED, NO_DOCUMENT
from parlour.errors import Conflict, Fault, Forbidden, Invalid
from parlour.refusals import Refusal

_SHORT = Shortage(501, 2, "Argan Repair Shampoo", "Products", "ml")


def no_right(permission: Permission) -> Refusal:
    """Return the refusal for operations on sales; those on other kinds of documents need a similar right."""
    return Refusal(
        "no_right_to_kind",
        "The user may do this, but not with this kind of document.",
        Forbidden(f"You lack the right {permission.value} in this location."),
    )


HALF_SEEN = Refusal(
    "half_seen",
    "It is part of a transfer whose other storage is not in the user's sight.",
    Forbidden(checks.HALF_VISIBLE),
)
HIDDEN_COSTS = Refusal(
    "hidden_costs",
    "A price or a total is sent, which the user may not see.",
    Forbidden(f"You lack the right {Permission.COST_PRICE_VIEW.value} in this location."),
)
CLOSED_PERIOD = Refusal(
    "closed", "The document is dated in a period that the location has closed.", closed(date(2026, 1, 31))
)
NO_STORAGES = Refusal(
    "no_storages",
    "The storages are not the location's, or not in the user's sight.",
    Invalid([Fault("storage_id", NO_STORAGE), Fault("to_storage_id", NO_STORAGE)]),
)
FAULTY_LINES = Refusal(
    "faulty_lines",
    "One line names a product that is not there, another has a total that can't be right. Nothing is written.",
    Invalid(
        [
            Fault("goods_transactions[1].good_id", NO_PRODUCT),
            Fault("goods_transactions[2].cost", contradiction("44.82")),
        ]
    ),
)
FAULTY_LINE = Refusal("contradiction", "The total can't be right.", Invalid([Fault("cost", contradiction("44.82"))]))
NO_SUCH_PRODUCT = Refusal(
    "unknown_product", "There is no such product in the location.", Invalid([Fault("good_id", NO_PRODUCT)])
)
UNKNOWN_DOCUMENT = Refusal(
    "unknown_document", "The document is not there.", Invalid([Fault("document_id", NO_DOCUMENT)])
)
OTHER_DOCUMENT = Refusal(
    "other_document",
    "The transaction was to go onto another document.",
    Invalid([Fault("document_id", DOCUMENT_IS_FIXED)]),
)
OTHER_KIND = Refusal(
    "other_kind", "A document that has transactions was to become another kind of document.", Conflict(KIND_IS_FIXED)
)


def not_enough(field: str = "amount") -> Refusal:
    """Return the refusal for operations that take stock out of a storage."""
    return Refusal(
        "not_enough",
        "More would be taken out than there is, and the location doesn't allow that.",
        Invalid([shortage(_SHORT, field, Decimal(250), Decimal(500))]),
    )
