"""A position of a chain, which some of its locations use."""

from enum import StrEnum

import msgspec
from msgspec import UNSET, UnsetType


class ServicesBinding(StrEnum):
    """How far the members with a position are bound to its services."""

    OFF = "off"
    SOFT = "soft"
    STRICT = "strict"


class NewPosition(msgspec.Struct, frozen=True):
    """The fields of a new position."""

    title: str
    description: str
    services_binding: ServicesBinding


class PositionPatch(msgspec.Struct, frozen=True, kw_only=True):
    """Changes to a position; UNSET keeps the current value."""

    title: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    services_binding: ServicesBinding | UnsetType = UNSET


class Position(msgspec.Struct, frozen=True):
    """A position of a chain."""

    id: int
    chain_id: int
    title: str
    description: str
    services_binding: ServicesBinding
    location_ids: list[int]
    """The locations that use it."""
    revision: int

    @property
    def is_shared(self) -> bool:
        """Return whether several locations use it."""
        return len(self.location_ids) > 1
