"""Erasing a person (tag Clients). Ours, not in the contract."""

from parlour.access.permissions import Permission
from parlour.areas.clients import refusals
from parlour.areas.clients.model.erasure import Erased
from parlour.areas.clients.service import erasure as service
from parlour.areas.clients.v1.wire import erasure as wire
from parlour.areas.clients.wire.fields import ClientInPath
from parlour.db.pool import Connection
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Retrying
from parlour.http.operations import Operations
from parlour.http.v1_envelope import Answer, answer

operations = Operations(B2B_V1, "Clients")


@operations.post(
    "/api/v1/company/{location_id}/clients/{client_id}/erase",
    "erase_client",
    Permission.CLIENTS_DELETE,
    status=200,
    refuses=(refusals.NO_RIGHT_IN_WHOLE_CHAIN, refusals.MERGED),
)
async def erase_client(ctx: Retrying, client_id: ClientInPath, data: Body[wire.EraseForm]) -> Answer[wire.Erasure]:
    """Erase a client

    On request of the person (GDPR, article 17), for good: name, contacts, birthday, notes, comments, files, tags and
    custom fields of the card, names and comments on appointments and sales, and the same in the audit log. Visits and
    amounts stay. Cards that were merged into this one, and others of the location with its phone number, are erased
    with it.
    """
    form = data.accept()

    async def work(conn: Connection) -> tuple[Erased, list[str]]:
        return await service.erase_client(conn, ctx.tenant, client_id, in_chain=form.chain)

    erased, contents = await ctx.writer.run(work)
    await service.delete_contents(ctx.services.files, contents)
    return answer(wire.Erasure.from_model(erased))
