"""What changes of a product refuse because of its stock."""

from parlour.errors import Conflict
from parlour.refusals import FaultRefusal, MessageRefusal

HAS_MOVEMENTS = MessageRefusal(
    Conflict,
    "has_movements",
    "The units of a product with stock movements change, but there are no correction rules.",
    "The product has stock movements: send correction_rules to convert them.",
)
NO_RULE = FaultRefusal(
    "no_rule",
    "The units of a product with stock movements change, and one kind of movement has no rule.",
    "correction_rules",
    "There is no rule for {}{}.",
    "receipts",
    ", of which there are 2",
)
HAS_STOCK = MessageRefusal(
    Conflict,
    "has_stock",
    "The product still has stock, and `force` is not 1.",
    "The product still has stock: {}. With force=1 it is deleted anyway.",
    "Products has 250 ml",
    details={"stock": [{"storage_id": 2, "title": "Products", "amount": 250, "unit": "ml"}]},
)
