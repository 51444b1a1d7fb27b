"""Ids and texts in addresses: an area declares what each of its own means, as the type of a handler's argument.

ProductInPath = Annotated[int, PathPart("Product", "The product.", 501)]
"""

from typing import Annotated

import msgspec


class PathPart(msgspec.Struct, frozen=True):
    """An id or a text in an address; `thing` is its name in a 404, and `example` fits those in the bodies."""

    thing: str
    meaning: str
    example: int | str

    @property
    def is_id(self) -> bool:
        return isinstance(self.example, int)


LOCATION = PathPart("Location", "The location.", 1)
"""What the id of the location means, also where no argument takes it, because the context has the location."""
LOCATION_NAMES = ("location_id", "company_id")
"""What the id of the location is called in an address: the contract uses both names."""
LocationInPath = Annotated[int, LOCATION]
