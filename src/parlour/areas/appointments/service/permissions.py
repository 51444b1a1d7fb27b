"""What a user's rights allow of a change to an appointment."""

from datetime import date

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.appointments import refusals
from parlour.areas.appointments.model.appointments import Attendance
from parlour.areas.appointments.model.changes import AppointmentFields, LineFields
from parlour.areas.appointments.model.choices import ChosenMember
from parlour.areas.appointments.model.drafts import Current
from parlour.areas.appointments.model.lines import LinePlan
from parlour.areas.appointments.rights import AppointmentScope, first_day, limits_of


def require_recent(tenant: Tenant, *days: date) -> None:
    """Raise `Forbidden` for a day that is further back than the user may see, or may change."""
    limits = limits_of(tenant)
    for count in (limits.visible_days, limits.edit_days):
        oldest = first_day(tenant, count)
        if oldest is not None and min(days) < oldest:
            raise refusals.PAST_DAY.error(count or 0)


def require_member(tenant: Tenant, member: ChosenMember) -> None:
    """Raise `Forbidden` for a member whose appointments the user couldn't see afterwards."""
    scope = AppointmentScope.of(tenant)
    if scope.team_member_id not in (None, member.id) or scope.position_id not in (None, member.position_id):
        raise refusals.OTHERS.error()


def require_prices(tenant: Tenant, plan: LinePlan) -> None:
    """Raise `Forbidden` for prices and discounts that the user may not give."""
    if plan.sets_prices:
        tenant.require(Permission.APPOINTMENT_PRICES)
    if plan.gives_discounts:
        tenant.require(Permission.APPOINTMENT_DISCOUNTS)


def require_change(tenant: Tenant, current: Current, after: AppointmentFields, lines: list[LineFields]) -> None:
    """Raise `Forbidden` for what the user may not change of an appointment."""
    before = current.fields
    needed = {
        Permission.APPOINTMENTS_EDIT_ARRIVED: before.attendance is Attendance.ARRIVED,
        Permission.APPOINTMENT_MOVE: (before.team_member_id, before.starts_at)
        != (after.team_member_id, after.starts_at),
        Permission.APPOINTMENT_LENGTH: before.length != after.length,
        Permission.APPOINTMENT_COMMENT: before.comment != after.comment,
        Permission.APPOINTMENT_SERVICES: current.lines != lines,
    }
    tenant.require(*(permission for permission, is_needed in needed.items() if is_needed))


def require_payable(tenant: Tenant, *days: date) -> None:
    """Raise `Forbidden` for a day that is further back than the user may take payments for."""
    days_back = limits_of(tenant).payment_days
    oldest = first_day(tenant, days_back)
    if oldest is not None and min(days) < oldest:
        raise refusals.PAST_DAY.error(days_back or 0)
