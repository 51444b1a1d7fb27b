"""The sites that may show a booking form in a frame, for the operator of the server."""

from collections.abc import Sequence

from parlour.areas.booking_forms.service import get_public_form
from parlour.areas.booking_page.model.sites import parse_site
from parlour.areas.booking_page.queries import sites as queries
from parlour.db.pool import Connection
from parlour.errors import Fault, Invalid


async def list_sites(conn: Connection, form_id: int) -> list[str]:
    """List the sites of a form. Raise `NotFound`."""
    tenant, form = await get_public_form(conn, form_id)
    return await queries.list_sites(conn, tenant, form.id)


async def set_sites(conn: Connection, form_id: int, written: Sequence[str]) -> list[str]:
    """Set the sites of a form and return them. Raise `NotFound`, or `Invalid` with all faults."""
    tenant, form = await get_public_form(conn, form_id)
    faults, sites = [], []
    for text in written:
        try:
            sites.append(parse_site(text))
        except ValueError as error:
            faults.append(Fault("SITE", str(error)))
    if faults:
        raise Invalid(faults)
    await queries.set_sites(conn, tenant, form.id, [*dict.fromkeys(sites)])
    return await queries.list_sites(conn, tenant, form.id)
