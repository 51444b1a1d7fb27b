"""Reading what answers of v2 include: a fixed number of statements, however many appointments there are."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.appointments import Appointment
from parlour.areas.appointments.model.included import Parts
from parlour.areas.appointments.queries import included, reading
from parlour.areas.custom_fields.model.fields import Kind
from parlour.areas.custom_fields.service import list_fields
from parlour.areas.inventory.model.sold_items import SoldItem
from parlour.areas.inventory.service.appointments import sold_by_appointment
from parlour.areas.payments.service import payments_by_appointment
from parlour.areas.products.service.products import list_of_ids
from parlour.areas.team.service.members import list_named_members
from parlour.currencies import currency_by_code
from parlour.db.pool import Connection

NEEDED = {
    "custom_field_values": Permission.APPOINTMENT_FIELDS_VIEW,
    "client.custom_field_values": Permission.CLIENT_FIELDS_VIEW,
}
"""The relations that need a right of their own."""


def require_included(tenant: Tenant, include: AbstractSet[str]) -> None:
    """Raise `Forbidden` for relations that the user has no right to."""
    tenant.require(*(right for name, right in NEEDED.items() if name in include))


async def read_parts(
    conn: Connection, tenant: Tenant, appointments: Sequence[Appointment], include: AbstractSet[str]
) -> Parts:
    """Return what appointments refer to, as far as it is requested: at most eleven statements."""
    member_ids = {each.team_member_id for each in appointments if "staff" in include}
    service_ids = {line.service_id for each in appointments if "services" in include for line in each.lines}
    instance_ids = {
        id_ for each in appointments if "resource_instances" in include for id_ in each.resource_instance_ids
    }
    tag_ids = {id_ for each in appointments if "labels" in include for id_ in each.tag_ids}
    shows_values = bool(appointments) and "custom_field_values" in include
    values_of = {each.client_id for each in appointments if "client.custom_field_values" in include and each.client_id}
    sold = await _list_sold(conn, tenant, appointments) if include & {"goods", "attendance_good_items"} else {}
    product_ids = {item.product_id for items in sold.values() for item in items if "goods" in include}
    products = await list_of_ids(conn, tenant, product_ids) if product_ids else []
    paid = [each.id for each in appointments if "transactions" in include]
    of_events = [each.id for each in appointments if "client_schedule" in include and each.event_id]
    members = await list_named_members(conn, tenant, member_ids) if member_ids else []
    services = await included.list_services(conn, tenant, service_ids) if service_ids else []
    instances = await included.list_instances(conn, tenant, instance_ids) if instance_ids else []
    tags = await reading.list_tags(conn, tenant, [*tag_ids]) if tag_ids else []
    return Parts(
        members={member.id: member for member in members},
        services={service.id: service for service in services},
        instances={instance.id: instance for instance in instances},
        tags={tag.id: tag for tag in tags},
        fields=await list_fields(conn, tenant, Kind.APPOINTMENT) if shows_values else [],
        client_fields=await list_fields(conn, tenant, Kind.CLIENT) if values_of else [],
        sold=sold,
        products={product.id: product for product in products},
        payments=await payments_by_appointment(conn, tenant, paid) if paid else {},
        client_series=await included.list_client_series(conn, tenant, of_events) if of_events else {},
        client_values=await included.list_client_values(conn, tenant, values_of) if values_of else {},
    )


async def _list_sold(
    conn: Connection, tenant: Tenant, appointments: Sequence[Appointment]
) -> Mapping[int, list[SoldItem]]:
    if not appointments:
        return {}
    currency = currency_by_code(tenant.currency)
    found = await sold_by_appointment(conn, tenant, [each.id for each in appointments])
    return {id_: [SoldItem.of(each, currency) for each in sold] for id_, sold in found.items()}
