"""When rooms and devices are taken (tag Appointments of API v2)."""

from parlour.access.permissions import Permission
from parlour.areas.appointments.queries.occupations import list_occupations
from parlour.areas.appointments.v2.wire.lists import ResourceOccupationList
from parlour.areas.appointments.v2.wire.occupations import ResourceOccupation
from parlour.http.apis import B2B_V2
from parlour.http.context import Reading
from parlour.http.operations import Operations
from parlour.http.v2_envelope import Listed

operations = Operations(B2B_V2, "Appointments")


@operations.get(
    "/api/v2/locations/{location_id}/resource_occupations", "list_resource_occupations", Permission.TIMETABLE_VIEW
)
async def list_resource_occupations(ctx: Reading, query: ResourceOccupationList) -> Listed[list[ResourceOccupation]]:
    """List when rooms and devices are taken

    By the beginning. What only touches the period isn't in it. Only by appointments and events that the user's rights
    show; a service that isn't there needs nothing.
    """
    found = await list_occupations(ctx.conn, ctx.tenant, query.to_filter(ctx.tenant))
    return Listed([ResourceOccupation.from_model(each, ctx.tenant.timezone) for each in found])
