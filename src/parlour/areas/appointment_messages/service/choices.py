"""What clients want to get, by the secret in a message."""

import msgspec

from parlour.access.networks import IpAddress
from parlour.access.tenant import Tenant, get_public_tenant
from parlour.areas.appointment_messages.model.choices import Choice, ClientsChoice
from parlour.areas.appointment_messages.model.links import channel_of_token
from parlour.areas.appointment_messages.model.messages import Channel
from parlour.areas.appointment_messages.queries import choices
from parlour.areas.booking_page.model.choice import read_id
from parlour.db.actor import Actor
from parlour.db.pool import Connection, Pool, connection, transaction
from parlour.errors import NotFound


class Found(msgspec.Struct, frozen=True):
    """A client's choice for the channel of a message."""

    tenant: Tenant
    channel: Channel
    clients: ClientsChoice

    @property
    def choice(self) -> Choice:
        return self.clients.of(self.channel)


async def find(pool: Pool, location_id: str, appointment_id: str, token: str) -> Found | None:
    """Return what the secret of a message gives access to; None for a wrong one."""
    location, appointment = read_id(location_id), read_id(appointment_id)
    if not location or not appointment:
        return None
    async with connection(pool) as conn:
        try:
            tenant = await get_public_tenant(conn, location)
        except NotFound:
            return None
        found = await choices.find_choice(conn, tenant, appointment)
    channel = channel_of_token(found.link_hash, token) if found else None
    return Found(tenant, channel, found) if found and channel else None


async def choose(pool: Pool, found: Found, choice: Choice, ip: IpAddress) -> None:
    """Store how much the client wants to get."""
    async with transaction(pool, Actor("api", ip=str(ip))) as conn:
        await _store(conn, found, choice)


async def _store(conn: Connection, found: Found, choice: Choice) -> None:
    client_id = found.clients.client_id
    if choice is Choice.EVERYTHING:
        await choices.end_refusal(conn, found.tenant, client_id, found.channel)
    else:
        refuses_all = choice is Choice.NOTHING
        await choices.set_refusal(conn, found.tenant, client_id, found.channel, refuses_all=refuses_all)
