"""What custom fields have in common on the wires of both versions: names, meanings and texts."""

from parlour.areas.custom_fields.model.fields import Kind, ValueType
from parlour.http.wire import says

KINDS = {"client": Kind.CLIENT, "record": Kind.APPOINTMENT}
"""The kinds by their names on the wire."""
NAMES = {kind: name for name, kind in KINDS.items()}
TYPE_TITLES = {
    ValueType.TEXT: "Text",
    ValueType.NUMBER: "Number",
    ValueType.SELECT: "One choice",
    ValueType.LIST: "Choices",
    ValueType.DATE: "Date",
    ValueType.DATETIME: "Date and time",
}

CODE_MEANING = "The key of its values: small letters of English, digits, `-` and `_`. It never changes."
CODE = says(CODE_MEANING, "skin_type")
TITLE = says("The name of the field.", "Skin type")
TYPE = (
    "The type of its values: `text`, `number`, `select` (one of `values`), `list` (any number of `values`), `date`"
    " (2026-01-31) or `datetime` (2026-01-31 18:30:00). It never changes."
)
VISIBLE = says("It is shown in forms.", True)
EDITABLE = says("Users may change its values in forms.", True)
REQUIRED = says("A new client or appointment must have a value (ours).", False)
WEIGHT = says("The position in lists; the highest comes first (ours).", 0)
CHOICES = "What can be chosen, one on each line; empty for types without a choice."


def title_of(value_type: ValueType) -> str:
    """Return the name of a type for people."""
    return TYPE_TITLES[value_type]


def code_of(value_type: ValueType) -> str:
    return value_type.value


def name_of(kind: Kind) -> str:
    return NAMES[kind]
