"""The wall between tenants. Only this module makes a `Tenant`, and every query on business data asks for one."""

from typing import LiteralString
from zoneinfo import ZoneInfo

import msgspec

from parlour.access.identity import Identity
from parlour.access.ip_allowlist import Allowlist, allowlists_of
from parlour.access.permissions import Permission
from parlour.access.policy import joined, permissions_of, values_of
from parlour.access.rights import Values
from parlour.access.roles import OWNER
from parlour.access.tokens import lock_session
from parlour.access.user_roles import list_roles_of_user
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none
from parlour.errors import NO_ACCESS, Forbidden, NotFound

# One statement answers the whole question. A location of a chain where the user has no role at all gives no row.
FIND_GRANT: LiteralString = """
    SELECT l.chain_id, l.id AS location_id, l.timezone, l.currency, l.locale,
           cr.role AS chain_role, lr.role AS location_role, coalesce(lr.rights::text, '{}') AS rights,
           coalesce(cr.xmin::text, '') AS chain_version, coalesce(lr.xmin::text, '') AS location_version
    FROM locations l
    LEFT JOIN chain_roles cr ON cr.chain_id = l.chain_id AND cr.user_id = $2
    LEFT JOIN location_roles lr
        ON lr.chain_id = l.chain_id AND lr.location_id = l.id AND lr.user_id = $2 AND lr.is_accepted
    WHERE l.id = $1 AND l.closed_at IS NULL
      AND (cr.role IS NOT NULL OR EXISTS (
          SELECT FROM location_roles other
          WHERE other.user_id = $2 AND other.chain_id = l.chain_id AND other.is_accepted))
"""


# Stands for whoever runs the server, at its command line.
NO_USER = 0


class Grant(msgspec.Struct, frozen=True):
    """What the database says about a user at a location."""

    chain_id: int
    location_id: int
    timezone: str
    currency: str
    locale: str
    chain_role: str | None
    location_role: str | None
    rights: str
    """What was changed of the location role's rights, as a JSON object."""
    chain_version: str
    """Which version of the role's row this is, as PostgreSQL counts them (xmin); empty for no role."""
    location_version: str

    @property
    def values(self) -> Values:
        """The value of every right that this gives."""
        return joined(values_of(self.chain_role), values_of(self.location_role, self.rights))


class Tenant(msgspec.Struct, frozen=True):
    """A location that the caller may act in, with the rights there. Holding one means being behind its wall."""

    chain_id: int
    location_id: int
    user_id: int
    session_id: int
    permissions: frozenset[Permission]
    chain_permissions: frozenset[Permission]
    timezone: ZoneInfo
    currency: str
    locale: str
    grant: Grant
    allowlists: tuple[Allowlist, ...]
    """The networks from which the user may work here, if the rights restrict them."""

    @property
    def values(self) -> Values:
        """The value of every right that the user has here."""
        return self.grant.values

    @property
    def is_owner(self) -> bool:
        """Of the location or of its whole chain."""
        return OWNER in (self.grant.chain_role, self.grant.location_role)

    def require(self, *permissions: Permission) -> None:
        """Raises `Forbidden` unless all the rights are held in this location."""
        if missing := [permission.value for permission in permissions if permission not in self.permissions]:
            message = f"You lack the right {', '.join(missing)} in this location."
            raise Forbidden(message, missing, location_id=self.location_id)

    def require_in_chain(self, *permissions: Permission) -> None:
        """Raises `Forbidden` unless the rights are held in the whole chain: what a chain item asks for."""
        if missing := [permission.value for permission in permissions if permission not in self.chain_permissions]:
            message = f"This item belongs to the chain. You lack the right {', '.join(missing)} in the chain."
            raise Forbidden(message, missing, location_id=self.location_id)


async def get_tenant(conn: Connection, identity: Identity, location_id: int) -> Tenant:
    """The location as the user may act in it.

    Raises `NotFound` for a location that doesn't exist, is closed or belongs to a chain that is none of the user's;
    `Forbidden` for one of the user's own chain without a role there.
    """
    grant = to_struct_or_none(Grant, await conn.fetchrow(FIND_GRANT, location_id, identity.user_id))
    if grant is None:
        raise NotFound("Location")
    if grant.chain_role is None and grant.location_role is None:
        raise Forbidden(NO_ACCESS, location_id=location_id)
    return _tenant_of(grant, identity)


LOCK_CHAIN_ROLE: LiteralString = "SELECT FROM chain_roles WHERE chain_id = $1 AND user_id = $2 FOR SHARE"
LOCK_LOCATION_ROLE: LiteralString = """
    SELECT FROM location_roles WHERE chain_id = $1 AND location_id = $2 AND user_id = $3 FOR SHARE
"""


async def lock_chain_role(conn: Connection, chain_id: int, user_id: int) -> None:
    """Keep a user's role in a chain, if there is one, as it is until the transaction ends."""
    await conn.execute(LOCK_CHAIN_ROLE, chain_id, user_id)


async def lock_tenant(conn: Connection, tenant: Tenant, *permissions: Permission) -> Tenant:
    """Lock the caller's session and roles, and return the location as they may act in it now.

    For operations that change access: rights from before they waited for a lock must not count, and none of these may
    end before they commit. Takes its locks after those on locations. Raises `Unauthenticated`, `NotFound` or
    `Forbidden`.
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
    """Raise `Forbidden` unless the user has the right in some location: in which one is asked for, the body says later.

    Whoever passes has proved nothing yet about that location.
    """
    held = await list_roles_of_user(conn, identity.user_id)
    if not any(permission in permissions_of(each.role, each.rights) for each in held):
        raise Forbidden(f"You lack the right {permission.value} in this location.")


# Whoever runs the server is no user, and owns every chain. A closed location is still there for them.
FIND_OPERATORS_GRANT: LiteralString = """
    SELECT chain_id, id AS location_id, timezone, currency, locale,
           'owner' AS chain_role, NULL::text AS location_role, '{}' AS rights,
           '' AS chain_version, '' AS location_version
    FROM locations WHERE id = $1
"""


async def get_operators_tenant(conn: Connection, location_id: int) -> Tenant:
    """The location as the command line acts in it. Raises `NotFound`."""
    grant = to_struct_or_none(Grant, await conn.fetchrow(FIND_OPERATORS_GRANT, location_id))
    if grant is None:
        raise NotFound(f"Location {location_id}")
    return _tenant_of(grant, Identity(0, NO_USER, 0))


def _tenant_of(grant: Grant, identity: Identity) -> Tenant:
    chain_permissions = permissions_of(grant.chain_role)
    return Tenant(
        chain_id=grant.chain_id,
        location_id=grant.location_id,
        user_id=identity.user_id,
        session_id=identity.session_id,
        permissions=chain_permissions | permissions_of(grant.location_role, grant.rights),
        chain_permissions=chain_permissions,
        timezone=ZoneInfo(grant.timezone),
        currency=grant.currency,
        locale=grant.locale,
        grant=grant,
        allowlists=allowlists_of(grant.values),
    )
