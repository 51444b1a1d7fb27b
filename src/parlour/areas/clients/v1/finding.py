"""Finding clients while a user types (tag Clients), and in a whole chain (tag Chain Management)."""

from parlour.access.identity import Identity
from parlour.access.permissions import Entry, Permission
from parlour.areas.clients import refusals
from parlour.areas.clients.queries.finding import suggest_clients
from parlour.areas.clients.rights import Place, Sight
from parlour.areas.clients.service.chain import find_by_phone
from parlour.areas.clients.v1.wire import finding as wire
from parlour.areas.folding import fold
from parlour.http.apis import B2B_V1
from parlour.http.context import Reading
from parlour.http.operations import Operations
from parlour.http.v1_envelope import Answer, answer
from parlour.refusals import NO_RIGHT_IN_CHAIN

operations = Operations(B2B_V1, "Clients")
LEAST_DIGITS = 3
"""How many digits are looked for in phone numbers: fewer are in most of them."""


@operations.get("/api/v1/company/{location_id}/clients/autocomplete", "suggest_clients", Permission.CLIENTS_FIND)
async def suggest_clients_by_name(ctx: Reading, query: wire.Suggestions) -> list[wire.SuggestedClient]:
    """Find clients while typing

    Ours, not in the contract: a list without an envelope. Who came last is first.
    """
    folded = fold(query.name)
    digits = "".join(each for each in folded if each.isdecimal())
    found = await suggest_clients(
        ctx.conn,
        ctx.tenant,
        folded.split(),
        digits if len(digits) >= LEAST_DIGITS else "",
        min(query.limit, wire.MOST_SUGGESTED),
    )
    sight = Sight.of(ctx.tenant, Place.FINDING)
    return [wire.SuggestedClient.from_model(client, sight) for client in found]


@operations.get(
    "/api/v1/group/{chain_id}/clients",
    "get_chain_client_by_phone_number",
    Entry.USER,
    tag="Chain Management",
    refuses=(
        NO_RIGHT_IN_CHAIN.showing(Permission.CLIENTS_VIEW),
        refusals.NO_CHAIN,
        refusals.NONE_IN_CHAIN,
        refusals.NO_PHONE.at("phone"),
    ),
)
async def get_chain_client_by_phone_number(
    ctx: Reading[Identity], chain_id: wire.GroupInPath, query: wire.ChainSearch
) -> Answer[wire.ChainClients]:
    """Find a client in a chain by phone number

    A row for each location that has a card with the number and whose clients the user may see.
    """
    found = await find_by_phone(ctx.conn, ctx.user, ctx.address, chain_id, query.phone)
    return answer(wire.ChainClients.of(chain_id, query.phone, found))
