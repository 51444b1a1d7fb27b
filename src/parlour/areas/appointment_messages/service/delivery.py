"""Delivering a message that is due: at least once, with a key by which receivers know it when it comes again.

Whether it is still to be sent, and what it says, is decided when it is delivered, by what the appointment is then.
"""

from typing import Protocol

import msgspec
import structlog

from parlour.access.tenant import Tenant, get_public_tenant
from parlour.areas.appointment_messages.model.links import Links
from parlour.areas.appointment_messages.model.messages import Channel, Message, MessageReference, Reason, Sender
from parlour.areas.appointment_messages.model.wording import Wording
from parlour.areas.appointment_messages.queries import messages
from parlour.areas.locations.service.locations import get_location
from parlour.db.pool import Connection, Pool, connection
from parlour.errors import NotFound
from parlour.outbox.entries import Undeliverable
from parlour.settings import Settings

NOT_READABLE = "The payload names no message."
CLOSED = "The location is closed."

log = structlog.get_logger()


class Prepared(msgspec.Struct, frozen=True):
    """A message that is to be sent now, and how it is worded."""

    tenant: Tenant
    message: Message
    sender: Sender
    wording: Wording
    links: Links


class Way(Protocol):
    """Sends messages of a channel."""

    @property
    def channel(self) -> Channel: ...

    async def send(self, prepared: Prepared) -> None:
        """Send a message. Raise `Undeliverable` if that can't be done, however often it is tried."""


class AppointmentMessages:
    """Delivers the messages of one channel."""

    def __init__(self, pool: Pool, settings: Settings, way: Way) -> None:
        self.kind = f"appointment_{way.channel}"
        self._pool, self._base_url, self._way = pool, settings.base_url, way

    async def deliver(self, payload: str) -> None:
        """Send a message, or store why it isn't sent. Raise `Undeliverable` if it can't be."""
        try:
            reference = msgspec.json.decode(payload, type=MessageReference)
        except msgspec.MsgspecError:
            raise Undeliverable(NOT_READABLE) from None
        async with connection(self._pool) as conn:
            prepared = await _prepare(conn, reference, self._base_url)
        if prepared is not None:
            await self._send(prepared)

    async def _send(self, prepared: Prepared) -> None:
        """Send a message and store that. No connection is held while it is sent."""
        tenant, message_id = prepared.tenant, prepared.message.id
        try:
            await self._way.send(prepared)
        except Undeliverable:
            async with connection(self._pool) as conn:
                await messages.drop(conn, tenant, message_id, Reason.UNDELIVERABLE)
            raise
        async with connection(self._pool) as conn:
            await messages.note_sent(conn, tenant, message_id)


async def _prepare(conn: Connection, reference: MessageReference, base_url: str) -> Prepared | None:
    """Return a message if it is to be sent now; store why it isn't sent any more."""
    try:
        tenant = await get_public_tenant(conn, reference.location_id)
    except NotFound:
        raise Undeliverable(CLOSED) from None
    message = await messages.find_message(conn, tenant, reference.message_id)
    # One that is early has another entry, for its time.
    if message is None or not message.is_open or message.is_early:
        return None
    if (reason := message.reason_to_drop) is not None:
        await messages.drop(conn, tenant, message.id, reason)
        log.info("message dropped", message_id=message.id, occasion=message.occasion, reason=reason)
        return None
    return Prepared(
        tenant,
        message,
        await _sender(conn, tenant),
        Wording.of(message.language, tenant.locale, tenant.country_code, tenant.timezone),
        Links.of(message, tenant.location_id, base_url),
    )


async def _sender(conn: Connection, tenant: Tenant) -> Sender:
    location = await get_location(conn, tenant.location_id, None)
    return Sender(
        location.title,
        ", ".join(filter(None, (location.address, location.city))),
        next(iter(location.phones), ""),
        location.email,
    )
