"""What operations on services refuse, in addition to what every operation of their kind refuses."""

from parlour.errors import Conflict, Forbidden, NotFound
from parlour.refusals import NO_RIGHT, FaultRefusal, MessageRefusal

NO_RIGHT_TO_FIELDS = NO_RIGHT.named("no_right_to_fields", "The user lacks the rights for these fields.").showing(
    "settings_services_edit_title_access, settings_services_edit_price_access"
)
SERVICE_OF_CHAIN = MessageRefusal(
    Forbidden,
    "service_of_chain",
    "The service belongs to the chain.",
    "This service belongs to the chain: it can't be changed or deleted through a location.",
)
CATEGORY_OF_CHAIN = MessageRefusal(
    Forbidden,
    "category_of_chain",
    "The category belongs to the chain.",
    "This category belongs to the chain: it can't be changed or deleted through a location.",
)
NOT_EMPTY = MessageRefusal(
    Conflict,
    "not_empty",
    "The category still has services.",
    "The category still has {} service(s). Move or delete them first.",
    3,
)
NO_MEMBER_OF_FILTER = MessageRefusal(
    NotFound, "no_member_of_filter", "The team member of the filter doesn't exist.", "Team member"
)
NO_CATEGORY_OF_FILTER = MessageRefusal(
    NotFound, "no_category_of_filter", "The category of the filter doesn't exist.", "Category"
)
NOT_ASSIGNED = MessageRefusal(
    NotFound, "not_assigned", "The team member doesn't provide the service.", "Service of this team member"
)
NO_CATEGORY = FaultRefusal(
    "no_category", "There is no such category.", "category_id", "There is no such category here."
)
NO_MEMBER = FaultRefusal(
    "no_member", "There is no such team member.", "staff[0].id", "There is no such team member here."
)
NO_BILL = FaultRefusal(
    "no_bill",
    "There is no such technological card.",
    "technological_card_id",
    "There is no such technological card here.",
)
NO_RESOURCE = FaultRefusal(
    "no_resource", "There is no such resource.", "resource_ids[0]", "There is no such resource here."
)
ALREADY_ASSIGNED = FaultRefusal(
    "already_assigned",
    "The team member provides the service already.",
    "master_id",
    "This team member provides the service already.",
)
NAMED_TWICE = FaultRefusal("named_twice", "The list has an id twice.", "staff[1].id", "It is in the list already.")
PRICE_BELOW = FaultRefusal(
    "price_below", "The highest price is below the lowest.", "price_max", "Must not be below the lowest price."
)
DAY_BEFORE = FaultRefusal(
    "day_before", "The last day is before the first.", "date_to", "Must not be before the first day."
)
TIME_BEFORE = FaultRefusal(
    "time_before",
    "The end of the search is before its beginning.",
    "seance_search_finish",
    "Must not be before the beginning.",
)
BAD_LENGTH = FaultRefusal(
    "bad_length",
    "Hours and minutes are no length that a service can have.",
    "team_member_settings[0].minutes",
    "Hours and minutes together must be from 5 minutes to 23 hours 55 minutes, in steps of 5 minutes.",
)
