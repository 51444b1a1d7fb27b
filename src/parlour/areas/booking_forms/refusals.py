"""What operations on booking forms refuse, in addition to what every operation of their kind refuses."""

from parlour.errors import NotFound
from parlour.refusals import FaultRefusal, MessageRefusal

SAME_PLACE = FaultRefusal(
    "same_place", "Two steps have the same place.", "member_place", "Another step has this place; 1, 2 and 3 come once."
)
NO_SERVICE = FaultRefusal("no_service", "There is no such service.", "service_id", "There is no such service here.")
NO_MEMBER = FaultRefusal(
    "no_member", "There is no such team member.", "team_member_id", "There is no such team member in this location."
)
NO_LANGUAGE = MessageRefusal(NotFound, "no_language", "There are no texts in the language.", "Language")
