"""Chains (tag Chain Management): reading."""

from litestar import get
from litestar.di import NamedDependency

from parlour.access.identity import Identity
from parlour.access.permissions import Entry
from parlour.areas.chains import service
from parlour.areas.chains.v1 import wire
from parlour.db.pool import Connection
from parlour.http.v1_envelope import Answer, answer


@get("/api/v1/groups", operation_id="get_chain_list", tags=["Chain Management"], permission=Entry.USER)
async def get_chain_list(
    conn: NamedDependency[Connection], identity: NamedDependency[Identity]
) -> Answer[list[wire.Group]]:
    """List chains

    The chains where the user has a role, with their locations and what the user may do in the whole chain.
    """
    chains = await service.list_chains(conn, identity.user_id)
    return answer([wire.Group.from_model(chain, locations) for chain, locations in chains])


HANDLERS = [get_chain_list]
