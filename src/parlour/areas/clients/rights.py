"""What a user's rights show of clients, and let the user change. No database, no wire."""

from enum import StrEnum
from functools import lru_cache
from typing import Any

import msgspec

from parlour.access.permissions import Permission
from parlour.access.tenant import LocationAccess, Tenant
from parlour.areas.clients.model.changes import CardChange
from parlour.areas.clients.model.clients import NO_VALUES, Client, ClientPatch
from parlour.areas.clients.model.masks import masked_email, masked_name
from parlour.areas.clients.model.phones import masked_phone
from parlour.areas.patches import changes_of


class Place(StrEnum):
    """Where a client is shown. Each place has its own rights to contacts."""

    LIST = "list"
    CARD = "card"
    TIMETABLE = "timetable"
    FINDING = "finding"
    """What is suggested while a user types a name or number."""


CONTACTS = {
    Place.LIST: frozenset({
        Permission.CLIENT_PHONES, Permission.CLIENT_PHONES_IN_LISTS, Permission.CLIENT_CONTACTS_IN_LISTS}),
    Place.CARD: frozenset({Permission.CLIENT_PHONES, Permission.CLIENT_PHONES_IN_CARDS}),
    Place.TIMETABLE: frozenset({Permission.CLIENT_PHONES_IN_TIMETABLE}),
    Place.FINDING: frozenset({Permission.CLIENT_PHONES_WHILE_FINDING}),
}  # fmt: skip
"""The rights without any of which phone number and email are masked."""
EDITED_WITH = {
    "surname": Permission.CLIENT_NAMES_EDIT,
    "middle_name": Permission.CLIENT_NAMES_EDIT,
    "comment": Permission.CLIENT_NOTE_EDIT,
}
"""The fields that need a right of their own; without it they stay as they are."""


class Sight(msgspec.Struct, frozen=True):
    """What a user sees of clients in one place."""

    sees_contacts: bool
    sees_names: bool
    """Surname and middle name; the first name is always shown."""
    sees_note: bool
    sees_fields: bool

    @classmethod
    def of(cls, tenant: Tenant, place: Place) -> "Sight":
        held = tenant.permissions
        return cls(
            sees_contacts=held >= CONTACTS[place],
            sees_names=Permission.CLIENT_NAMES_VIEW in held,
            sees_note=Permission.CLIENT_NOTE_VIEW in held,
            sees_fields=Permission.CLIENT_FIELDS_VIEW in held,
        )

    def name(self, name: str, phone: str) -> str:
        """Return a name as the user sees it: some clients are called by their phone number."""
        return name if self.sees_contacts else masked_name(name, phone)

    def phone(self, phone: str) -> str:
        return phone if self.sees_contacts else masked_phone(phone)

    def email(self, email: str) -> str:
        return email if self.sees_contacts else masked_email(email)

    def shown(self, client: Client) -> Client:
        """Return a client as the user sees them: the only way by which a card comes into an answer."""
        hidden: dict[str, Any] = {}
        if not self.sees_contacts:
            hidden |= {"name": self.name(client.name, client.phone)}
            hidden |= {"phone": self.phone(client.phone), "email": self.email(client.email)}
        if not self.sees_names:
            hidden |= {"surname": "", "middle_name": ""}
        if not self.sees_note:
            hidden |= {"comment": ""}
        if not self.sees_fields:
            hidden |= {"custom_values": NO_VALUES}
        return msgspec.structs.replace(client, **hidden) if hidden else client


def permitted(tenant: Tenant, change: CardChange, current: Client | None) -> CardChange:
    """Return what the user may change of a card, or set in a new one.

    What only repeats a mask or an empty place that the user was shown changes nothing: clients of the API send whole
    cards back as they have read them.
    """
    changes = changes_of(change.patch)
    kept = {name for name, right in EDITED_WITH.items() if right not in tenant.permissions}
    if current is not None:
        seen = Sight.of(tenant, Place.CARD).shown(current)
        kept |= {name for name, value in changes.items() if value == getattr(seen, name) != getattr(current, name)}
    patch = ClientPatch(**{name: value for name, value in changes.items() if name not in kept})
    edits_fields = tenant.permissions >= {Permission.CLIENT_FIELDS_VIEW, Permission.CLIENT_FIELDS_EDIT}
    return msgspec.structs.replace(
        change, patch=patch, custom_values=change.custom_values if edits_fields else None, edits_fields=edits_fields
    )


def only_member_of(tenant: Tenant) -> int:
    """Return the team member whose clients are all that the user sees; 0 for no limit."""
    return _only_member_of(tenant.access)


# Cached, because a list asks for each of its pages.
@lru_cache(maxsize=4096)
def _only_member_of(access: LocationAccess) -> int:
    member_id = access.values.get("clients_visit_master_id")
    return member_id if isinstance(member_id, int) else 0
