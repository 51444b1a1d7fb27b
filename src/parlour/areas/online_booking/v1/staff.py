"""Team members whom clients can book (tag Online Booking)."""

from parlour.access.identity import Partner
from parlour.access.permissions import Entry
from parlour.areas.online_booking import refusals
from parlour.areas.online_booking.service.members import list_offered_members
from parlour.areas.online_booking.v1.wire import choosing
from parlour.areas.online_booking.v1.wire.staff import BookableMember
from parlour.areas.photos import Site
from parlour.http.apis import B2B_V1
from parlour.http.context import Reading
from parlour.http.operations import Operations
from parlour.http.path_parts import LocationInPath
from parlour.http.v1_envelope import Answer, answer

operations = Operations(B2B_V1, "Online Booking")


@operations.get(
    "/api/v1/book_staff/{location_id}",
    "get_team_members_available_for_booking",
    Entry.PARTNER,
    refuses=(refusals.NO_ONLINE_SERVICE,),
)
async def get_team_members_available_for_booking(
    ctx: Reading[Partner], location_id: LocationInPath, query: choosing.MemberChoice
) -> Answer[list[BookableMember]]:
    """List team members to book

    Those who provide all chosen services, and who are free at a time if one is chosen; the highest weight first. Each
    with the slots of the nearest date that has any.
    """
    tenant = await ctx.public_tenant(location_id)
    at = None if query.datetime is None else query.datetime.at(tenant.timezone)
    with_slots = not query.without_seances
    found = await list_offered_members(ctx.conn, tenant, query.services, at, with_slots=with_slots)
    site = Site(ctx.services.settings.base_url)
    return answer([BookableMember.of(each, site) for each in found])
