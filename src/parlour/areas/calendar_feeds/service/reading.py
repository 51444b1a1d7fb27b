"""Reading a feed by its token: with the rights that its user has now, so it shows no more than they may see."""

import asyncio
import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import msgspec

from parlour.access.identity import Identity
from parlour.access.ip_allowlist import require_allowed
from parlour.access.networks import IpAddress
from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant, get_operators_tenant, get_tenant
from parlour.areas.appointments.rights import AppointmentScope
from parlour.areas.calendar_feeds.model.events import Shown, State
from parlour.areas.calendar_feeds.model.feeds import Source, Window
from parlour.areas.calendar_feeds.model.ical import write_calendar
from parlour.areas.calendar_feeds.queries import events, feeds
from parlour.db.pool import Connection, Pool, connection
from parlour.errors import Forbidden, NotFound

# The form of tokens: anything else needs no look-up in the database.
TOKEN = re.compile(r"[0-9a-f]{48}")
FORMAT = "1"
"""Part of each tag: another way of writing calendars is another number."""
WRITER = ThreadPoolExecutor(1, "calendar")
"""A large calendar keeps a core busy; others wait until it is written."""


class OpenFeed(msgspec.Struct, frozen=True):
    """A feed that may be read: within which limits, on which days, and the tag of what it holds now."""

    source: Source
    timezone: str
    scope: AppointmentScope
    shown: Shown
    window: Window
    etag: str


async def open_feed(pool: Pool, token: str, address: IpAddress) -> OpenFeed | None:
    """Return the feed of a token; None if there is none, or its user may no longer see the log from this address."""
    if not TOKEN.fullmatch(token):
        return None
    async with connection(pool) as conn:
        source = await feeds.find_source(conn, token)
        tenant = None if source is None else await _find_tenant(conn, source, address)
        if source is None or tenant is None:
            return None
        scope, shown = AppointmentScope.of(tenant), _shown(source, tenant)
        window = Window.around(datetime.now(UTC).astimezone(tenant.timezone).date())
        state = await events.get_state(conn, scope, window, source.team_member_id)
    timezone = str(tenant.timezone)
    return OpenFeed(source, timezone, scope, shown, window, _etag(source, timezone, scope, shown, window, state))


async def read_feed(pool: Pool, feed: OpenFeed) -> bytes:
    """Return the calendar. It is written beside the event loop, and only one at a time."""
    async with connection(pool) as conn:
        found = await events.list_events(conn, feed.scope, feed.window, feed.source.team_member_id)
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(WRITER, write_calendar, feed.source, feed.timezone, feed.shown, found)


async def _find_tenant(conn: Connection, source: Source, address: IpAddress) -> Tenant | None:
    """Return the location with the current rights of the feed's user there."""
    if source.user_id is None:
        return await get_operators_tenant(conn, source.location_id)
    try:
        tenant = await get_tenant(conn, Identity(0, source.user_id, 0), source.location_id)
        tenant.require(Permission.TIMETABLE_VIEW)
        require_allowed(address, tenant.allowlists)
    except (NotFound, Forbidden):
        return None
    return tenant


def _shown(source: Source, tenant: Tenant) -> Shown:
    shows_clients = source.shows_clients and Permission.APPOINTMENT_CLIENT_VIEW in tenant.permissions
    return Shown(
        has_members=source.team_member_id is None,
        has_clients=shows_clients,
        has_last_names=shows_clients and Permission.CLIENT_NAMES_VIEW in tenant.permissions,
    )


def _etag(source: Source, timezone: str, scope: AppointmentScope, shown: Shown, window: Window, state: State) -> str:
    known = (FORMAT, source, timezone, scope, shown, window, state)
    return hashlib.sha256(msgspec.json.encode(known)).hexdigest()[:32]
