"""Custom fields for tests."""

from typing import Any

from parlour.access.tenant import Tenant
from parlour.areas.custom_fields import queries
from parlour.areas.custom_fields.model.fields import CustomField, Kind, NewField, ValueType
from parlour.db.pool import Connection


async def make_field(conn: Connection, tenant: Tenant, code: str = "skin_type", **fields: Any) -> CustomField:
    """Make a field of appointments with a choice, unless the fields say otherwise."""
    new = {
        "kind": Kind.APPOINTMENT,
        "value_type": ValueType.SELECT,
        "title": "Skin type",
        "choices": ["dry", "oily"],
        "is_visible": True,
        "is_editable": True,
        "is_required": False,
        "weight": 0,
    }
    return await queries.create_field(conn, tenant, NewField(code=code, **{**new, **fields}))
