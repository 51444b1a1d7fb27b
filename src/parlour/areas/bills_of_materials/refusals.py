"""What operations on bills of materials refuse, in addition to what every operation of their kind refuses."""

from parlour.errors import Conflict
from parlour.refusals import FaultRefusal, FaultsRefusal, MessageRefusal

NO_STORAGE = FaultRefusal(
    "no_storage",
    "The location has no such storage.",
    "technological_card_items[0].storage_id",
    "There is no such storage here.",
)
NO_PRODUCT = FaultRefusal(
    "no_product",
    "The location has no such product.",
    "technological_card_items[0].good_id",
    "There is no such product here.",
)
REPEATED_LINE = FaultRefusal(
    "repeated_line",
    "A product is in the list more than once, from the same storage.",
    "technological_card_items[1].good_id",
    "This product from this storage is in the list already.",
)
FAULTY_LINES = FaultsRefusal("faulty_lines", "Lines have an unknown storage or product.", NO_STORAGE, NO_PRODUCT)
IN_USE = MessageRefusal(
    Conflict,
    "in_use",
    "Team members use it for services.",
    "These services use this card: {}. Take it from them first.",
    "Hair colouring, Balayage",
)
