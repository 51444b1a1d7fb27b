"""Creating many services at once, in the caller's transaction."""

from collections.abc import Callable, Iterator, Sequence

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.services import operator
from parlour.cli.checks import FaultyFile
from parlour.cli.service_file import Row
from parlour.db.pool import Connection

AT_ONCE = 500
"""Services that are written together, between two steps of a progress bar."""


class Imported(msgspec.Struct, frozen=True):
    """How many services and categories were created, or would be."""

    services: int
    new_categories: int
    is_done: bool


async def import_rows(
    conn: Connection,
    tenant: Tenant,
    rows: Sequence[Row],
    advance: Callable[[int], None] | None = None,
    *,
    dry_run: bool = False,
) -> Imported:
    """Create services, and the categories that are missing. Raise `FaultyFile` for services that are there already."""
    await operator.lock_categories(conn, tenant)
    found = await operator.list_categories(conn, tenant)
    if faults := [*_repeated(rows, found)]:
        raise FaultyFile(faults)
    known = {_key(category.title): category.id for category in found}
    missing = {_key(row.category): row.category for row in rows if _key(row.category) not in known}
    if not dry_run:
        added = await operator.add_categories(conn, tenant, list(missing.values()))
        known |= {_key(category.title): category.id for category in added}
        for start in range(0, len(rows), AT_ONCE):
            part = rows[start : start + AT_ONCE]
            await operator.add_services(
                conn,
                tenant,
                [msgspec.structs.replace(row.fields, category_id=known[_key(row.category)]) for row in part],
            )
            if advance is not None:
                advance(len(part))
    return Imported(len(rows), len(missing), is_done=not dry_run)


def _repeated(rows: Sequence[Row], found: Sequence[operator.Category]) -> Iterator[str]:
    """Yield the fault of each service whose category has its title already; case doesn't matter."""
    there = {(_key(category.title), _key(title)) for category in found for title in category.service_titles}
    for row in rows:
        place = _key(row.category), _key(row.fields.title)
        if place in there:
            yield f"line {row.line}: title: There is a service of this title in this category already."
        there.add(place)


def _key(title: str) -> str:
    return title.casefold()
