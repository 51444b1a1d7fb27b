"""What operations on custom fields refuse, in addition to what every operation of their kind refuses."""

from parlour.errors import NotFound
from parlour.refusals import NO_RIGHT, FaultRefusal, MessageRefusal

NO_KIND = MessageRefusal(NotFound, "no_kind", "The kind of field doesn't exist.", "Kind of field")
NO_SIGHT = NO_RIGHT.named("no_sight", "The user may not see the values of these fields.").showing(
    "custom_fields_record_values_read_access"
)
TAKEN = FaultRefusal(
    "taken",
    "Another field of the same kind has the code.",
    "code",
    "There is a field of this kind with this code already.",
)
FIXED = FaultRefusal(
    "fixed",
    "Code and type of a field are fixed, because its values depend on them.",
    "code",
    "This can't be changed: delete the field and create another.",
)
NO_CHOICES_WANTED = FaultRefusal(
    "no_choices_wanted", "The type of the field has no choices.", "values", "Fields of this type have no choices."
)
