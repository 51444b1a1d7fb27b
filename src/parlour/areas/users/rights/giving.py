"""The rules of giving: nobody gives a right that they don't hold, nor changes somebody who holds more."""

from collections.abc import Mapping

import msgspec

from parlour.access.policy import joined, values_of
from parlour.access.rights import Values, is_within, rights_by_name
from parlour.access.roles import OWNER, roles
from parlour.access.tenant import Tenant
from parlour.areas.users.model.users import Member, Value
from parlour.errors import Fault, Forbidden, Invalid

OWNERS_MAKE_OWNERS = "Only an owner can make a user an owner."
OWNERS_CHANGE_OWNERS = "Only an owner can change or remove an owner."
OWNER_HOLDS_ALL = "An owner holds every right. Give another role to take some away."


def cannot_give(names: list[str]) -> str:
    return f"You can't give what you don't hold yourself: {', '.join(names)}."


def holds_more(names: list[str]) -> str:
    return f"This user holds rights that you don't: {', '.join(names)}."


class Giver(msgspec.Struct, frozen=True):
    """Somebody who gives rights in a location, with all that they hold there."""

    values: Values
    is_owner: bool

    @classmethod
    def of(cls, tenant: Tenant) -> "Giver":
        return cls(tenant.values, tenant.is_owner)

    def refuse_stronger(self, role: str, values: Values) -> None:
        """Raises `Forbidden` for a user whom this one may not touch."""
        if role == OWNER and not self.is_owner:
            raise Forbidden(OWNERS_CHANGE_OWNERS)
        if beyond := [name for name in values if not self._holds(name, values)]:
            raise Forbidden(holds_more(beyond), beyond)

    def refuse_beyond(self, role: str, values: Values, before: Values | None = None) -> None:
        """Raises `Forbidden` for a right among those that change which this one doesn't hold."""
        if role == OWNER and not self.is_owner:
            raise Forbidden(OWNERS_MAKE_OWNERS)
        changed = [name for name in values if before is None or before.get(name) != values[name]]
        if beyond := [name for name in changed if not self._holds(name, values)]:
            raise Forbidden(cannot_give(beyond), beyond)

    def may_give(self, name: str, value: Value) -> bool:
        return is_within(rights_by_name()[name].kind, value, self.values[name])

    def _holds(self, name: str, values: Values) -> bool:
        return is_within(rights_by_name()[name].kind, values[name], self.values[name])


def held_by(member: Member) -> Values:
    """Every right of a user in the location, as it is or will be once the invitation is accepted."""
    return joined(values_of(member.chain_role), values_of(member.location_role, member.rights))


def differences(role: str, changes: Mapping[str, Value | None], before: str, field: str = "user_permissions") -> str:
    """What is kept of a user's rights: only those that differ from the role's. None gives the role's own back.

    Raises `Invalid` under the name of `field` when an owner's rights would be cut.
    """
    own = roles()[role].values
    kept: dict[str, Value | None] = msgspec.json.decode(before)
    kept |= changes
    found = {name: value for name, value in kept.items() if value is not None and value != own[name]}
    if role == OWNER and found:
        raise Invalid([Fault(field, OWNER_HOLDS_ALL)])
    return msgspec.json.encode(found, order="deterministic").decode()
