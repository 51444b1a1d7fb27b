"""Booking forms for tests."""

from typing import Any

from parlour.access.tenant import Tenant
from parlour.areas.booking_forms.model import FormPatch
from parlour.areas.booking_forms.service import create_form
from parlour.db.pool import Connection


async def make_form(conn: Connection, tenant: Tenant, title: str = "Our site", **fields: Any) -> int:
    """A form, and its id."""
    return (await create_form(conn, tenant, title, FormPatch(**fields))).id
