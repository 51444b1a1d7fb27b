"""What operations on clients refuse, in addition to what every operation of their kind refuses."""

from parlour.areas.clients.model.phones import EXPECTED
from parlour.errors import NotFound
from parlour.refusals import NO_RIGHT, FaultRefusal, MessageRefusal

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
NO_CLIENT_OF_QUERY = MessageRefusal(NotFound, "no_client_of_query", "The client of the query doesn't exist.", "Client")
NO_RIGHT_TO_INCLUDE = NO_RIGHT.named(
    "no_right_to_include",
    "The user lacks the right to something that `include` names.",
).showing("custom_fields_client_values_read_access")
OTHER_CHAIN = NO_RIGHT.named(
    "other_chain",
    "The user lacks the right to data of clients across the chain.",
).showing("records_group_id_access")
