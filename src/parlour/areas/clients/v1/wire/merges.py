"""Duplicates of clients, and their merges, on the v1 wire."""

from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import Meta

from parlour.areas.clients.model import duplicates
from parlour.areas.clients.model.clients import Client
from parlour.areas.clients.model.merges import Merged
from parlour.http.fields import Id
from parlour.http.path_parts import PathPart
from parlour.http.wire import says

MergeInPath = Annotated[int, PathPart("Merge", "The merge, by the id in its answer.", 61)]

Phone = says("The phone number, masked for users without the right to see it.", "13155550175", "13155550176")


class DuplicateClient(msgspec.Struct, frozen=True):
    """A card of a group."""

    id: Annotated[int, says("The client.", 812, 813)]
    name: Annotated[str, says("The name.", "Maya")]
    surname: Annotated[str, says("The surname.", "Reyes")]
    phone: Annotated[str, Phone]
    email: Annotated[str, says("The email address, masked like the phone number.", "maya@example.com", "")]
    birth_date: Annotated[str | None, says("The birthday, or null.", "1990-04-17")]
    visits: Annotated[int, says("How many visits the client came to.", 7, 0)]
    last_visit_date: Annotated[str | None, says("The day of the last visit, or null.", "2026-01-31", None)]

    @classmethod
    def of(cls, client: Client) -> "DuplicateClient":
        birth_date, last = client.birth_date, client.last_visit_on
        return cls(
            client.id,
            client.name,
            client.surname,
            client.phone,
            client.email,
            birth_date.isoformat() if birth_date else None,
            client.visit_count,
            last.isoformat() if last else None,
        )


class DuplicateGroup(msgspec.Struct, frozen=True):
    """Cards that may belong to one person."""

    reason: Annotated[
        str,
        says(
            "`phone`: the numbers differ only by the code of the country; `name_and_birthday`: both are the same.",
            "name_and_birthday",
        ),
    ]
    clients: Annotated[list[DuplicateClient], Meta(description="The cards, the oldest first.")]

    @classmethod
    def from_model(cls, group: duplicates.DuplicateGroup) -> "DuplicateGroup":
        return cls(group.reason, [DuplicateClient.of(client) for client in group.clients])


class MergeForm(msgspec.Struct):
    """Cards to merge into another."""

    client_ids: Annotated[
        list[Id],
        Meta(max_length=50),
        says("The cards that become aliases of the one in the address.", [813]),
    ]
    dry_run: Annotated[bool, says("Only say what would be moved.", False)] = False


class Merge(msgspec.Struct, frozen=True):
    """What a merge moved, or would move."""

    id: Annotated[int | None, says("The merge, for undoing it; null if nothing was moved.", 61)]
    client_id: Annotated[int, says("The card that stays.", 812)]
    client_ids: Annotated[list[int], says("The cards that became aliases.", [813])]
    filled_fields: Annotated[
        list[str],
        says("The fields of the card that were empty, and got the value of another.", ["email", "birth_date"]),
    ]
    visits: Annotated[int, says("How many visits moved.", 2)]
    records: Annotated[int, says("How many appointments moved.", 3)]
    sales: Annotated[int, says("How many lines of sales moved.", 1)]
    comments: Annotated[int, says("How many comments moved.", 2)]
    files: Annotated[int, says("How many files moved.", 1)]
    categories: Annotated[int, says("How many tags the card got.", 1)]
    spent: Annotated[Decimal, says("What the other cards had as spent before visits were recorded here.", 100)]
    paid: Annotated[Decimal, says("The same of what was paid.", 100)]
    balance: Annotated[Decimal, says("The same of the balance.", -20)]

    @classmethod
    def from_model(cls, merged: Merged) -> "Merge":
        spent, paid, balance = merged.added
        return cls(
            id=merged.id,
            client_id=merged.client.id,
            client_ids=merged.merged_ids,
            filled_fields=list(merged.filled),
            visits=merged.moved.get("visits", 0),
            records=merged.moved.get("appointments", 0),
            sales=merged.moved.get("stock_transactions", 0),
            comments=merged.moved.get("client_comments", 0),
            files=merged.moved.get("client_files", 0),
            categories=merged.tags,
            spent=spent,
            paid=paid,
            balance=balance,
        )
