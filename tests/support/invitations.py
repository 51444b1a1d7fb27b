"""Invitations in tests: the link that went out, and the form behind it."""

import httpx

from parlour.db.pool import Connection
from tests.support.logs import RECORDER
from tests.support.outbox import until_finished

LINK = "invitation link"


async def link_sent_to(conn: Connection, login: str) -> str:
    """The path of the newest link for somebody, as it stands in the server's log. The server's own task sends it."""
    await until_finished(conn)
    links = [entry["link"] for entry in RECORDER.entries if entry["event"] == LINK and entry["recipient"] == login]
    return "/invitations/" + str(links[-1]).rpartition("/")[2]


async def accept(http: httpx.AsyncClient, path: str, **form: str) -> httpx.Response:
    """Sends the form as a browser does."""
    return await http.post(path, data=form)
