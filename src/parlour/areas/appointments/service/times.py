"""Taking time: of a member, and of one instance of each resource that is needed.

The days are locked before they are read, and stay locked until the transaction ends, so no time is taken twice unless
that is forced.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from parlour.access.tenant import Tenant
from parlour.areas.appointments import refusals
from parlour.areas.appointments.model.claims import Claim, FoundTime, Obstacle, TakesTime
from parlour.areas.appointments.queries.days import LockedDay, LockedDays, Pair, lock_days
from parlour.areas.schedules.model.busy import (
    busy_spans,
    choose_instance,
    is_free,
    is_within,
    local_days,
    spans_by_instance,
)
from parlour.areas.schedules.model.working_time import Span, spans
from parlour.db.pool import Connection
from parlour.errors import Invalid


async def take_time(conn: Connection, tenant: Tenant, claim: Claim, *, is_forced: bool) -> list[int]:
    """Lock the days, and return the instances of resources that an appointment gets.

    Raise `Invalid` with all that is in the way, unless it is forced: then it gets the instances that are free.
    """
    (found,) = await find_times(conn, tenant, [claim])
    if found.obstacles and not is_forced:
        raise Invalid([obstacle.fault("starts_at") for obstacle in found.obstacles])
    return found.instance_ids


async def find_times(conn: Connection, tenant: Tenant, claims: Sequence[Claim]) -> list[FoundTime]:
    """Lock the days of all claims, and return what is free for each and what is in its way."""
    zone = tenant.timezone
    locked = await lock_days(
        conn,
        tenant,
        {pair for claim in claims for pair in _member_pairs(claim, zone)},
        {pair for claim in claims for pair in _resource_pairs(claim, zone)},
    )
    return [_found(claim, locked, zone) for claim in claims]


def _found(claim: Claim, locked: LockedDays, zone: ZoneInfo) -> FoundTime:
    obstacles = [*_obstacles_of_member(claim, locked.of_members[claim.after.team_member_id], zone)]
    instance_ids: list[int] = []
    kept = claim.before.resource_instance_ids if claim.before else ()
    for resource in claim.needed:
        days = [(each.day, each.instance_ids, each.busy) for each in locked.of_resources[resource.id]]
        busy = spans_by_instance(days, zone, claim.own, kept)
        found = choose_instance(claim.after.span, resource.instance_ids, busy, kept)
        if found is not None:
            instance_ids.append(found)
        else:
            obstacles.append(Obstacle(refusals.RESOURCE_BUSY, (resource.title, *_shown(claim.after.span, zone))))
    return FoundTime(instance_ids, obstacles)


def _obstacles_of_member(claim: Claim, days: Sequence[LockedDay], zone: ZoneInfo) -> Iterator[Obstacle]:
    member_id = claim.after.team_member_id
    working = spans([(each.day, each.minutes) for each in days], zone)
    if not is_within(claim.after.service_span, working):
        yield Obstacle(refusals.NOT_WORKING, (member_id, *_shown(claim.after.service_span, zone)))
    own = claim.own if claim.before and claim.before.team_member_id == member_id else None
    if not is_free(claim.after.span, busy_spans([(each.day, each.busy) for each in days], zone, own)):
        yield Obstacle(refusals.MEMBER_BUSY, (member_id, *_shown(claim.after.span, zone)))


def _member_pairs(claim: Claim, zone: ZoneInfo) -> Iterator[Pair]:
    yield from _pairs([claim.after.team_member_id], claim.after, zone)
    if claim.before:
        yield from _pairs([claim.before.team_member_id], claim.before, zone)


def _resource_pairs(claim: Claim, zone: ZoneInfo) -> Iterator[Pair]:
    yield from _pairs([resource.id for resource in claim.needed], claim.after, zone)
    if claim.before:
        yield from _pairs(claim.held_resource_ids, claim.before, zone)


def _pairs(owner_ids: Iterable[int], taken: TakesTime, zone: ZoneInfo) -> list[Pair]:
    return [(owner_id, day) for owner_id in owner_ids for day in _days_of(taken, zone)]


def _days_of(taken: TakesTime, zone: ZoneInfo) -> list[date]:
    return local_days(*taken.span, zone)


def _shown(span: Span, zone: ZoneInfo) -> tuple[str, str]:
    """Return both ends on the clock of the location."""
    begins, ends = (moment.astimezone(zone) for moment in span)
    return f"{begins:%Y-%m-%d %H:%M}", f"{ends:%H:%M}" if _is_same_day(begins, ends) else f"{ends:%Y-%m-%d %H:%M}"


def _is_same_day(one: datetime, other: datetime) -> bool:
    return one.date() == other.date()
