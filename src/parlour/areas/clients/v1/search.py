"""Searching clients (tag Clients)."""

from datetime import datetime

from parlour.access.permissions import Permission
from parlour.areas.clients import refusals
from parlour.areas.clients.queries.search import search_clients
from parlour.areas.clients.rights import Place, Sight
from parlour.areas.clients.v1.wire import search as wire
from parlour.areas.clients.v1.wire.search_filters import Viewer, read_filters
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Reading
from parlour.http.operations import Operations

operations = Operations(B2B_V1, "Clients")


@operations.post(
    "/api/v1/company/{location_id}/clients/search",
    "get_client_list",
    Permission.CLIENTS_VIEW,
    status=200,
    refuses=(refusals.BAD_FILTERS,),
)
async def get_client_list(ctx: Reading, data: Body[wire.ClientSearch]) -> wire.FoundPage:
    """Search clients

    By filters, each with a `type` and a `state`:

    - `quick_search`: parts of names in any order, of the phone number, of the email address or of the card's number;
    - `id`, `importance`, `gender`, `category` (tags): any of the values in `value`;
    - `sold_amount`, `age`, `birthday`: from and to, both included; a birthday is compared by month and day if the
      period is shorter than a year;
    - `is_newsletter_allowed`, `is_mass_notification_allowed`: true or false;
    - `record`: appointments that fit in all respects (`staff`, `service`, `service_category`, `created`, `status` with
      1 no-show, 2 waiting, 3 arrived, 4 confirmed), how many they are (`records_count`) and for how much money
      (`sold_amount`); with `invert` clients without such appointments;
    - `client`, `sale`: an object with some of these filters by their types.

    What clients can't have yet (loyalty, personal accounts, an app) is missing for all. A user without the right to see
    contacts finds a phone number only if it is given whole.
    """
    search = data.accept()
    tenant = ctx.tenant
    sight = Sight.of(tenant, Place.LIST)
    viewer = Viewer(datetime.now(tenant.timezone).date(), tenant.country_code, sight.sees_contacts)
    groups = read_filters(search.filters or [], viewer)
    found = await search_clients(ctx.conn, tenant, wire.search_of(data.given, groups, sight))
    return wire.FoundPage.of(found, wire.fields_of(data.given), sight, tenant.timezone)
