"""Creating, changing and deleting booking forms."""

from collections.abc import Iterator

from parlour.access.tenant import Tenant, get_public_tenant
from parlour.areas.booking_forms import queries, refusals
from parlour.areas.booking_forms.model import BookingForm, FormFields, FormPatch
from parlour.areas.patches import patched
from parlour.areas.revisions import Revisions, check_revision
from parlour.db.pool import Connection
from parlour.errors import Fault, Invalid, NotFound


async def get_form(conn: Connection, tenant: Tenant, form_id: int) -> BookingForm:
    """Return a form of the location. Raise `NotFound`."""
    form = await queries.find_form(conn, tenant, form_id)
    if form is None:
        raise NotFound("Booking form")
    return form


async def get_public_form(conn: Connection, form_id: int) -> tuple[Tenant, BookingForm]:
    """Return a form of any open location, and the location. Raise `NotFound`."""
    location_id = await queries.find_location_of_form(conn, form_id)
    if location_id is None:
        raise NotFound("Booking form")
    tenant = await get_public_tenant(conn, location_id)
    return tenant, await get_form(conn, tenant, form_id)


async def lock_form(conn: Connection, tenant: Tenant, form_id: int, expected: Revisions) -> BookingForm:
    """Lock and return a form of the location. Raise `NotFound`, `Stale`."""
    form = await queries.lock_form(conn, tenant, form_id)
    if form is None:
        raise NotFound("Booking form")
    check_revision(form.revision, expected)
    return form


async def create_form(conn: Connection, tenant: Tenant, title: str, patch: FormPatch) -> BookingForm:
    """Create a form. Raise `Invalid` for steps in one place, and for what the location doesn't have."""
    fields = patched(FormFields(title=title), patch)
    await _check(conn, tenant, fields)
    if fields.is_default:
        await queries.clear_default(conn, tenant, None)
    return await queries.create_form(conn, tenant, fields)


async def update_form(
    conn: Connection, tenant: Tenant, form_id: int, patch: FormPatch, expected: Revisions
) -> BookingForm:
    """Apply a patch. Raise `NotFound`, `Stale`, or `Invalid` as for a new one."""
    form = await lock_form(conn, tenant, form_id, expected)
    fields = patched(form.fields, patch)
    await _check(conn, tenant, fields)
    if fields.is_default:
        await queries.clear_default(conn, tenant, form_id)
    return await queries.update_form(conn, tenant, form_id, fields)


async def delete_form(conn: Connection, tenant: Tenant, form_id: int, expected: Revisions) -> None:
    """Mark a form as deleted. Raise `NotFound`, `Stale`."""
    await lock_form(conn, tenant, form_id, expected)
    await queries.soft_delete_form(conn, tenant, form_id)


async def _check(conn: Connection, tenant: Tenant, fields: FormFields) -> None:
    unknown = await queries.find_unknown(conn, tenant, fields)
    if faults := [*fields.faults(), *_faults_of(unknown)]:
        raise Invalid(faults)


def _faults_of(unknown: queries.Unknown) -> Iterator[Fault]:
    if unknown.service:
        yield refusals.NO_SERVICE.fault("service_id")
    if unknown.team_member:
        yield refusals.NO_MEMBER.fault("team_member_id")
