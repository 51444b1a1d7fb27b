"""Appointments with what `include` names, on the v2 wire."""

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.appointments import Appointment
from parlour.areas.appointments.model.included import NamedService, Parts
from parlour.areas.appointments.v2.wire import parts as wire
from parlour.areas.appointments.v2.wire.appointments import (
    AppointmentAttributes,
    AppointmentRelationships,
    AppointmentResource,
    Clock,
)
from parlour.areas.clients.rights import Place, Sight
from parlour.areas.clients.v2.wire.cards import BookingUser, BookingUserRelationships, CustomValue
from parlour.areas.inventory.v2.wire import AttendanceItem
from parlour.areas.photos import Site
from parlour.areas.products.model.products import Product as ProductModel
from parlour.areas.products.v2.wire import Product
from parlour.areas.services.v2.wire.services import Service, ServiceAttributes
from parlour.areas.tags.v2.wire import Tag
from parlour.areas.team.v2.wire.members import TeamMember
from parlour.http.v2_envelope import Included, Resource, included, to_many, to_one

NO_RELATIONS: frozenset[str] = frozenset()


class Viewer(msgspec.Struct, frozen=True):
    """For whom appointments are shown, and with what."""

    tenant: Tenant
    clock: Clock
    sight: Sight
    site: Site
    parts: Parts
    include: AbstractSet[str]

    @classmethod
    def of(cls, tenant: Tenant, base_url: str, parts: Parts, include: AbstractSet[str]) -> "Viewer":
        clock = Clock(tenant.timezone, Permission.APPOINTMENT_CLIENT_VIEW in tenant.permissions)
        return cls(tenant, clock, Sight.of(tenant, Place.TIMETABLE), Site(base_url), parts, include)


def with_related(
    appointments: Iterable[Appointment], viewer: Viewer
) -> tuple[list[AppointmentResource], list[Included] | UnsetType]:
    """Return appointments, and what they refer to; UNSET when no relation is requested."""
    rows: list[AppointmentResource] = []
    found: list[Resource] = []
    for appointment in appointments:
        one = {name: ONE[name](appointment, viewer) for name in ONE if name in viewer.include}
        many = {name: MANY[name](appointment, viewer) for name in MANY if name in viewer.include}
        rows.append(_resource(appointment, viewer, one, many))
        found += [resource for resource in one.values() if resource]
        found += [resource for resources in many.values() for resource in resources]
        found += _values_of_client(appointment, viewer)
    return rows, included(found) if viewer.include else UNSET


def _resource(
    appointment: Appointment,
    viewer: Viewer,
    one: dict[str, Resource | None],
    many: dict[str, Sequence[Resource]],
) -> AppointmentResource:
    relationships: AppointmentRelationships | UnsetType = UNSET
    if viewer.include:
        relations: dict[str, Any] = {name: to_one(resource) for name, resource in one.items()}
        relations |= {name: to_many(resources) for name, resources in many.items()}
        relationships = AppointmentRelationships(**relations)
    attributes = AppointmentAttributes.from_model(appointment, viewer.clock)
    return AppointmentResource("record", str(appointment.id), attributes, relationships)


def _client(appointment: Appointment, viewer: Viewer) -> BookingUser | None:
    client = appointment.client if viewer.clock.sees_clients else None
    if client is None:
        return None
    if "client.custom_field_values" not in viewer.include:
        return BookingUser.seen(client, viewer.sight)
    values = to_many(_values_of_client(appointment, viewer))
    return BookingUser.seen(client, viewer.sight, BookingUserRelationships(custom_field_values=values))


def _values_of_client(appointment: Appointment, viewer: Viewer) -> list[CustomValue]:
    client_id = appointment.client_id
    if client_id is None or not viewer.clock.sees_clients:
        return []
    found = viewer.parts.values_of_client(client_id)
    return [CustomValue.of("client", client_id, each.field_id, each.code, each.value) for each in found]


def _staff(appointment: Appointment, viewer: Viewer) -> TeamMember:
    member = viewer.parts.members[appointment.team_member_id]
    return TeamMember.from_model(member, viewer.site, NO_RELATIONS, None)


def _service(service: NamedService) -> Service:
    return Service("service", str(service.id), ServiceAttributes(service.title, service.category_id or 0))


def _good(product: ProductModel, viewer: Viewer) -> Product:
    return Product.from_model(product, viewer.tenant, NO_RELATIONS)


def _values(appointment: Appointment, viewer: Viewer) -> list[CustomValue]:
    found = viewer.parts.values_of(appointment)
    return [CustomValue.of("record", appointment.id, each.field_id, each.code, each.value) for each in found]


def _client_schedule(appointment: Appointment, viewer: Viewer) -> wire.ClientSchedule | None:
    found = viewer.parts.client_series.get(appointment.id)
    return None if found is None else wire.ClientSchedule.from_model(found)


def _nothing(_appointment: Appointment, _viewer: Viewer) -> None:
    return None


ONE: dict[str, Callable[[Appointment, Viewer], Resource | None]] = {
    "client": _client,
    "staff": _staff,
    "attendance_document": lambda appointment, _: wire.AttendanceDocument.of(appointment),
    "client_notification_settings": lambda appointment, _: wire.NotificationSettings.of(appointment),
    "duration_details": lambda appointment, _: wire.DurationDetails.of(appointment),
    "fast_payment_settings": _nothing,
    "acceptance_free": _nothing,
    "comer": _nothing,
    "client_schedule": _client_schedule,
}
"""The relations to one resource, and how it is made."""
MANY: dict[str, Callable[[Appointment, Viewer], Sequence[Resource]]] = {
    "services": lambda appointment, viewer: [_service(each) for each in viewer.parts.services_of(appointment)],
    "resource_instances": lambda appointment, viewer: [
        wire.ResourceInstance.from_model(each) for each in viewer.parts.instances_of(appointment)
    ],
    "labels": lambda appointment, viewer: [Tag.from_model(each) for each in viewer.parts.tags_of(appointment)],
    "attendance_service_items": lambda appointment, _: [
        wire.ServiceItem.from_model(line) for line in appointment.lines
    ],
    "custom_field_values": _values,
    "goods": lambda appointment, viewer: [_good(each, viewer) for each in viewer.parts.products_of(appointment)],
    "attendance_good_items": lambda appointment, viewer: [
        AttendanceItem.from_model(each) for each in viewer.parts.sold_in(appointment)
    ],
    "transactions": lambda appointment, viewer: [
        wire.PaymentResource.from_model(each, viewer.clock) for each in viewer.parts.payments_of(appointment)
    ],
}
"""The relations to any number of resources, and how they are made."""
