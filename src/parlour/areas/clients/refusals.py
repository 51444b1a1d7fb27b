"""What operations on clients refuse, in addition to what every operation of their kind refuses."""

from parlour.areas.clients.model.phones import EXPECTED
from parlour.errors import Conflict
from parlour.refusals import FaultRefusal, MessageRefusal

NO_CLIENT = FaultRefusal(
    "no_client", "The location has no such client.", "client.id", "There is no such client in this location."
)
NO_PHONE = FaultRefusal("no_phone", "The text can't be a phone number.", "client.phone", EXPECTED)
PHONE_TAKEN = FaultRefusal(
    "phone_taken",
    "Another client of the location has the phone number.",
    "phone",
    "Client {} of this location has this phone number.",
    812,
)
NO_TAG = FaultRefusal(
    "no_tag",
    "The location has no such tag for clients.",
    "categories[0]",
    "There is no such tag for clients in this location.",
)
MERGED_TWICE = FaultRefusal(
    "merged_twice",
    "A card can't be merged into itself, or twice.",
    "client_ids[0]",
    "This card is the one that stays, or is in the list already.",
)
NO_SUCH_CLIENT = NO_CLIENT.at("client_ids[0]")
UNUSABLE = MessageRefusal(
    Conflict,
    "unusable",
    "A card of the merge was deleted, erased or merged again since.",
    "The merge can't be undone: these cards were deleted, erased or merged again since: {}.",
    "812",
)
CHANGED_SINCE = MessageRefusal(
    Conflict,
    "changed_since",
    "What the merge moved was changed since.",
    "The merge can't be undone, for this was changed since: {}.",
    "email, appointments 4001",
)
NUMBER_IN_USE = MessageRefusal(
    Conflict,
    "number_in_use",
    "Another client was given the phone number of a merged card since.",
    "The merge can't be undone: another client has the phone number of a merged card now.",
)
