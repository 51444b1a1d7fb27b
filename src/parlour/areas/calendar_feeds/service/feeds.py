"""Creating and deleting feeds. A user has their own; the owners of a location see and delete those of all."""

from parlour.access.tenant import NO_USER, Tenant
from parlour.access.tokens import new_token
from parlour.areas.appointments import refusals as appointment_refusals
from parlour.areas.appointments.rights import limits_of
from parlour.areas.calendar_feeds import refusals
from parlour.areas.calendar_feeds.model.feeds import CreatedFeed, Feed, NewFeed
from parlour.areas.calendar_feeds.queries import feeds as queries
from parlour.db.actor import Actor
from parlour.db.pool import Connection, Pool, transaction
from parlour.errors import NotFound


async def list_feeds(conn: Connection, tenant: Tenant) -> list[Feed]:
    """List the feeds that the user may see."""
    return await queries.list_feeds(conn, tenant, _owner_shown(tenant))


async def create_feed_apart(pool: Pool, actor: Actor, tenant: Tenant, new: NewFeed) -> CreatedFeed:
    """Create a feed in a transaction of its own. Raise `Invalid` or `Forbidden` for the team member."""
    async with transaction(pool, actor) as conn:
        return await create_feed(conn, tenant, new)


async def create_feed(conn: Connection, tenant: Tenant, new: NewFeed) -> CreatedFeed:
    """Create a feed. Raise `Invalid` for an unknown team member, `Forbidden` for one whom the user's limits hide."""
    if new.team_member_id is not None:
        await _check_member(conn, tenant, new.team_member_id)
    token = new_token()
    user_id = None if tenant.user_id == NO_USER else tenant.user_id
    return CreatedFeed(await queries.create_feed(conn, tenant, new, token, user_id), token)


async def delete_feed(conn: Connection, tenant: Tenant, feed_id: int) -> None:
    """Delete a feed: its address stops working at once. Raise `NotFound`."""
    if not await queries.delete_feed(conn, tenant, feed_id, _owner_shown(tenant)):
        raise NotFound("Calendar feed")


def _owner_shown(tenant: Tenant) -> int | None:
    """Return the user whose feeds are shown; None for all."""
    return None if tenant.is_owner else tenant.user_id


async def _check_member(conn: Connection, tenant: Tenant, member_id: int) -> None:
    member = await queries.lock_member(conn, tenant, member_id)
    if member is None:
        raise refusals.NO_MEMBER.error("team_member_id")
    limits = limits_of(tenant)
    if limits.team_member_id not in (None, member.id) or limits.position_id not in (None, member.position_id):
        raise appointment_refusals.OTHERS.error()
