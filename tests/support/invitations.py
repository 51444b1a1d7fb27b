"""Invitations in tests: the link that went out, and the form behind it."""

import asyncio
import time

import httpx
from litestar import Litestar

from parlour.areas.messages.service import send_next
from parlour.db.pool import Connection
from parlour.http.services import Services
from tests.support.logs import RECORDER

WAITING = "SELECT count(*) FROM messages WHERE sent_at IS NULL AND given_up_at IS NULL"
LINK = "invitation link"


async def link_sent_to(litestar: Litestar, conn: Connection, login: str) -> str:
    """The path of the newest link for a login, from the server's log."""
    services: Services = litestar.state.services
    deadline = time.monotonic() + 30
    while await conn.fetchval(WAITING):
        assert time.monotonic() < deadline
        if not await send_next(services.pool, services.settings):
            await asyncio.sleep(0.01)  # the server's own task has it
    links = [entry["link"] for entry in RECORDER.entries if entry["event"] == LINK and entry["recipient"] == login]
    return "/invitations/" + str(links[-1]).rpartition("/")[2]


async def accept(http: httpx.AsyncClient, path: str, **form: str) -> httpx.Response:
    """Sends the form as a browser does."""
    return await http.post(path, data=form)
