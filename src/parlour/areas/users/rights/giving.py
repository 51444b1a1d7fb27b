"""The rules of giving rights: users can't give a right that they don't hold, nor change a user who holds more."""

from collections.abc import Mapping

import msgspec

from parlour.access.policy import combined, values_of
from parlour.access.rights import RightValues, is_within, rights_by_name
from parlour.access.roles import OWNER, roles
from parlour.access.tenant import Tenant
from parlour.areas.users.model.users import Member, RightValue
from parlour.errors import Fault, Forbidden, Invalid

OWNERS_MAKE_OWNERS = "Only an owner can make a user an owner."
OWNERS_CHANGE_OWNERS = "Only an owner can change or remove an owner."
OWNER_HOLDS_ALL = "An owner holds every right. Give another role to take some away."


def cannot_give(names: list[str]) -> str:
    return f"You can't give what you don't hold yourself: {', '.join(names)}."


def holds_more(names: list[str]) -> str:
    return f"This user holds rights that you don't: {', '.join(names)}."


class Giver(msgspec.Struct, frozen=True):
    """A user who gives rights in a location, with the rights that they hold there."""

    values: RightValues
    is_owner: bool

    @classmethod
    def of(cls, tenant: Tenant) -> "Giver":
        return cls(tenant.values, tenant.is_owner)

    def refuse_stronger(self, role: str, values: RightValues) -> None:
        """Raise `Forbidden` if the other user holds more, or is an owner and this one isn't."""
        if role == OWNER and not self.is_owner:
            raise Forbidden(OWNERS_CHANGE_OWNERS)
        if beyond := [name for name in values if not self._holds(name, values)]:
            raise Forbidden(holds_more(beyond), beyond)

    def refuse_beyond(self, role: str, values: RightValues, before: RightValues | None = None) -> None:
        """Raise `Forbidden` for a changed right that this user doesn't hold."""
        if role == OWNER and not self.is_owner:
            raise Forbidden(OWNERS_MAKE_OWNERS)
        changed = [name for name in values if before is None or before.get(name) != values[name]]
        if beyond := [name for name in changed if not self._holds(name, values)]:
            raise Forbidden(cannot_give(beyond), beyond)

    def may_give(self, name: str, value: RightValue) -> bool:
        return is_within(rights_by_name()[name].kind, value, self.values[name])

    def _holds(self, name: str, values: RightValues) -> bool:
        return is_within(rights_by_name()[name].kind, values[name], self.values[name])


def held_by(member: Member) -> RightValues:
    """Return all rights of a user in the location, as if the invitation were accepted."""
    return combined(values_of(member.chain_role), values_of(member.location_role, member.rights))


def differences(
    role: str, changes: Mapping[str, RightValue | None], before: str, field: str = "user_permissions"
) -> str:
    """Return a user's rights to store as JSON: only those that differ from the role's. None restores the role's own.

    Raise `Invalid` for `field` when an owner's rights would be restricted.
    """
    own = roles()[role].values
    kept: dict[str, RightValue | None] = msgspec.json.decode(before)
    kept |= changes
    found = {name: value for name, value in kept.items() if value is not None and value != own[name]}
    if role == OWNER and found:
        raise Invalid([Fault(field, OWNER_HOLDS_ALL)])
    return msgspec.json.encode(found, order="deterministic").decode()
