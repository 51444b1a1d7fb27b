"""Duplicates: finding them, merging cards of one person, and undoing that."""

from typing import Annotated

import msgspec
import typer

from parlour.access.tenant import get_operators_tenant
from parlour.areas.clients.model.clients import Client
from parlour.areas.clients.model.duplicates import DuplicateGroup, Duplicates
from parlour.areas.clients.model.merges import Merged
from parlour.areas.clients.service import merges
from parlour.areas.clients.service.duplicates import find_duplicates
from parlour.cli.checks import WrongUsage
from parlour.cli.inventory_export import Location
from parlour.cli.options import record_id
from parlour.cli.output import note
from parlour.cli.session import Call, on_database
from parlour.db.pool import Connection


class DuplicateRow(msgspec.Struct, frozen=True):
    """A card that may be a duplicate. Cards of one group may belong to one person."""

    group: int
    reason: str
    id: int
    name: str
    phone: str
    email: str
    birth_date: str
    visits: int
    last_visit: str

    @classmethod
    def of(cls, number: int, group: DuplicateGroup, client: Client) -> "DuplicateRow":
        return cls(
            group=number,
            reason=str(group.reason).replace("_", " "),
            id=client.id,
            name=client.full_name,
            phone=client.phone,
            email=client.email,
            birth_date=str(client.birth_date or ""),
            visits=client.visit_count,
            last_visit=str(client.last_visit_on or ""),
        )


class MergeReport(msgspec.Struct, frozen=True):
    """What a merge did or, without an id, would do."""

    merge_id: int | None
    client_id: int
    name: str
    merged_ids: list[int]
    filled: list[str]
    visits: int
    appointments: int
    sales: int
    comments: int
    files: int
    tags: int
    is_done: bool

    @classmethod
    def of(cls, merged: Merged) -> "MergeReport":
        return cls(
            merge_id=merged.id,
            client_id=merged.client.id,
            name=merged.client.full_name,
            merged_ids=merged.merged_ids,
            filled=list(merged.filled),
            visits=merged.moved.get("visits", 0),
            appointments=merged.moved.get("appointments", 0),
            sales=merged.moved.get("stock_transactions", 0),
            comments=merged.moved.get("client_comments", 0),
            files=merged.moved.get("client_files", 0),
            tags=merged.tags,
            is_done=merged.id is not None,
        )


class Undone(msgspec.Struct, frozen=True):
    """The card whose merge was undone."""

    client_id: int
    name: str


@on_database
def list_duplicates(call: Call, location: Location) -> None:
    """List cards that may belong to one person: alike phone numbers, or the same name and birthday."""

    async def find(conn: Connection) -> Duplicates:
        return await find_duplicates(conn, await get_operators_tenant(conn, location))

    found = call.in_transaction(find)
    rows = [
        DuplicateRow.of(number, group, client)
        for number, group in enumerate(found.groups, 1)
        for client in group.clients
    ]
    call.show_list(DuplicateRow, rows)
    if found.count > len(found.groups):
        note(f"These are the first {len(found.groups)} of {found.count} groups.")


@on_database
def merge(
    call: Call,
    location: Location,
    clients: Annotated[
        list[int],
        typer.Argument(
            metavar="CLIENT OTHER…", parser=record_id, help="The card that stays, then those that become it."
        ),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be moved.")] = False,
    undo: Annotated[
        int | None, typer.Option("--undo", metavar="MERGE", parser=record_id, help="Undo this merge of the card.")
    ] = None,
) -> None:
    """Merge cards of one person: visits, appointments, sales and tags move, amounts add up, empty fields are filled."""
    card_id, *others = clients
    if (undo is None) == (not others) or (undo is not None and dry_run):
        raise WrongUsage("Name the card that stays and others to merge into it; with --undo that card alone.")

    async def undo_merge(conn: Connection) -> Undone:
        tenant = await get_operators_tenant(conn, location)
        card = await merges.undo_merge(conn, tenant, card_id, undo or 0)
        return Undone(card.id, card.full_name)

    async def do_merge(conn: Connection) -> MergeReport:
        tenant = await get_operators_tenant(conn, location)
        return MergeReport.of(await merges.merge_clients(conn, tenant, card_id, others, is_preview=dry_run))

    call.show(call.in_transaction(do_merge if undo is None else undo_merge))
