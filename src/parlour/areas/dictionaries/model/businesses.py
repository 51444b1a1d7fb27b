"""Kinds of business in their groups; the list is in businesses.toml."""

import tomllib
from functools import lru_cache
from importlib.resources import files

from parlour.areas.dictionaries.model.places import BusinessGroup, BusinessType


@lru_cache
def list_groups() -> tuple[BusinessGroup, ...]:
    """Return all groups with their types, in the order of the list."""
    found = tomllib.loads(files(__package__).joinpath("businesses.toml").read_text("utf-8"))
    return tuple(
        BusinessGroup(
            group["id"],
            group["title"],
            tuple(BusinessType(type_["id"], type_["title"], group["id"]) for type_ in group["types"]),
        )
        for group in found["groups"]
    )


@lru_cache
def _types_by_id() -> dict[int, BusinessType]:
    return {type_.id: type_ for group in list_groups() for type_ in group.types}


def find_business_type(type_id: int) -> BusinessType | None:
    return _types_by_id().get(type_id)


def list_type_ids(group_id: int) -> list[int]:
    """Return the ids of a group's types; an empty list for an unknown group."""
    return [type_.id for type_ in _types_by_id().values() if type_.group_id == group_id]
