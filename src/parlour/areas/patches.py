"""Patches: structs with the changes to another struct, in which UNSET keeps the current value."""

from typing import Any, TypeVar

import msgspec
from msgspec import UNSET

S = TypeVar("S", bound=msgspec.Struct)


def changes_of(patch: msgspec.Struct) -> dict[str, Any]:
    """Return the fields that a patch changes, by name."""
    return {name: value for name in patch.__struct_fields__ if (value := getattr(patch, name)) is not UNSET}


def patched(current: S, patch: msgspec.Struct) -> S:
    """Return the struct with the changes of a patch."""
    return msgspec.structs.replace(current, **changes_of(patch))
