"""Creating many clients at once. Each row stands alone: the faults of one don't keep the others out."""

from collections.abc import Sequence

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.clients.model.changes import CardChange, Settled
from parlour.areas.clients.model.clients import Client
from parlour.areas.clients.service.clients import create_clients
from parlour.areas.clients.service.settling import settle_all
from parlour.db.pool import Connection
from parlour.errors import Fault

TAKEN_NOW = Fault("phone", "Another client was given this phone number at the same time.")
REPEATED = Fault("phone", "An earlier row has this phone number.")


class Row(msgspec.Struct, frozen=True):
    """A new card, as far as it could be read, and the faults of what couldn't."""

    change: CardChange
    faults: Sequence[Fault]


async def create_each(conn: Connection, tenant: Tenant, rows: Sequence[Row]) -> list[Client | list[Fault]]:
    """Create the cards without faults. Return, in order, what each row became: a client, or its faults.

    Of rows with the same phone number the first good one is created.
    """
    settled = await settle_all(conn, tenant, [row.change for row in rows])
    faults = [_faults_of(row, card) for row, card in zip(rows, settled, strict=True)]
    _refuse_repeated(settled, faults)
    good = [card for card, found in zip(settled, faults, strict=True) if not found]
    created = iter(await create_clients(conn, tenant, good) if good else [])
    return [found or next(created) or [TAKEN_NOW] for found in faults]


def _faults_of(row: Row, card: Settled) -> list[Fault]:
    """Return the faults of a row, one for each field."""
    unread = {fault.field for fault in row.faults}
    return [*row.faults, *(fault for fault in card.faults if fault.field not in unread)]


def _refuse_repeated(settled: Sequence[Settled], faults: Sequence[list[Fault]]) -> None:
    seen: set[str] = set()
    for card, found in zip(settled, faults, strict=True):
        phone = card.fields.phone
        if found or not phone:
            continue
        if phone in seen:
            found.append(REPEATED)
        seen.add(phone)
