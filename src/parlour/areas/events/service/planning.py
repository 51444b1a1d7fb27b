"""What an event shall be, worked out from what is asked for and from what the location has."""

from collections.abc import Iterator

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from parlour.access.tenant import Tenant
from parlour.areas.appointments import refusals as appointments
from parlour.areas.appointments.model.claims import Claim
from parlour.areas.appointments.model.lengths import Length, break_of, changed_length, new_length
from parlour.areas.appointments.service.permissions import require_member
from parlour.areas.events import refusals
from parlour.areas.events.model.changes import EventPatch
from parlour.areas.events.model.choices import Choice
from parlour.areas.events.model.events import EventFields, LockedEvent
from parlour.areas.events.queries.choices import lock_choice, read_choice
from parlour.db.pool import Connection
from parlour.db.retrying import ConcurrentChange
from parlour.errors import Fault, Invalid


class Plan(msgspec.Struct, frozen=True):
    """The fields that an event shall have, and what they were chosen from."""

    before: LockedEvent | None
    """None for a new one."""
    fields: EventFields
    choice: Choice

    @property
    def claim(self) -> Claim:
        held = self.before.resource_instance_ids if self.before else []
        needed = self.choice.needed(self.fields.resource_instance_ids)
        return Claim(self.before, self.fields, needed, self.choice.resource_ids_of(held))


async def plan(
    conn: Connection, tenant: Tenant, before: LockedEvent | None, draft: EventFields, given: EventPatch
) -> Plan:
    """Lock and read what is chosen, and return what the event shall be. `draft` has what the request says.

    Raise `Forbidden`, `Malformed` for a service that the member doesn't provide, and `Invalid` with all faults.
    """
    choice = await _chosen(conn, tenant, before, draft)
    length = _length(before, given, choice)
    if faults := [*_faults(before, draft, choice), *_faults_of_length(length, given, choice)]:
        raise Invalid(faults)
    has_other = before is None or (before.service_id, before.team_member_id) != (draft.service_id, draft.team_member_id)
    if has_other and (choice.service is None or choice.service.link_duration is None):
        raise appointments.NOT_PROVIDED.error(draft.team_member_id, str(draft.service_id))
    fields = replace(draft, duration=length.duration, technical_break=length.technical_break)
    return Plan(before, fields, choice)


async def _chosen(conn: Connection, tenant: Tenant, before: LockedEvent | None, draft: EventFields) -> Choice:
    held = before.resource_instance_ids if before else []
    chosen = draft.resource_instance_ids
    timezone = await lock_choice(conn, tenant, draft.team_member_id, draft.service_id, [*chosen, *held])
    if timezone != tenant.timezone.key:
        raise ConcurrentChange
    choice = await read_choice(conn, tenant, draft.team_member_id, draft.service_id, chosen, held, draft.tag_ids)
    if choice.member is not None:
        require_member(tenant, choice.member)
    return choice


def _faults(before: LockedEvent | None, draft: EventFields, choice: Choice) -> Iterator[Fault]:
    if before is None or before.team_member_id != draft.team_member_id:
        if choice.member is None:
            yield appointments.NO_MEMBER.fault("team_member_id")
        elif choice.member.is_dismissed:
            yield appointments.DISMISSED.fault("team_member_id", draft.team_member_id)
    if (before is None or before.service_id != draft.service_id) and not (choice.service and choice.service.is_offered):
        yield refusals.NO_SERVICE.fault("service_id")
    known = {instance.id for instance in choice.instances}
    for number, instance_id in enumerate(draft.resource_instance_ids):
        if instance_id not in known:
            yield refusals.NO_INSTANCE.fault(f"resource_instance_ids[{number}]")
    for number, tag_id in enumerate(draft.tag_ids):
        if tag_id not in choice.tag_ids and not (before and tag_id in before.tag_ids):
            yield refusals.NO_TAG.fault(f"tag_ids[{number}]")
    if before is not None:
        yield from _faults_of_bookings(before, draft)


def _faults_of_bookings(before: LockedEvent, draft: EventFields) -> Iterator[Fault]:
    if before.taken_seats and before.service_id != draft.service_id:
        yield refusals.IS_BOOKED.fault("service_id", before.service_id)
    if draft.capacity < before.taken_seats:
        yield refusals.TOO_FEW_SEATS.fault("capacity", before.taken_seats)


def _length(before: LockedEvent | None, given: EventPatch, choice: Choice) -> Length:
    if before is not None:
        return changed_length(before.length, given.duration, given.technical_break)
    service = choice.service
    usual = break_of([service.technical_break if service else None], choice.technical_break)
    return new_length(given.duration, given.technical_break, service.link_duration or 0 if service else 0, usual)


def _faults_of_length(length: Length, given: EventPatch, choice: Choice) -> Iterator[Fault]:
    is_known = given.duration is not UNSET or (choice.service is not None and choice.service.link_duration is not None)
    if is_known and not length.has_room:
        yield appointments.BAD_LENGTH.fault("duration", length.duration, length.technical_break)
