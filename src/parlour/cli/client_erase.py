"""Erasing a person on request."""

import asyncio
from typing import Annotated

import typer

from parlour.access.tenant import get_operators_tenant
from parlour.areas.clients.model.erasure import Erased
from parlour.areas.clients.service.erasure import delete_contents, erase_client
from parlour.cli.inventory_export import Location
from parlour.cli.options import record_id
from parlour.cli.session import Call, on_database
from parlour.db.pool import Connection
from parlour.files import file_store


@on_database
def erase(
    call: Call,
    location: Location,
    client: Annotated[int, typer.Argument(metavar="CLIENT", parser=record_id, help="The id of the card.")],
    chain: Annotated[
        bool, typer.Option("--chain", help="Also cards with this phone number in other locations of the chain.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
) -> None:
    """Erase all that says who a client was, for good: card, comments, files, tags, and values in the audit log.

    Visits and amounts stay. So do backups, until they are overwritten.
    """
    if not yes:
        typer.confirm(f"Erase client {client}? This can't be undone.", abort=True, err=True)

    async def do_erase(conn: Connection) -> tuple[Erased, list[str]]:
        return await erase_client(conn, await get_operators_tenant(conn, location), client, in_chain=chain)

    erased, contents = call.in_transaction(do_erase)
    asyncio.run(delete_contents(file_store(call.settings), contents))
    call.show(erased)
