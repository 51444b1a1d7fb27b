"""What operations on documents and transactions refuse, in addition to what every operation of their kind refuses."""

from datetime import date

from parlour.errors import Conflict, Forbidden
from parlour.refusals import NO_RIGHT, FaultRefusal, FaultsRefusal, MessageRefusal

NO_RIGHT_TO_KIND = NO_RIGHT.named("no_right_to_kind", "The user lacks the right for this kind of document.")
NO_RIGHT_IN_LOCATION = NO_RIGHT.named(
    "no_right", "The user's role in the document's location lacks the right."
).showing("storages_transactions_access")
NO_RIGHT_TO_SEE = NO_RIGHT.named("no_right_to_see", "The user may export transactions, but may not see them.").showing(
    "storages_transactions_access"
)
HIDDEN_COSTS = NO_RIGHT.named("hidden_costs", "The request changes a cost that the user may not see.").showing(
    "storages_goods_prime_cost_view_access"
)
HALF_SEEN = MessageRefusal(
    Forbidden,
    "half_seen",
    "It belongs to a transfer, and the user may not see the other storage.",
    "Your rights don't include the other storage of this transfer.",
)
CLOSED_PERIOD = MessageRefusal(
    Conflict,
    "closed",
    "The date of the document is in a closed period.",
    "Stock is closed until {}: documents up to this date can't change.",
    date(2026, 1, 31),
)
OTHER_KIND = MessageRefusal(
    Conflict,
    "other_kind",
    "The kind of a document with transactions can't change.",
    "The kind of a document with transactions can't change: delete the transactions first.",
)
NO_STORAGE = FaultRefusal("no_storage", "There is no such storage.", "storage_id", "There is no such storage here.")
NO_STORAGES = FaultsRefusal(
    "no_storages",
    "The storages are not in the location, or the user may not see them.",
    NO_STORAGE,
    NO_STORAGE.at("to_storage_id"),
)
NO_PRODUCT = FaultRefusal(
    "unknown_product", "The product doesn't exist in the location.", "good_id", "There is no such product here."
)
WRONG_TOTAL = FaultRefusal(
    "contradiction",
    "The total doesn't match amount, price and discount.",
    "cost",
    "Contradicts amount, price and discount{}.",
    ", which make 44.82",
)
FAULTY_LINES = FaultsRefusal(
    "faulty_lines",
    "One line has an unknown product, another a wrong total. Nothing was written.",
    NO_PRODUCT.at("goods_transactions[1].good_id"),
    WRONG_TOTAL.at("goods_transactions[2].cost"),
)
NO_DOCUMENT = FaultRefusal(
    "unknown_document", "The document doesn't exist.", "document_id", "There is no such document here."
)
OTHER_DOCUMENT = FaultRefusal(
    "other_document",
    "A transaction can't be moved to another document.",
    "document_id",
    "A transaction can't be moved to another document.",
)
NOT_ENOUGH = FaultRefusal(
    "not_enough",
    "There is not enough stock, and the location doesn't allow negative stock.",
    "amount",
    "{}: {} {} would be taken out.",
    "Argan Repair Shampoo",
    "Products",
    "has 250 ml, 500",
)
ENDS_BEFORE_START = FaultRefusal(
    "ends_before_start", "The period ends before it begins.", "end_date", "Must not be before {}.", "start_date"
)
ENDS_EARLY = FaultsRefusal(
    "ends_early",
    "A period ends before it begins.",
    ENDS_BEFORE_START,
    ENDS_BEFORE_START.at("changed_before").showing("changed_after"),
)
