"""Creating many clients at once (tag Clients)."""

from parlour.access.permissions import Permission
from parlour.areas.clients.model.clients import Client
from parlour.areas.clients.rights import Place
from parlour.areas.clients.service.bulk import Row, create_each
from parlour.areas.clients.v1.showing import cards_of
from parlour.areas.clients.v1.wire import bulk as wire
from parlour.areas.clients.v1.wire import forms
from parlour.errors import Fault
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Writing
from parlour.http.operations import Operations
from parlour.http.v1_envelope import Answer, answer

operations = Operations(B2B_V1, "Clients")


@operations.post("/api/v1/clients/{location_id}/bulk", "bulk_create_clients", Permission.CLIENTS_EDIT, status=200)
async def bulk_create_clients(ctx: Writing, data: Body[wire.ClientForms]) -> Answer[wire.CreatedClients]:
    """Create many clients

    Up to 500. Each row stands alone: the answer has the new clients, and what is wrong with each other row, also if
    that is all of them. Of rows with the same phone number the first is created.
    """
    bodies = data.accept().rows
    rows = [Row(forms.change_of(row.given, "categories"), row.faults) for row in bodies]
    outcomes = await create_each(ctx.conn, ctx.tenant, rows)
    created = [outcome for outcome in outcomes if isinstance(outcome, Client)]
    errors = [
        wire.RefusedClient.of(row, _named(outcome))
        for row, outcome in zip(bodies, outcomes, strict=True)
        if not isinstance(outcome, Client)
    ]
    return answer(wire.CreatedClients(await cards_of(ctx, created, Place.LIST), errors))


def _named(faults: list[Fault]) -> list[Fault]:
    """Return faults under the names of the wire."""
    return [Fault(fault.field.replace("tag_ids", "categories"), fault.message) for fault in faults]
