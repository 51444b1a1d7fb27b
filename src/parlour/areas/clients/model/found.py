"""What searches show of a client in place of the whole card."""

import msgspec


class FoundClient(msgspec.Struct, frozen=True):
    """A client, by names and contacts."""

    id: int
    location_id: int
    name: str
    surname: str
    middle_name: str
    phone: str
    email: str
