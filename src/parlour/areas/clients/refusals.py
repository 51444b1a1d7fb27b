"""What operations on clients refuse, in addition to what every operation of their kind refuses."""

from parlour.areas.clients.model.phones import EXPECTED
from parlour.refusals import FaultRefusal

NO_CLIENT = FaultRefusal(
    "no_client", "The location has no such client.", "client.id", "There is no such client in this location."
)
NO_PHONE = FaultRefusal("no_phone", "The text can't be a phone number.", "client.phone", EXPECTED)
