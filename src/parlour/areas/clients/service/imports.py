"""Importing clients: all rows that are right in one transaction, or nothing."""

from collections.abc import AsyncIterable, AsyncIterator
from itertools import islice
from typing import LiteralString

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.clients.model.clients import ClientPatch
from parlour.areas.clients.model.imports import Counts, ImportedClient, Outcome, RowFault
from parlour.areas.clients.queries import imports
from parlour.db.pool import Connection

SHOWN = 5
"""Rows of a preview."""

FILLED: tuple[LiteralString, ...] = ("clients", "client_tags", "audit_log")
"""The tables that an import fills."""

Read = ImportedClient | list[RowFault]


class Wanted(msgspec.Struct, frozen=True):
    """How to import: whether known cards are changed, faulty rows left out, and nothing written at all."""

    updates: bool = False
    skips_faulty: bool = False
    is_preview: bool = False
    creates_tags: bool = True
    """Whether titles of tags that the location doesn't have become tags; otherwise they are passed over."""


async def import_clients(conn: Connection, tenant: Tenant, read: AsyncIterable[Read], wanted: Wanted) -> Outcome:
    """Create and change the cards of a location by the rows of a file, in the caller's transaction.

    With faults nothing is written, unless faulty rows are to be left out.
    """
    faults: list[RowFault] = []
    first: list[ImportedClient] = []
    number = 0

    async def good() -> AsyncIterator[ImportedClient]:
        nonlocal number
        async for each in read:
            number += 1
            if isinstance(each, ImportedClient):
                first.extend(islice([each], max(0, SHOWN - len(first))))
                yield each
            else:
                faults.extend(each)

    await imports.add_rows(conn, tenant, good())
    await imports.match_rows(conn, tenant)
    planned = await imports.count_rows(conn, tenant, updates=wanted.updates)
    if not wanted.creates_tags:
        planned = msgspec.structs.replace(planned, new_tags=0)
    is_done = not wanted.is_preview and (wanted.skips_faulty or not faults)
    counts = await _write(conn, tenant, wanted, planned) if is_done else planned
    return Outcome(number, counts, faults, first, is_done)


async def _write(conn: Connection, tenant: Tenant, wanted: Wanted, planned: Counts) -> Counts:
    """Write all rows. Those whose card another request has created or deleted meanwhile are skipped."""
    updates = wanted.updates
    created = await imports.create_clients(conn, tenant)
    changed = await imports.update_clients(conn, tenant) if updates else []
    await imports.set_search_texts(conn, tenant, {each.id: _search_text(each) for each in changed})
    new_tags = await imports.create_tags(conn, tenant, updates=updates) if wanted.creates_tags else 0
    tagged = await imports.add_tags(conn, tenant, updates=updates)
    touched = await imports.touch_clients(conn, tenant, tagged - {each.id for each in changed})
    updated = len(changed) + touched
    return Counts(created, updated, planned.rows - created - updated, new_tags)


def _search_text(card: imports.SearchedNames) -> str:
    names = ClientPatch(
        name=card.name, surname=card.surname, middle_name=card.middle_name, email=card.email, card=card.card
    )
    return names.to_new().search_text
