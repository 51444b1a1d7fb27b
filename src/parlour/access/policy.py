"""What a user may do: the rights of the role, with the changes for that user."""

from functools import lru_cache

import msgspec

from parlour.access.permissions import Permission
from parlour.access.rights import UNRESTRICTED, RightValues, rights_by_name
from parlour.access.roles import OWNER, roles

NOTHING = "{}"


@lru_cache(maxsize=4096)
def values_of(role: str | None, changes: str = NOTHING) -> RightValues:
    """Return the value of every right; `changes` is a JSON object of differences from the role. An owner has all.

    Return no rights for no role or an unknown one.
    """
    if role == OWNER:
        changes = NOTHING
    known = roles().get(role) if role else None
    if known is None:
        return {}
    return {**known.values, **(msgspec.json.decode(changes) if changes != NOTHING else {})}


@lru_cache(maxsize=4096)
def permissions_of(role: str | None, changes: str = NOTHING) -> frozenset[Permission]:
    """Return the rights that operations can require, as far as they are held."""
    values = values_of(role, changes)
    return frozenset(permission for permission in Permission if values.get(permission) is True)


def combined(one: RightValues, other: RightValues) -> RightValues:
    """Combine two sets of rights; a right is unrestricted if it is in either."""
    if not one or not other:
        return one or other
    full = {name: UNRESTRICTED[right.kind] for name, right in rights_by_name().items()}
    return {name: one[name] if one[name] == full[name] else other[name] for name in full}
