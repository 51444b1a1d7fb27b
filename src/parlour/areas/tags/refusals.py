"""What operations on tags refuse, in addition to what every operation of their kind refuses."""

from parlour.errors import Forbidden, Malformed, NotFound
from parlour.refusals import FaultRefusal, MessageRefusal

NO_KIND = MessageRefusal(NotFound, "no_kind", "The kind of tag doesn't exist.", "Kind of tag")
UNKNOWN_KIND = MessageRefusal(
    Malformed,
    "unknown_kind",
    "The value of `entity` is unknown.",
    "entity: Expected 0 (common), 1 (client), 2 (record) or 3 (activity).",
)
LOCKED = MessageRefusal(
    Forbidden, "locked", "The tag is locked.", "This tag is locked: it can't be changed or deleted."
)
TAKEN = FaultRefusal(
    "taken",
    "Another tag of the same kind has the title.",
    "title",
    "There is a tag of this kind with this title already.",
)
