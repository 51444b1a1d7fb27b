"""The faults that the appointments' service finds in what clients say of a booking."""

from msgspec.structs import replace

from parlour.errors import Fault, Invalid

OWN = ("custom_fields", "client")


def own_faults(invalid: Invalid, *others: str) -> list[Fault]:
    """Return the faults of a client's own fields, as the body has them; of other fields, those that begin so."""
    return [
        replace(fault, field=fault.field.removeprefix("client."))
        for fault in invalid.faults
        if fault.field.startswith((*OWN, *others))
    ]
