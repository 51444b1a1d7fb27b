"""The statement that locks the days of a member and of resources: who holds them books alone."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import LiteralString, TypeAlias

import msgspec

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

Pair: TypeAlias = tuple[int, date]
"""A member or a resource, and a day."""


class LockedDay(msgspec.Struct, frozen=True):
    """A day of a member, or of a resource; see migration 0024 for the minutes."""

    is_of_member: bool
    owner_id: int
    day: date
    minutes: list[int]
    """The working time of a member."""
    busy: list[int]
    instance_ids: list[int]
    """The instance of a resource that is busy in each interval."""


class LockedDays(msgspec.Struct, frozen=True):
    """The days by the member and by the resource, in their order."""

    of_members: Mapping[int, Sequence[LockedDay]]
    of_resources: Mapping[int, Sequence[LockedDay]]


# The functions lock their rows one after the other: first members, then resources, each by id and day.
LOCK_DAYS: LiteralString = """
    SELECT true AS is_of_member, team_member_id AS owner_id, day, minutes, busy, '{}'::bigint[] AS instance_ids
    FROM lock_member_days($1, $2, $3, $4)
    UNION ALL
    SELECT false, resource_id, day, '{}', busy, instance_ids FROM lock_resource_days($1, $5, $6)
"""


async def lock_days(
    conn: Connection, tenant: Tenant, of_members: Collection[Pair], of_resources: Collection[Pair]
) -> LockedDays:
    """Lock days, which are created if they aren't there, and return them as they are after the lock was granted."""
    rows = await conn.fetch(
        LOCK_DAYS,
        tenant.chain_id,
        tenant.location_id,
        [owner for owner, _ in of_members],
        [day for _, day in of_members],
        [owner for owner, _ in of_resources],
        [day for _, day in of_resources],
    )
    members: dict[int, list[LockedDay]] = {}
    resources: dict[int, list[LockedDay]] = {}
    for each in to_structs(LockedDay, rows):
        (members if each.is_of_member else resources).setdefault(each.owner_id, []).append(each)
    return LockedDays(members, resources)
