"""The history of a client (tag Clients)."""

from parlour.access.permissions import Permission
from parlour.areas.appointments.model.client_visits import NOTHING
from parlour.areas.appointments.service.client_visits import list_members_of, read_history
from parlour.areas.appointments.v1.wire import client_visits as wire
from parlour.areas.clients.service.finding import find_client_by_phone, require_client
from parlour.areas.locations.service.locations import get_location
from parlour.errors import NotFound
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Reading
from parlour.http.operations import Operations
from parlour.refusals import Refusal

operations = Operations(B2B_V1, "Clients")

NO_CLIENT = Refusal("no_client", "The client doesn't exist, or the user may not see them.", NotFound("Client"))


@operations.post(
    "/api/v1/company/{location_id}/clients/visits/search",
    "search_client_visits",
    Permission.CLIENT_VISITS_VIEW,
    status=200,
    refuses=(NO_CLIENT,),
)
async def search_client_visits(ctx: Reading, data: Body[wire.ClientVisitSearch]) -> wire.HistoryAnswer:
    """Search the visits of a client

    Appointments and purchases, each with its visit: 25 visits by date, the newest first, and the others of the last
    date. `meta.dateCursor.next` has the `from` and `to` of the next page; null when there is none. For an unknown phone
    number the lists are empty; an unknown id is a 404.
    """
    search = data.accept()
    if search.client_id:
        client_id: int | None = await require_client(ctx.conn, ctx.tenant, search.client_id)
    else:
        client_id = await find_client_by_phone(ctx.conn, ctx.tenant, search.client_phone or "")
    history = NOTHING if client_id is None else await read_history(ctx.conn, ctx.tenant, client_id, search.to_filter())
    members = await list_members_of(ctx.conn, ctx.tenant, history)
    location = await get_location(ctx.conn, ctx.tenant.location_id, ctx.tenant.user_id)
    viewer = wire.Viewer.of(ctx.tenant, location.title, members, ctx.services.settings.base_url, history)
    return wire.answer_of(history, viewer)
