"""What operations on locations refuse, in addition to what every operation of their kind refuses."""

from parlour.errors import MISSING, Fault, Forbidden, Invalid, NotFound, Unauthenticated
from parlour.refusals import FaultRefusal, FaultsRefusal, MessageRefusal, Refusal

NO_USER_FOR_MY = MessageRefusal(
    Unauthenticated,
    "my_without_user",
    "`my=1` was sent without a user token.",
    "my=1 is for your own locations: send a user token, too.",
)
NO_COUNTRY = FaultRefusal(
    "no_country", "There is no such country.", "country_id", "There is no such country; GET /countries lists them."
)
NO_CITY = FaultRefusal("no_city", "There is no such city.", "city_id", "There is no such city; GET /cities lists them.")
NO_BUSINESS_TYPE = FaultRefusal(
    "no_business_type",
    "There is no such kind of business.",
    "business_type_id",
    "There is no such kind of business; GET /references/business_groups_with_types lists them.",
)
UNKNOWN_REFERENCES = FaultsRefusal(
    "unknown_references",
    "Country, city and kind of business are unknown.",
    NO_COUNTRY,
    NO_CITY,
    NO_BUSINESS_TYPE,
)
NOTHING_SAID = Refusal(
    "nothing_said",
    "Title and country are missing.",
    Invalid([Fault("title", MISSING), Fault("country_id", MISSING)]),
)
NO_CHAIN = MessageRefusal(NotFound, "no_chain", "The chain doesn't exist, or the user may not see it.", "Chain")
NOT_OWNER_OF_CHAIN = MessageRefusal(
    Forbidden,
    "not_owner_of_chain",
    "The caller doesn't own the chain.",
    "Only an owner of the chain may open locations in it.",
)
NOT_OWNER = MessageRefusal(
    Forbidden, "not_owner", "The user does not own the location.", "Only an owner may close a location."
)
