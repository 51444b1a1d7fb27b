"""Separation of tenants. Only this module creates a `Tenant`, and every query on business data requires one."""

from typing import LiteralString
from zoneinfo import ZoneInfo

import msgspec

from parlour.access.identity import Identity
from parlour.access.ip_allowlist import Allowlist, allowlists_of
from parlour.access.permissions import Permission
from parlour.access.policy import combined, permissions_of, values_of
from parlour.access.rights import RightValues
from parlour.access.roles import OWNER
from parlour.access.tokens import lock_session
from parlour.access.user_roles import list_roles_of_user
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none, to_structs
from parlour.errors import NotFound
from parlour.refusals import NO_ACCESS, NO_RIGHT, NO_RIGHT_IN_CHAIN

_ACCESS: LiteralString = """
    SELECT l.chain_id, l.id AS location_id, l.country_code, l.timezone, l.currency, l.locale,
           cr.role AS chain_role, lr.role AS location_role, coalesce(lr.rights::text, '{}') AS rights,
           coalesce(cr.xmin::text, '') AS chain_version, coalesce(lr.xmin::text, '') AS location_version
    FROM locations l
    LEFT JOIN chain_roles cr ON cr.chain_id = l.chain_id AND cr.user_id = $2
    LEFT JOIN location_roles lr
        ON lr.chain_id = l.chain_id AND lr.location_id = l.id AND lr.user_id = $2 AND lr.is_accepted
    WHERE l.closed_at IS NULL
"""
# One statement for everything. A location of a chain where the user has no role at all gives no row.
FIND_ACCESS: LiteralString = f"""
    {_ACCESS} AND l.id = $1
      AND (cr.role IS NOT NULL OR EXISTS (
          SELECT FROM location_roles other
          WHERE other.user_id = $2 AND other.chain_id = l.chain_id AND other.is_accepted))
"""


LIST_ACCESS: LiteralString = f"""
    {_ACCESS} AND l.chain_id = $1 AND (cr.role IS NOT NULL OR lr.role IS NOT NULL) ORDER BY l.id
"""

# In all chains of the user, or one location.
LIST_OWN_ACCESS: LiteralString = f"""
    {_ACCESS} AND ($1::bigint IS NULL OR l.id = $1) AND (cr.role IS NOT NULL OR lr.role IS NOT NULL)
      AND l.chain_id IN (
          SELECT chain_id FROM chain_roles WHERE user_id = $2
          UNION SELECT chain_id FROM location_roles WHERE user_id = $2 AND is_accepted)
    ORDER BY l.id
"""

# The server's operator, at the command line.
NO_USER = 0


class LocationAccess(msgspec.Struct, frozen=True):
    """A user's access to a location, as read from the database."""

    chain_id: int
    location_id: int
    country_code: str
    timezone: str
    currency: str
    locale: str
    chain_role: str | None
    location_role: str | None
    rights: str
    """The changes to the location role's rights, as a JSON object."""
    chain_version: str
    """The version of the role's row, as PostgreSQL counts it (xmin); empty for no role."""
    location_version: str

    @property
    def values(self) -> RightValues:
        """Return the value of every right in the location."""
        return combined(values_of(self.chain_role), values_of(self.location_role, self.rights))


class Tenant(msgspec.Struct, frozen=True):
    """A location that the caller may act in, with the rights there. Having one proves access to its data."""

    chain_id: int
    location_id: int
    user_id: int
    session_id: int
    permissions: frozenset[Permission]
    chain_permissions: frozenset[Permission]
    country_code: str
    timezone: ZoneInfo
    currency: str
    locale: str
    access: LocationAccess
    allowlists: tuple[Allowlist, ...]
    """The networks from which the user may work here, if the rights restrict them."""

    @property
    def values(self) -> RightValues:
        """Return the value of every right that the user has here."""
        return self.access.values

    @property
    def is_public(self) -> bool:
        """Return whether it is for people who book: then there is no user, and no role."""
        return self.access.chain_role is None and self.access.location_role is None

    @property
    def is_owner(self) -> bool:
        """Return whether the user owns the location or its whole chain."""
        return OWNER in (self.access.chain_role, self.access.location_role)

    def require(self, *permissions: Permission) -> None:
        """Raise `Forbidden` unless the user has all these rights in this location."""
        if missing := [permission.value for permission in permissions if permission not in self.permissions]:
            raise NO_RIGHT.error(", ".join(missing), rights=missing, location_id=self.location_id)

    def require_in_chain(self, *permissions: Permission) -> None:
        """Raise `Forbidden` unless the user has the rights in the whole chain, as changing a chain item requires."""
        if missing := [permission.value for permission in permissions if permission not in self.chain_permissions]:
            raise NO_RIGHT_IN_CHAIN.error(", ".join(missing), rights=missing, location_id=self.location_id)


async def get_tenant(conn: Connection, identity: Identity, location_id: int) -> Tenant:
    """Return the location with the user's access to it.

    Raise `NotFound` for a location that doesn't exist, is closed or belongs to a chain where the user has no role;
    `Forbidden` for one in a chain of the user's where the user has no role in the location.
    """
    access = to_struct_or_none(LocationAccess, await conn.fetchrow(FIND_ACCESS, location_id, identity.user_id))
    if access is None:
        raise NotFound("Location")
    if access.chain_role is None and access.location_role is None:
        raise NO_ACCESS.error(location_id=location_id)
    return _tenant_of(access, identity)


async def list_tenants(conn: Connection, identity: Identity, chain_id: int) -> list[Tenant]:
    """List the chain's open locations where the user has a role; none for a chain that doesn't exist."""
    found = to_structs(LocationAccess, await conn.fetch(LIST_ACCESS, chain_id, identity.user_id))
    return [_tenant_of(access, identity) for access in found]


async def list_own_tenants(conn: Connection, identity: Identity, location_id: int | None = None) -> list[Tenant]:
    """List the open locations where the user has a role, in all chains; with an id, that one if it is among them."""
    found = to_structs(LocationAccess, await conn.fetch(LIST_OWN_ACCESS, location_id, identity.user_id))
    return [_tenant_of(access, identity) for access in found]


LOCK_CHAIN_ROLE: LiteralString = "SELECT FROM chain_roles WHERE chain_id = $1 AND user_id = $2 FOR SHARE"
LOCK_LOCATION_ROLE: LiteralString = """
    SELECT FROM location_roles WHERE chain_id = $1 AND location_id = $2 AND user_id = $3 FOR SHARE
"""


async def lock_chain_role(conn: Connection, chain_id: int, user_id: int) -> None:
    """Lock a user's role in a chain, if there is one, so that it stays the same until the transaction ends."""
    await conn.execute(LOCK_CHAIN_ROLE, chain_id, user_id)


async def lock_tenant(conn: Connection, tenant: Tenant, *permissions: Permission) -> Tenant:
    """Lock the caller's session and roles, and return the location with their current access to it.

    For operations that change access: rights that ended while waiting for a lock must not count, and none may end
    before the commit. Takes its locks after locks on locations. Raise `Unauthenticated`, `NotFound` or `Forbidden`.
    """
    if tenant.user_id == NO_USER:
        return tenant
    partner_id = await lock_session(conn, tenant.session_id)
    await lock_chain_role(conn, tenant.chain_id, tenant.user_id)
    await conn.execute(LOCK_LOCATION_ROLE, tenant.chain_id, tenant.location_id, tenant.user_id)
    now = await get_tenant(conn, Identity(partner_id, tenant.user_id, tenant.session_id), tenant.location_id)
    now.require(*permissions)
    return now


async def require_somewhere(conn: Connection, identity: Identity, permission: Permission) -> None:
    """Raise `Forbidden` unless the user has the right in some location, when only the body will name the location.

    Passing this check proves nothing about that location.
    """
    held = await list_roles_of_user(conn, identity.user_id)
    if not any(permission in permissions_of(each.role, each.rights) for each in held):
        raise NO_RIGHT.error(permission)


# The server's operator is no user, and has an owner's rights in every chain, and in closed locations.
FIND_OPERATORS_ACCESS: LiteralString = """
    SELECT chain_id, id AS location_id, country_code, timezone, currency, locale,
           'owner' AS chain_role, NULL::text AS location_role, '{}' AS rights,
           '' AS chain_version, '' AS location_version
    FROM locations WHERE id = $1
"""


async def get_operators_tenant(conn: Connection, location_id: int) -> Tenant:
    """Return the location with the access of the command line, which is all. Raise `NotFound`."""
    access = to_struct_or_none(LocationAccess, await conn.fetchrow(FIND_OPERATORS_ACCESS, location_id))
    if access is None:
        raise NotFound(f"Location {location_id}")
    return _tenant_of(access, Identity(0, NO_USER, 0))


# People who book online come through an integration: they are no users, and have no right anywhere.
FIND_PUBLIC_ACCESS: LiteralString = """
    SELECT chain_id, id AS location_id, country_code, timezone, currency, locale,
           NULL::text AS chain_role, NULL::text AS location_role, '{}' AS rights,
           '' AS chain_version, '' AS location_version
    FROM locations WHERE id = $1 AND closed_at IS NULL
"""


async def get_public_tenant(conn: Connection, location_id: int) -> Tenant:
    """Return an open location for operations that need no user, with no right at all. Raise `NotFound`."""
    access = to_struct_or_none(LocationAccess, await conn.fetchrow(FIND_PUBLIC_ACCESS, location_id))
    if access is None:
        raise NotFound("Location")
    return _tenant_of(access, Identity(0, NO_USER, 0))


# What is needed to write what a client may say of an own appointment.
BOOKING_RIGHTS = frozenset(
    {
        Permission.APPOINTMENT_CLIENT_ADD,
        Permission.APPOINTMENT_FIELDS_VIEW,
        Permission.APPOINTMENT_FIELDS_EDIT,
        Permission.APPOINTMENT_MOVE,
        Permission.APPOINTMENT_COMMENT,
    }
)


async def get_booking_tenant(conn: Connection, location_id: int) -> Tenant:
    """Return an open location for people who book there, with the rights that booking needs. Raise `NotFound`."""
    tenant = await get_public_tenant(conn, location_id)
    return msgspec.structs.replace(tenant, permissions=BOOKING_RIGHTS)


def _tenant_of(access: LocationAccess, identity: Identity) -> Tenant:
    chain_permissions = permissions_of(access.chain_role)
    return Tenant(
        chain_id=access.chain_id,
        location_id=access.location_id,
        user_id=identity.user_id,
        session_id=identity.session_id,
        permissions=chain_permissions | permissions_of(access.location_role, access.rights),
        chain_permissions=chain_permissions,
        country_code=access.country_code,
        timezone=ZoneInfo(access.timezone),
        currency=access.currency,
        locale=access.locale,
        access=access,
        allowlists=allowlists_of(access.values),
    )
