"""What appointments show of other things, each read once for all of them."""

from collections.abc import Mapping, Sequence

import msgspec

from parlour.areas.appointments.model.appointments import Appointment
from parlour.areas.appointments.model.people import MemberOfAppointment
from parlour.areas.appointments.model.prices import ListedPrice
from parlour.areas.custom_fields.model.fields import CustomField
from parlour.areas.custom_fields.model.stored import values_by_code
from parlour.areas.custom_fields.model.values import Value
from parlour.areas.inventory.model.documents import Transaction
from parlour.areas.payments.model import Payment
from parlour.areas.tags.model import Tag


class Related(msgspec.Struct, frozen=True):
    """What appointments show of other things, each read once."""

    members: Mapping[int, MemberOfAppointment]
    prices: Mapping[int, ListedPrice]
    """The price list, by services."""
    tags: Mapping[int, Tag]
    fields: Sequence[CustomField]
    """The custom fields in their order; none if the user may not see values."""
    sold: Mapping[int, Sequence[Transaction]]
    """The products that were sold in each appointment."""
    payments: Mapping[int, Sequence[Payment]]
    """The payments for each appointment, if they were asked for."""
    used: Mapping[int, Sequence[Transaction]]
    """What was used up in each appointment, if it was asked for."""
    missed: Mapping[int, int]
    """How many appointments each client missed; clients who missed none may be left out."""

    def member_of(self, appointment: Appointment) -> MemberOfAppointment:
        return self.members[appointment.team_member_id]

    def tags_of(self, appointment: Appointment) -> list[Tag]:
        """Return the tags in the order in which they were chosen, without deleted ones."""
        return [tag for tag_id in appointment.tag_ids if (tag := self.tags.get(tag_id))]

    def custom_values_of(self, appointment: Appointment) -> dict[str, Value]:
        """Return the values of custom fields by their codes, without those of deleted fields."""
        return values_by_code(self.fields, appointment.custom_values)
