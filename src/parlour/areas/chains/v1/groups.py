"""Chains (tag Chain Management): reading."""

from parlour.access.identity import Identity
from parlour.access.permissions import Entry
from parlour.areas.chains import service
from parlour.areas.chains.v1 import wire
from parlour.errors import NotFound
from parlour.http.apis import B2B_V1
from parlour.http.context import Reading
from parlour.http.operations import Operations
from parlour.http.v1_envelope import Answer, answer
from parlour.refusals import Refusal

NEVER_MISSING = Refusal("never_missing", "Described by the contract, but never sent (Q-027).", NotFound("Chain"))
operations = Operations(B2B_V1, "Chain Management", "Chains: businesses with one or more locations.")


@operations.get("/api/v1/groups", "get_chain_list", Entry.USER, refuses=(NEVER_MISSING,))
async def get_chain_list(ctx: Reading[Identity]) -> Answer[list[wire.Group]]:
    """List chains

    The chains where the user has a role, with their locations and what the user may do in the whole chain.
    """
    chains = await service.list_chains(ctx.conn, ctx.user.user_id)
    return answer([wire.Group.from_model(chain, locations) for chain, locations in chains])
