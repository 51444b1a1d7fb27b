"""What v2 shows of other things on request, each read once for all appointments of an answer."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import msgspec

from parlour.areas.appointments.model.appointments import Appointment
from parlour.areas.custom_fields.model.fields import CustomField
from parlour.areas.custom_fields.model.stored import NO_VALUES, values_by_code
from parlour.areas.custom_fields.model.values import Value
from parlour.areas.inventory.model.sold_items import SoldItem
from parlour.areas.payments.model import Payment
from parlour.areas.products.model.products import Product
from parlour.areas.tags.model import Tag
from parlour.areas.team.model.members import TeamMember


class NamedService(msgspec.Struct, frozen=True):
    """A service as it is called now, perhaps deleted since it was chosen."""

    id: int
    title: str
    category_id: int | None


class NamedInstance(msgspec.Struct, frozen=True):
    """A room or a device that an appointment has."""

    id: int
    resource_id: int
    title: str


class ClientSeries(msgspec.Struct, frozen=True):
    """The client schedule that made a booking: the client has seats in all events of its series."""

    appointment_id: int
    id: int
    schedule_id: int
    series_ids: list[int]
    seat_count: int
    last_day: date
    """When the schedule of the events ends."""


class FieldValue(msgspec.Struct, frozen=True):
    """The value of a custom field."""

    field_id: int
    code: str
    value: Value


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """What appointments refer to, as far as it was requested."""

    members: Mapping[int, TeamMember]
    services: Mapping[int, NamedService]
    instances: Mapping[int, NamedInstance]
    tags: Mapping[int, Tag]
    fields: Sequence[CustomField]
    client_fields: Sequence[CustomField]
    client_values: Mapping[int, str]
    """The values of custom fields of clients as they are stored, by the clients."""
    sold: Mapping[int, Sequence[SoldItem]]
    """The products sold in each appointment."""
    products: Mapping[int, Product]
    """Those of them that weren't deleted since, by their ids."""
    payments: Mapping[int, Sequence[Payment]]
    """The payments for each appointment."""

    client_series: Mapping[int, ClientSeries]
    """The client schedules that made appointments, by these."""

    def sold_in(self, appointment: Appointment) -> Sequence[SoldItem]:
        return self.sold.get(appointment.id, ())

    def products_of(self, appointment: Appointment) -> list[Product]:
        """Return the products that were sold, each once, without those that were deleted."""
        ids = dict.fromkeys(item.product_id for item in self.sold_in(appointment))
        return [found for id_ in ids if (found := self.products.get(id_))]

    def payments_of(self, appointment: Appointment) -> Sequence[Payment]:
        return self.payments.get(appointment.id, ())

    def services_of(self, appointment: Appointment) -> list[NamedService]:
        """Return the services in their order, each once."""
        ids = dict.fromkeys(line.service_id for line in appointment.lines)
        return [self.services[service_id] for service_id in ids]

    def instances_of(self, appointment: Appointment) -> list[NamedInstance]:
        """Return the rooms and devices, without those that were deleted."""
        return [found for id_ in appointment.resource_instance_ids if (found := self.instances.get(id_))]

    def tags_of(self, appointment: Appointment) -> list[Tag]:
        """Return the tags in the order in which they were chosen, without deleted ones."""
        return [tag for tag_id in appointment.tag_ids if (tag := self.tags.get(tag_id))]

    def values_of(self, appointment: Appointment) -> list[FieldValue]:
        return [*field_values(self.fields, appointment.custom_values)]

    def values_of_client(self, client_id: int) -> list[FieldValue]:
        return [*field_values(self.client_fields, self.client_values.get(client_id, NO_VALUES))]


def field_values(fields: Sequence[CustomField], stored: str) -> Iterator[FieldValue]:
    """Yield stored values in the order of the fields, without those of deleted fields."""
    values = values_by_code(fields, stored)
    for field in fields:
        if field.code in values:
            yield FieldValue(field.id, field.code, values[field.code])
