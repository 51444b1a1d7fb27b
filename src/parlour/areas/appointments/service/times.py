"""Taking the time of an appointment: of its member, and of one instance of each resource that its services need.

The days are locked before they are read, and stay locked until the transaction ends, so two appointments never get the
same time unless the second one is forced.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.appointments import refusals
from parlour.areas.appointments.model.changes import AppointmentFields
from parlour.areas.appointments.model.choices import ChosenResource
from parlour.areas.appointments.queries.days import LockedDay, Pair, lock_days
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
from parlour.errors import Fault, Invalid


class Claim(msgspec.Struct, frozen=True):
    """The time that an appointment shall take, beside what it takes now."""

    before: AppointmentFields | None
    """None for a new one, and for one that takes no time now."""
    after: AppointmentFields
    needed: Sequence[ChosenResource]
    held_resource_ids: Sequence[int]
    """The kinds of the instances that it has now."""

    @property
    def own(self) -> Span | None:
        return self.before.span if self.before else None


async def take_time(conn: Connection, tenant: Tenant, claim: Claim, *, is_forced: bool) -> list[int]:
    """Lock the days, and return the instances of resources that the appointment gets.

    Raise `Invalid` with all that is in the way, unless it is forced: then it gets the instances that are free.
    """
    zone = tenant.timezone
    resource_ids = {resource.id for resource in claim.needed}
    locked = await lock_days(
        conn,
        tenant,
        {*_pairs([claim.after.team_member_id], claim.after, zone), *_pairs_before(claim, zone)},
        {*_pairs(resource_ids, claim.after, zone), *_resource_pairs_before(claim, zone)},
    )
    faults = [] if is_forced else [*_faults_of_member(claim, locked.of_members[claim.after.team_member_id], zone)]
    instance_ids: list[int] = []
    kept = claim.before.resource_instance_ids if claim.before else ()
    for resource in claim.needed:
        days = [(each.day, each.instance_ids, each.busy) for each in locked.of_resources[resource.id]]
        busy = spans_by_instance(days, zone, claim.own, kept)
        found = choose_instance(claim.after.span, resource.instance_ids, busy, kept)
        if found is not None:
            instance_ids.append(found)
        elif not is_forced:
            faults.append(refusals.RESOURCE_BUSY.fault("starts_at", resource.title, *_shown(claim.after.span, zone)))
    if faults:
        raise Invalid(faults)
    return instance_ids


def _faults_of_member(claim: Claim, days: Sequence[LockedDay], zone: ZoneInfo) -> Iterator[Fault]:
    member_id = claim.after.team_member_id
    working = spans([(each.day, each.minutes) for each in days], zone)
    if not is_within(claim.after.service_span, working):
        yield refusals.NOT_WORKING.fault("starts_at", member_id, *_shown(claim.after.service_span, zone))
    own = claim.own if claim.before and claim.before.team_member_id == member_id else None
    if not is_free(claim.after.span, busy_spans([(each.day, each.busy) for each in days], zone, own)):
        yield refusals.MEMBER_BUSY.fault("starts_at", member_id, *_shown(claim.after.span, zone))


def _pairs(owner_ids: Iterable[int], fields: AppointmentFields, zone: ZoneInfo) -> list[Pair]:
    return [(owner_id, day) for owner_id in owner_ids for day in _days_of(fields, zone)]


def _pairs_before(claim: Claim, zone: ZoneInfo) -> list[Pair]:
    return _pairs([claim.before.team_member_id], claim.before, zone) if claim.before else []


def _resource_pairs_before(claim: Claim, zone: ZoneInfo) -> list[Pair]:
    return _pairs(claim.held_resource_ids, claim.before, zone) if claim.before else []


def _days_of(fields: AppointmentFields, zone: ZoneInfo) -> list[date]:
    return local_days(*fields.span, zone)


def _shown(span: Span, zone: ZoneInfo) -> tuple[str, str]:
    """Return both ends on the clock of the location."""
    begins, ends = (moment.astimezone(zone) for moment in span)
    return f"{begins:%Y-%m-%d %H:%M}", f"{ends:%H:%M}" if _is_same_day(begins, ends) else f"{ends:%Y-%m-%d %H:%M}"


def _is_same_day(one: datetime, other: datetime) -> bool:
    return one.date() == other.date()
