"""The token of a person who books online opens nothing that is a user's (decision 0034)."""

from litestar import Litestar

from parlour.access.permissions import Entry
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.client_accounts import make_account
from tests.support.operations import operations
from tests.support.requests import Ids, address, body, name_of
from tests.support.world import everything

FOR_CLIENTS = (Entry.OPEN, Entry.PARTNER, Entry.CLIENT)


async def test_every_operation_of_users_refuses_it(client: Client, conn: Connection, litestar: Litestar) -> None:
    """Those that a partner may call alone, too: a user token that is sent must be one."""
    maya = client.by(await make_account(conn, "13155550177"))
    before = await everything(conn)
    of_users = [each for each in operations(litestar) if each[2].needs not in FOR_CLIENTS]
    statuses = {
        name_of(handler): (await maya.send(method, address(path, Ids()), json=body(handler, Ids()))).status_code
        for method, path, handler in of_users
    }
    assert len(statuses) > 150
    assert statuses == dict.fromkeys(statuses, 401)
    assert await everything(conn) == before
