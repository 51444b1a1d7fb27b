"""Duplicates of clients, and merging them (tag Clients). Ours, not in the contract."""

from parlour.access.permissions import Permission
from parlour.areas.clients import refusals
from parlour.areas.clients.model.clients import Client
from parlour.areas.clients.model.merges import Merged
from parlour.areas.clients.service import merges
from parlour.areas.clients.service.duplicates import find_duplicates
from parlour.areas.clients.v1.wire import merges as wire
from parlour.areas.clients.wire import fields
from parlour.db.pool import Connection
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Reading, Retrying
from parlour.http.operations import Operations
from parlour.http.v1_envelope import Answer, CountedAnswer, answer, counted

operations = Operations(B2B_V1, "Clients")


@operations.get("/api/v1/company/{location_id}/clients/duplicates", "find_duplicate_clients", Permission.CLIENTS_VIEW)
async def find_duplicate_clients(ctx: Reading) -> CountedAnswer[list[wire.DuplicateGroup]]:
    """Find duplicate clients

    Groups of cards that may belong to one person: their phone numbers differ only by the code of the country or what is
    dialled before them, or they have the same name and birthday. At most 200 groups, those with the oldest cards first;
    `count` is the number of all.
    """
    found = await find_duplicates(ctx.conn, ctx.tenant)
    return counted([wire.DuplicateGroup.from_model(group) for group in found.groups], found.count)


@operations.post(
    "/api/v1/company/{location_id}/clients/{client_id}/merge",
    "merge_clients",
    Permission.CLIENTS_DELETE,
    status=200,
    refuses=(
        refusals.NO_RIGHT_TO_EDIT,
        refusals.MERGED,
        refusals.NO_OTHERS,
        refusals.MERGED_TWICE,
        refusals.NO_SUCH_CLIENT,
    ),
)
async def merge_clients(
    ctx: Retrying, client_id: fields.ClientInPath, data: Body[wire.MergeForm]
) -> Answer[wire.Merge]:
    """Merge clients

    Visits, appointments, sales and tags of the other cards move to this one; what they had spent and owed adds up, and
    fields that are empty here get their values. The others become aliases: a 404 for one names this card as
    `merged_into`. With `dry_run` nothing is moved. Also needs the right `clients_edit_access`.
    """
    ctx.tenant.require(Permission.CLIENTS_EDIT)
    form = data.accept()

    async def work(conn: Connection) -> Merged:
        return await merges.merge_clients(conn, ctx.tenant, client_id, form.client_ids, is_preview=form.dry_run)

    return answer(wire.Merge.from_model(await ctx.writer.run(work)))


@operations.delete(
    "/api/v1/company/{location_id}/clients/{client_id}/merge/{merge_id}",
    "undo_client_merge",
    Permission.CLIENTS_DELETE,
    refuses=(refusals.NO_RIGHT_TO_EDIT, refusals.CHANGED_SINCE, refusals.UNUSABLE, refusals.NUMBER_IN_USE),
)
async def undo_client_merge(ctx: Retrying, client_id: fields.ClientInPath, merge_id: wire.MergeInPath) -> None:
    """Undo a merge

    The other cards get back all that was moved; what came since stays. If any of it was changed since, nothing is
    undone, and a 409 names what was changed. Also needs the right `clients_edit_access`.
    """
    ctx.tenant.require(Permission.CLIENTS_EDIT)

    async def work(conn: Connection) -> Client:
        return await merges.undo_merge(conn, ctx.tenant, client_id, merge_id)

    await ctx.writer.run(work)
