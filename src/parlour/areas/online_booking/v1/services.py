"""Services that clients can book (tag Online Booking)."""

from parlour.access.identity import Partner
from parlour.access.permissions import Entry
from parlour.areas.online_booking import refusals
from parlour.areas.online_booking.service.services import read_menu
from parlour.areas.online_booking.v1.wire import choosing
from parlour.areas.online_booking.v1.wire.services import Menu
from parlour.areas.photos import Site
from parlour.http.apis import B2B_V1
from parlour.http.context import Reading
from parlour.http.operations import Operations
from parlour.http.path_parts import LocationInPath
from parlour.http.v1_envelope import Answer, answer

operations = Operations(B2B_V1, "Online Booking")


@operations.get(
    "/api/v1/book_services/{location_id}",
    "get_services_available_for_booking",
    Entry.PARTNER,
    refuses=(refusals.NO_MEMBER,),
)
async def get_services_available_for_booking(
    ctx: Reading[Partner], location_id: LocationInPath, query: choosing.ServiceChoice
) -> Answer[Menu]:
    """List services to book

    With their categories, the highest weight first. With a time, those that can be booked then, after the services
    that are chosen already.
    """
    tenant = await ctx.public_tenant(location_id)
    member_id = query.staff_id or None
    at = None if query.datetime is None else query.datetime.at(tenant.timezone)
    found = await read_menu(ctx.conn, tenant, query.services, member_id, at)
    site = Site(ctx.services.settings.base_url)
    return answer(Menu.of(found, site, has_lengths=member_id is not None))
