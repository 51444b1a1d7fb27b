"""What operations on clients refuse, in addition to what every operation of their kind refuses."""

from parlour.areas.clients.model.phones import EXPECTED
from parlour.refusals import FaultRefusal

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
