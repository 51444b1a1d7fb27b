"""What an appointment shall be, worked out from what is asked for and from what the location has."""

from collections.abc import Sequence

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.appointments import refusals
from parlour.areas.appointments.model.changes import AppointmentFields, AppointmentPatch, LineFields
from parlour.areas.appointments.model.choices import Choice
from parlour.areas.appointments.model.claims import Claim
from parlour.areas.appointments.model.drafts import Current, takes_other_time
from parlour.areas.appointments.model.lengths import Length, break_of, changed_length, new_length
from parlour.areas.appointments.model.lines import LinePlan, kept_lines, plan_lines
from parlour.areas.appointments.queries.choices import lock_choice, read_choice
from parlour.areas.appointments.service import permissions
from parlour.areas.appointments.service.grouping import FoundClient
from parlour.areas.custom_fields.model.fields import Kind
from parlour.areas.custom_fields.model.stored import stored_values, values_by_code
from parlour.areas.custom_fields.model.values import changed_values
from parlour.areas.custom_fields.service import list_fields
from parlour.currencies import currency_by_code
from parlour.db.pool import Connection
from parlour.db.retrying import ConcurrentChange
from parlour.errors import Fault, Invalid


class Wish(msgspec.Struct, frozen=True):
    """What is asked for: `draft` has the fields as far as nothing else has to be known for them."""

    current: Current | None
    """The appointment as it is; None for a new one."""
    draft: AppointmentFields
    given: AppointmentPatch
    client: FoundClient
    faults: Sequence[Fault] = ()
    """What is wrong with it already."""


class Plan(msgspec.Struct, frozen=True):
    """The fields and lines that an appointment shall have, without visit and resources."""

    fields: AppointmentFields
    lines: list[LineFields]
    choice: Choice

    @property
    def service_ids(self) -> list[int]:
        return [line.service_id for line in self.lines]

    def needs_time(self, current: Current | None) -> bool:
        """Return whether time has to be taken: another one, or for other services."""
        if current is None:
            return self.fields.takes_time
        has_other_services = sorted(self.service_ids) != sorted(current.service_ids)
        return takes_other_time(current.fields, self.fields, has_other_services=has_other_services)

    def claim(self, current: Current | None) -> Claim:
        before = current.fields if current and current.fields.takes_time else None
        return Claim(before, self.fields, self.choice.needed(self.service_ids), self.choice.held_resource_ids)


async def plan(conn: Connection, tenant: Tenant, wish: Wish) -> Plan:
    """Lock and read what is chosen, and return what the appointment shall be.

    Raise `Forbidden`, `Malformed` for services that the member doesn't provide, and `Invalid` with all faults.
    """
    choice = await _chosen(conn, tenant, wish)
    faults = [*wish.faults, *wish.client.faults, *_faults_of_choice(wish, choice)]
    lines = _lines(tenant, wish, choice)
    faults += lines.faults
    length, fault = _length(wish, choice, lines)
    faults += fault
    values, of_values = await _values(conn, tenant, wish)
    faults += of_values
    if faults:
        raise Invalid(faults)
    if lines.not_provided:
        raise refusals.NOT_PROVIDED.error(wish.draft.team_member_id, ", ".join(map(str, lines.not_provided)))
    permissions.require_prices(tenant, lines)
    fields = replace(
        wish.draft,
        client_id=wish.client.id,
        duration=length.duration,
        technical_break=length.technical_break,
        custom_values=values,
    )
    return Plan(fields, lines.lines, choice)


async def _chosen(conn: Connection, tenant: Tenant, wish: Wish) -> Choice:
    stored = wish.current.service_ids if wish.current else []
    given = [] if wish.given.lines is UNSET else [line.service_id for line in wish.given.lines]
    service_ids = sorted({*stored, *given})
    member_id = wish.draft.team_member_id
    kept = await lock_choice(conn, tenant, member_id, service_ids)
    tag_ids = [] if wish.given.tag_ids is UNSET else wish.given.tag_ids
    held = wish.draft.resource_instance_ids
    choice = await read_choice(conn, tenant, member_id, service_ids, held, tag_ids)
    needed = {resource.id for resource in choice.resources}
    if kept.timezone != tenant.timezone.key or not needed <= {*kept.resource_ids}:
        raise ConcurrentChange
    if choice.member is not None:
        permissions.require_member(tenant, choice.member)
    return choice


def _faults_of_choice(wish: Wish, choice: Choice) -> list[Fault]:
    member_id, current = wish.draft.team_member_id, wish.current
    faults: list[Fault] = []
    if current is None or current.fields.team_member_id != member_id:
        if choice.member is None:
            faults.append(refusals.NO_MEMBER.fault("team_member_id"))
        elif choice.member.is_dismissed:
            faults.append(refusals.DISMISSED.fault("team_member_id", member_id))
    if current is not None and wish.given.event_id not in (UNSET, current.fields.event_id):
        faults.append(refusals.OTHER_EVENT.fault("event_id", current.fields.event_id or 0))
    if wish.given.tag_ids is not UNSET:
        kept = current.fields.tag_ids if current else []
        unknown = sorted({*wish.given.tag_ids} - {*choice.tag_ids, *kept})
        if unknown:
            faults.append(refusals.NO_TAG.fault("tag_ids", ", ".join(map(str, unknown))))
    return faults


def _lines(tenant: Tenant, wish: Wish, choice: Choice) -> LinePlan:
    stored = wish.current.lines if wish.current else []
    is_same_member = wish.current is not None and wish.current.fields.team_member_id == wish.draft.team_member_id
    given = kept_lines(stored) if wish.given.lines is UNSET else wish.given.lines
    if choice.member is None and not is_same_member:  # nothing can be said of what an unknown member provides
        return LinePlan([], [], [], sets_prices=False, gives_discounts=False)
    return plan_lines(given, stored, choice, currency_by_code(tenant.currency), is_same_member=is_same_member)


def _length(wish: Wish, choice: Choice, lines: LinePlan) -> tuple[Length, list[Fault]]:
    given = wish.given
    if wish.current is not None:
        length = changed_length(wish.current.fields.length, given.duration, given.technical_break)
    else:
        own_breaks = [service.technical_break for service in choice.services]
        usual = break_of(own_breaks, choice.technical_break)
        service_time = sum(line.duration for line in lines.lines)
        if given.duration is UNSET and not lines.lines:
            is_asked_for = not lines.faults and not lines.not_provided and choice.member is not None
            return Length(0, 0), [refusals.NO_LENGTH.fault("duration")] if is_asked_for else []
        length = new_length(given.duration, given.technical_break, service_time, usual)
    is_known = not lines.faults and not lines.not_provided
    if length.has_room or not is_known:
        return length, []
    field = "technical_break" if given.duration is UNSET and given.technical_break is not UNSET else "duration"
    return length, [refusals.BAD_LENGTH.fault(field, length.duration, length.technical_break)]


async def _values(conn: Connection, tenant: Tenant, wish: Wish) -> tuple[str, list[Fault]]:
    """Return the values of custom fields to store: without the right to change them they stay as they are."""
    stored = wish.current.fields.custom_values if wish.current else None
    rights = {Permission.APPOINTMENT_FIELDS_VIEW, Permission.APPOINTMENT_FIELDS_EDIT}
    if not rights <= tenant.permissions or (stored is not None and wish.given.custom_values is UNSET):
        return wish.draft.custom_values, []
    given = {} if wish.given.custom_values is UNSET else wish.given.custom_values
    fields = await list_fields(conn, tenant, Kind.APPOINTMENT)
    current = None if stored is None else values_by_code(fields, stored)
    try:
        changed = changed_values(fields, given, current, tenant.timezone)
        return stored_values(fields, changed, wish.draft.custom_values), []
    except Invalid as invalid:
        return wish.draft.custom_values, [*invalid.faults]
