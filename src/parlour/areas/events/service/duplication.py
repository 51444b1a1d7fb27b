"""Duplicating an event: all copies are checked under the locks of their days before any is made.

Runs inside a database transaction that may be retried. Bookings aren't copied.
"""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from parlour.access.tenant import Tenant
from parlour.areas.appointments.service.permissions import require_recent
from parlour.areas.events import refusals
from parlour.areas.events.model.changes import EventPatch, drafted
from parlour.areas.events.model.duplication import Duplication, starts_of
from parlour.areas.events.model.events import LockedEvent
from parlour.areas.events.model.repeats import MOST_REPEATS
from parlour.areas.events.queries import strategies, writing
from parlour.areas.events.service.events import lock_event, take_times
from parlour.areas.events.service.planning import Plan, plan
from parlour.db.pool import Connection
from parlour.errors import Fault, Invalid


async def duplicate_event(conn: Connection, tenant: Tenant, event_id: int, wanted: Duplication) -> list[int]:
    """Make copies of an event without its bookings, and return their ids. The event itself isn't made again.

    Raise `NotFound`, `Forbidden`, `Invalid`, and `Conflict` for what is busy: then none is made.
    """
    event = await lock_event(conn, tenant, event_id)
    starts = await _starts(conn, tenant, event, wanted)
    if not starts:
        return []
    # The tags are copied as they are, whatever has become of them.
    draft = drafted(replace(event, tag_ids=[]), EventPatch(starts_at=starts[0]), tenant.timezone)
    require_recent(tenant, draft.day)
    length = EventPatch(duration=event.duration, technical_break=event.technical_break)
    first = await plan(conn, tenant, None, draft, length)
    plans = [_at(first, start, tenant) for start in starts]
    await take_times(conn, tenant, plans, is_forced=wanted.is_forced)
    return await writing.copy_event(conn, tenant, event_id, [each.fields for each in plans])


async def _starts(conn: Connection, tenant: Tenant, event: LockedEvent, wanted: Duplication) -> Sequence[datetime]:
    """Return when the copies begin, each once, in the order of time."""
    repeat = wanted.repeat
    if wanted.strategy_id is not None:
        strategy = await strategies.find_strategy(conn, tenant, wanted.strategy_id)
        if strategy is None:
            raise refusals.NO_STRATEGY.error("strategy_id")
        repeat = strategy.repeat
    if wanted.moments is not None:
        return sorted({*wanted.moments} - {event.starts_at})
    if repeat is None:
        raise Invalid([Fault("repeat", "Expected a rule.")])
    starts = starts_of(repeat, wanted.first or event.day, wanted.last, event.starts_at, tenant.timezone)
    if len(starts) > MOST_REPEATS:
        raise refusals.TOO_MANY_COPIES.error("last", MOST_REPEATS)
    return [start for start in starts if start != event.starts_at]


def _at(planned: Plan, start: datetime, tenant: Tenant) -> Plan:
    return replace(planned, fields=drafted(planned.fields, EventPatch(starts_at=start), tenant.timezone))
