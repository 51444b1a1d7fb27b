"""Categories of services."""

import msgspec
from msgspec import UNSET, UnsetType


class NewCategory(msgspec.Struct, frozen=True):
    """The fields of a new category."""

    title: str
    api_id: str
    weight: int


class CategoryPatch(msgspec.Struct, frozen=True, kw_only=True):
    """Changes to a category; UNSET keeps the current value."""

    title: str | UnsetType = UNSET
    api_id: str | UnsetType = UNSET
    weight: int | UnsetType = UNSET


class Category(msgspec.Struct, frozen=True):
    """A category. Without a location it belongs to the chain and is visible in all its locations."""

    id: int
    location_id: int | None
    title: str
    api_id: str
    weight: int
    """Lists begin with the highest."""
    revision: int
    team_member_ids: list[int]
    """The members who provide any of its services in the requesting location."""

    @property
    def is_chain(self) -> bool:
        return self.location_id is None


class ChainCategory(msgspec.Struct, frozen=True):
    """A category of a chain, with the ids and titles of its services in the same order."""

    id: int
    title: str
    service_ids: list[int]
    service_titles: list[str]
