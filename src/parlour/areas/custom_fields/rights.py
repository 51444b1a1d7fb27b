"""Who sees which custom fields: users who see their values, or may change the location."""

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.custom_fields.model.fields import Kind

RIGHTS = {Kind.CLIENT: Permission.CLIENT_FIELDS_VIEW, Kind.APPOINTMENT: Permission.APPOINTMENT_FIELDS_VIEW}
"""The right to see the values of each kind."""


def visible_kinds(tenant: Tenant) -> list[Kind]:
    """Return the kinds of fields that the user sees."""
    if Permission.LOCATION_EDIT in tenant.permissions:
        return [*Kind]
    return [kind for kind, right in RIGHTS.items() if right in tenant.permissions]


def require_sight(tenant: Tenant, kind: Kind) -> None:
    """Raise `Forbidden` unless the user sees fields of the kind."""
    if kind not in visible_kinds(tenant):
        tenant.require(RIGHTS[kind])
