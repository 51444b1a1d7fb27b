"""What operations on resources refuse, in addition to what every operation of their kind refuses."""

from parlour.errors import Conflict
from parlour.refusals import FaultRefusal, MessageRefusal

TAKEN = FaultRefusal(
    "taken",
    "Another resource of the location has the title.",
    "title",
    "There is a resource with this title already.",
)
NO_INSTANCE = FaultRefusal(
    "no_instance", "The resource has no instance with the id.", "instances[0].id", "The resource has no such instance."
)
REPEATED_INSTANCE = FaultRefusal(
    "repeated_instance",
    "An instance is in the list more than once.",
    "instances[1].id",
    "This instance is in the list already.",
)
NEEDED = MessageRefusal(
    Conflict,
    "needed",
    "Services need the resource.",
    "Services need this resource: {}. Take it from them first.",
    "Hot stone massage, Foot massage",
)
