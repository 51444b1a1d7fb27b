"""What operations on clients refuse, in addition to what every operation of their kind refuses."""

from parlour.areas.clients.model.phones import EXPECTED
from parlour.errors import BadFilters, NotFound
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
NOT_OWN_COMMENT = NO_RIGHT.named("not_own_comment", "Another user wrote the comment.").showing(
    "client_comments_other_edit_access"
)
NO_CHAIN = MessageRefusal(NotFound, "no_chain", "The chain doesn't exist, or the user has no role in it.", "Chain")
NONE_IN_CHAIN = MessageRefusal(
    NotFound, "none_in_chain", "No client in the chain has the phone number.", "Client with this phone number"
)
BAD_FILTERS = MessageRefusal(
    BadFilters,
    "bad_filters",
    "A filter of the search is unknown, or its state means nothing.",
    "These filters mean nothing: {}",
    'filters[0].type: There is no filter "shoe_size".',
    faults=['filters[0].type: There is no filter "shoe_size".'],
)
