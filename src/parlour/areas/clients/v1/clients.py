"""Clients: their list, and their cards (tag Clients)."""

from parlour.access.permissions import Permission
from parlour.areas.clients import refusals
from parlour.areas.clients.model.clients import Client
from parlour.areas.clients.queries.lists import count_clients, list_clients
from parlour.areas.clients.rights import Place
from parlour.areas.clients.service import clients as service
from parlour.areas.clients.service.settling import settle
from parlour.areas.clients.v1.showing import cards_of
from parlour.areas.clients.v1.wire import forms
from parlour.areas.clients.v1.wire.cards import ClientCard
from parlour.areas.clients.v1.wire.lists import ClientList, ClientPage, ClientPageMeta
from parlour.areas.clients.wire import fields
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Reading, Writing
from parlour.http.fault_names import faults_named
from parlour.http.json import WithETag
from parlour.http.operations import Operations
from parlour.http.pages import Pages
from parlour.http.preconditions import Revisions
from parlour.http.query import ignored
from parlour.http.v1_envelope import Answer, with_etag
from parlour.page_requests import IdSortKey

operations = Operations(B2B_V1, "Clients", "The people who come to a location: cards, comments and files.")


@operations.get(
    "/api/v1/clients/{location_id}",
    "deprecated_get_client_list",
    Permission.CLIENTS_VIEW,
    deprecated=True,
    documented_query=ignored("Without effect: the address names the location.", {"location_id": 1}),
)
async def deprecated_get_client_list(ctx: Reading, query: ClientList, pages: Pages) -> ClientPage:
    """List clients

    Whole cards, sorted by id. New clients should use `POST /company/{location_id}/clients/search`.
    """
    filter_ = query.to_filter(ctx.tenant.timezone)
    rows = pages.rows(IdSortKey)
    found = pages.cut(await list_clients(ctx.conn, ctx.tenant, filter_, rows), lambda client: IdSortKey(client.id))
    total = await count_clients(ctx.conn, ctx.tenant, filter_)
    meta = ClientPageMeta(pages.number, total, pages.next_cursor)
    return ClientPage(True, await cards_of(ctx, found, Place.LIST), meta)


@operations.get("/api/v1/client/{location_id}/{id}", "get_client", Permission.CLIENTS_VIEW)
async def get_client(ctx: Reading, id: fields.ClientInPath) -> WithETag[Answer[ClientCard]]:  # noqa: A002 - the contract's
    """Get a client

    With an ETag for safe changes.
    """
    client = await service.get_client(ctx.conn, ctx.tenant, id)
    return await _answer(ctx, client)


@operations.post(
    "/api/v1/clients/{location_id}",
    "create_client",
    Permission.CLIENTS_EDIT,
    refuses=(refusals.PHONE_TAKEN, refusals.NO_TAG),
)
async def create_client(ctx: Writing, data: Body[forms.ClientForm]) -> WithETag[Answer[ClientCard]]:
    """Create a client

    Of each phone number a location has one client: a 422 names the one who has it. What the user may not change
    (surnames, the note, custom fields) is left empty.
    """
    with faults_named({"tag_ids": "categories"}):
        new = await settle(ctx.conn, ctx.tenant, forms.change_of(data.given, "categories"), None)
        data.accept(new.faults)
    return await _answer(ctx, await service.create_client(ctx.conn, ctx.tenant, new))


@operations.put(
    "/api/v1/client/{location_id}/{id}",
    "update_client",
    Permission.CLIENTS_EDIT,
    refuses=(refusals.PHONE_TAKEN, refusals.NO_TAG.at("labels[0]")),
)
async def update_client(
    ctx: Writing,
    id: fields.ClientInPath,  # noqa: A002 - the contract's
    data: Body[forms.ClientChanges],
    if_match: Revisions,
) -> WithETag[Answer[ClientCard]]:
    """Change a client

    Fields that are left out keep their values. So do those that the user may not change (surnames, the note, custom
    fields), and those that are sent as the user was shown them in place of what they may not see.
    """
    current = await service.lock_client(ctx.conn, ctx.tenant, id, if_match)
    data = data.with_repeated(forms.ClientChanges, {"spent": current.sold_amount, "balance": current.balance})
    with faults_named({"tag_ids": "labels"}):
        changed = await settle(ctx.conn, ctx.tenant, forms.change_of(data.given, "labels"), current)
        data.accept(changed.faults)
    return await _answer(ctx, await service.update_client(ctx.conn, ctx.tenant, current, changed))


@operations.delete("/api/v1/client/{location_id}/{id}", "delete_client", Permission.CLIENTS_DELETE)
async def delete_client(ctx: Writing, id: fields.ClientInPath, if_match: Revisions) -> None:  # noqa: A002 - the contract's
    """Delete a client

    The card is no longer shown, and its phone number may be used again. Visits, payments and comments stay.
    """
    await service.delete_client(ctx.conn, ctx.tenant, id, if_match)


async def _answer(ctx: Reading, client: Client) -> WithETag[Answer[ClientCard]]:
    (card,) = await cards_of(ctx, [client], Place.CARD)
    return with_etag(card, client.revision)
