"""Appointments in answers, with what `include` names."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from msgspec import UnsetType

from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.appointments import Appointment
from parlour.areas.appointments.service.including import read_parts
from parlour.areas.appointments.v2.wire import parts as wire
from parlour.areas.appointments.v2.wire.appointments import AppointmentResource
from parlour.areas.appointments.v2.wire.related import Viewer, with_related
from parlour.areas.clients.v2.wire.cards import BookingUser, CustomValue
from parlour.areas.inventory.v2.wire import AttendanceItem
from parlour.areas.products.v2.wire import Product
from parlour.areas.services.v2.wire.services import Service
from parlour.areas.tags.v2.wire import Tag
from parlour.areas.team.v2.wire.members import TeamMember
from parlour.db.pool import Connection
from parlour.http.context import Context
from parlour.http.v2_envelope import Included

# Those without a type are always empty: there are no online payments, and no visitors beside clients.
RELATIONS = {
    "client": BookingUser,
    "client.custom_field_values": CustomValue,
    "staff": TeamMember,
    "services": Service,
    "goods": Product,
    "resource_instances": wire.ResourceInstance,
    "labels": Tag,
    "attendance_service_items": wire.ServiceItem,
    "attendance_good_items": AttendanceItem,
    "attendance_document": wire.AttendanceDocument,
    "transactions": wire.PaymentResource,
    "fast_payment_settings": None,
    "acceptance_free": None,
    "custom_field_values": CustomValue,
    "comer": None,
    "client_notification_settings": wire.NotificationSettings,
    "client_schedule": wire.ClientSchedule,
    "duration_details": wire.DurationDetails,
}


async def shown(
    conn: Connection, ctx: Context[Tenant], appointments: Sequence[Appointment], include: AbstractSet[str]
) -> tuple[list[AppointmentResource], list[Included] | UnsetType]:
    """Return appointments, and what they refer to as far as `include` names it."""
    parts = await read_parts(conn, ctx.tenant, appointments, include)
    return with_related(appointments, Viewer.of(ctx.tenant, ctx.services.settings.base_url, parts, include))
