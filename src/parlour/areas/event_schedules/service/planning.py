"""Planning the events of series, and making those whose time is free.

Runs inside a database transaction that may be retried. The schedule is locked first, then the original event, then all
that events lock. A schedule has at most seven series, and each is planned by itself, in the order of their members.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC

from msgspec.structs import replace

from parlour.access.tenant import Tenant
from parlour.areas.appointments.service.permissions import require_recent
from parlour.areas.appointments.service.times import find_times
from parlour.areas.event_schedules import refusals
from parlour.areas.event_schedules.model.conflicts import granted
from parlour.areas.event_schedules.model.schedules import MOST_OCCURRENCES, Planned, SeriesFields
from parlour.areas.event_schedules.queries import occurrences
from parlour.areas.events.model.changes import drafted
from parlour.areas.events.model.events import EventFields, LockedEvent
from parlour.areas.events.service.events import create_events
from parlour.areas.events.service.planning import Plan, plan
from parlour.db.pool import Connection
from parlour.errors import Fault, Invalid


async def plan_series(
    conn: Connection, tenant: Tenant, original: EventFields, series: Sequence[SeriesFields]
) -> list[Plan]:
    """Lock and read what the series choose, and return what the events of each shall be.

    Raise `Forbidden`, `Malformed` for a service that a member doesn't provide, and `Invalid` with the faults of all
    series under `series[2].`
    """
    plans: dict[int, Plan] = {}
    faults: list[Fault] = []
    for number, each in sorted(enumerate(series), key=lambda numbered: numbered[1].team_member_id):
        given = each.to_patch
        try:
            plans[number] = await plan(conn, tenant, None, drafted(original, given, tenant.timezone), given)
        except Invalid as invalid:
            faults += [Fault(f"series[{number}].{fault.field}", fault.message) for fault in invalid.faults]
    if faults:
        raise Invalid(faults)
    return [plans[number] for number in range(len(series))]


def bounded(planned: Sequence[Planned]) -> list[Planned]:
    """Return what is planned by its start. Raise `Invalid` if it is too much."""
    if len(planned) > MOST_OCCURRENCES:
        raise refusals.TOO_MANY_EVENTS.error("last_day", MOST_OCCURRENCES)
    return sorted(planned, key=lambda each: each.starts_at)


async def make_events(
    conn: Connection, tenant: Tenant, plans: Mapping[int, Plan], planned: Sequence[Planned]
) -> list[int | None]:
    """Make the events that are planned and whose time is free, and return their ids; None for those in the way.

    `planned` comes by the start.
    """
    wanted = [*_at(plans, planned)]
    found = await find_times(conn, tenant, [each.claim for each in wanted])
    is_granted = granted([each.fields for each in wanted], found)
    free = [each.fields for each, is_free in zip(wanted, is_granted, strict=True) if is_free]
    made = iter(await create_events(conn, tenant, free))
    return [next(made) if is_free else None for is_free in is_granted]


async def fill(
    conn: Connection,
    tenant: Tenant,
    plans: Mapping[int, Plan],
    planned: Sequence[Planned],
    original: LockedEvent | None = None,
) -> None:
    """Make the events that are planned and keep what became of each. `original` stands for the one at its own time."""
    if not planned:
        return
    require_recent(tenant, planned[0].day)
    own = _place_of(original, plans, planned)
    others = [each for number, each in enumerate(planned) if number != own]
    event_ids = await make_events(conn, tenant, plans, others) if others else []
    if own is not None and original is not None:
        event_ids.insert(own, original.id)
    await occurrences.create_occurrences(conn, tenant, planned, event_ids)


def _place_of(original: LockedEvent | None, plans: Mapping[int, Plan], planned: Sequence[Planned]) -> int | None:
    """Return which of the planned events the original one is: the one with its member at its time."""
    if original is None:
        return None
    key = original.starts_at, original.team_member_id
    found = [(each.starts_at, plans[each.series_id].fields.team_member_id) for each in planned]
    return found.index(key) if key in found else None


def _at(plans: Mapping[int, Plan], planned: Sequence[Planned]) -> Iterator[Plan]:
    for each in planned:
        fields = replace(plans[each.series_id].fields, day=each.day, starts_at=each.starts_at.astimezone(UTC))
        yield replace(plans[each.series_id], fields=fields)
