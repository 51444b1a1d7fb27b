"""What operations on clients refuse, in addition to what every operation of their kind refuses."""

from parlour.areas.clients.model.phones import EXPECTED
from parlour.errors import BadFilters, Busy, Conflict, NotFound
from parlour.refusals import NO_RIGHT, NO_RIGHT_IN_CHAIN, FaultRefusal, MessageRefusal, Refusal


def merged(card_id: int) -> NotFound:
    """Return the error for a card that was merged into another one."""
    return NotFound("Client", details={"merged_into": card_id})


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
MERGED_TWICE = FaultRefusal(
    "merged_twice",
    "A card can't be merged into itself, or twice.",
    "client_ids[0]",
    "This card is the one that stays, or is in the list already.",
)
NO_OTHERS = FaultRefusal("no_others", "No card is named.", "client_ids", "Must name at least one other client.")
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
    "changed_after_merge",
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
MERGED = Refusal("merged", "The card was merged into another one, which is named.", merged(812))
NO_LIST = FaultRefusal("no_list", "The file can't be read.", "file", "{}", "The file is empty.")
TOO_MANY_ROWS = NO_LIST.showing("The file has more than 20000 rows: import it at the command line.")
FAULTY_ROWS = FaultRefusal(
    "faulty_rows",
    "A row has a fault, so nothing was imported.",
    "rows[12].Phone",
    "{}",
    "Expected a phone number of 9 to 15 digits with its country code, such as +13155550175.",
)
TOO_MUCH_WORK = FaultRefusal(
    "too_much_work",
    "Reading the workbook takes too much time or memory.",
    "file",
    "The workbook takes too much time or memory to read. Save it as CSV.",
)
TOO_MANY_FILES = Refusal("too_many_files", "Too many workbooks are waiting to be read.", Busy())
NO_RIGHT_TO_SEE = NO_RIGHT.named("no_right_to_see", "The user may export clients, but may not see them.").showing(
    "clients_access"
)
NO_RIGHT_TO_EDIT = NO_RIGHT.named("no_right_to_edit", "The user may delete clients, but may not change them.").showing(
    "clients_edit_access"
)
NO_RIGHT_IN_WHOLE_CHAIN = NO_RIGHT_IN_CHAIN.showing("clients_delete_access")
NO_CLIENT_OF_QUERY = MessageRefusal(NotFound, "no_client_of_query", "The client of the query doesn't exist.", "Client")
NO_RIGHT_TO_INCLUDE = NO_RIGHT.named(
    "no_right_to_include",
    "The user lacks the right to something that `include` names.",
).showing("custom_fields_client_values_read_access")
OTHER_CHAIN = NO_RIGHT.named(
    "other_chain",
    "The user lacks the right to data of clients across the chain.",
).showing("records_group_id_access")
