"""The rules of delegation: users can't grant a right that they don't hold, nor change a user who holds more."""

from collections.abc import Mapping

import msgspec

from parlour.access.policy import combined, values_of
from parlour.access.rights import RightValues, is_within, rights_by_name
from parlour.access.roles import OWNER, roles
from parlour.access.tenant import Tenant
from parlour.areas.users import refusals
from parlour.areas.users.model.users import Member, RightValue


class Grantor(msgspec.Struct, frozen=True):
    """A user who grants rights in a location, with the rights that they hold there."""

    values: RightValues
    is_owner: bool

    @classmethod
    def of(cls, tenant: Tenant) -> "Grantor":
        return cls(tenant.values, tenant.is_owner)

    def may_manage(self, role: str, values: RightValues) -> bool:
        """Return whether the other user holds no more than this one, and is no owner unless this one is."""
        return (role != OWNER or self.is_owner) and not self._missing(values)

    def check_may_manage(self, role: str, values: RightValues) -> None:
        """Raise `Forbidden` if the other user holds more, or is an owner and this one isn't."""
        if role == OWNER and not self.is_owner:
            raise refusals.OWNERS_CHANGE_OWNERS.error()
        if missing := self._missing(values):
            raise refusals.HOLDS_MORE.error(", ".join(missing), rights=missing)

    def check_may_grant(self, role: str, values: RightValues) -> None:
        """Raise `Forbidden` for a right that this user doesn't hold."""
        if role == OWNER and not self.is_owner:
            raise refusals.OWNERS_MAKE_OWNERS.error()
        if missing := self._missing(values):
            raise refusals.CANNOT_GIVE.error(", ".join(missing), rights=missing)

    def may_grant(self, name: str, value: RightValue) -> bool:
        return is_within(rights_by_name()[name].kind, value, self.values[name])

    def _missing(self, values: RightValues) -> list[str]:
        """Return the names of the rights in which this user holds less than `values`."""
        return [name for name, value in values.items() if not self.may_grant(name, value)]


def effective_rights(member: Member) -> RightValues:
    """Return all rights of a user in the location, as if the invitation were accepted."""
    return combined(values_of(member.chain_role), values_of(member.location_role, member.rights))


def overrides_json(role: str, changes: Mapping[str, RightValue | None], before: str, field: str = "rights") -> str:
    """Return a user's rights to store as JSON: only those that differ from the role's. None restores the role's own.

    Raise `Invalid` for `field` when an owner's rights would be restricted.
    """
    own = roles()[role].values
    overrides: dict[str, RightValue | None] = msgspec.json.decode(before)
    overrides |= changes
    found = {name: value for name, value in overrides.items() if value is not None and value != own[name]}
    if role == OWNER and found:
        raise refusals.OWNER_HOLDS_ALL.error(field)
    return msgspec.json.encode(found, order="deterministic").decode()
