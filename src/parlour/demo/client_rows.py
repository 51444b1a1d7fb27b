"""Rows of the demo's clients and of their tags."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta

from parlour.areas.folding import search_text
from parlour.demo.clients import NEW_FOR, Client, custom_values
from parlour.demo.salon import Salon

COLUMNS = ("id", "chain_id", "location_id", "name", "surname", "phone", "email", "card", "gender", "importance",
           "discount", "birth_date", "comment", "gets_birthday_message", "refuses_mailings", "custom_values",
           "starting_sold", "starting_paid", "starting_balance", "search_text", "created_at", "changed_at")  # fmt: skip
TAG_COLUMNS = ("chain_id", "client_id", "tag_id", "location_id")
NEW, REGULAR, SENSITIVE = "leaf", "star", "warning"
"""The tags of clients by their icons."""


def rows(salon: Salon, clients: Sequence[Client], ids: Sequence[int], now: datetime) -> Iterator[tuple[object, ...]]:
    """Yield the rows of clients, for `COLUMNS`."""
    for client, id_ in zip(clients, ids, strict=True):
        created_at = min(now, datetime.combine(client.created_on, time(12), UTC) + timedelta(minutes=id_ % 240))
        yield (
            id_,
            salon.place.chain_id,
            salon.place.id,
            client.name.first,
            client.name.last,
            client.phone,
            client.email,
            client.card,
            client.name.gender,
            client.importance,
            client.discount,
            client.birth_date,
            client.comment,
            client.gets_birthday_message,
            client.refuses_mailings,
            json.dumps(custom_values(client, salon.field_ids, salon.choices), ensure_ascii=False),
            client.spent_before,
            client.spent_before - client.owes,
            -client.owes,
            search_text(f"{client.name.first} {client.name.last}", client.email, client.card),
            created_at,
            created_at,
        )


def tag_rows(
    salon: Salon, clients: Sequence[Client], ids: Sequence[int], now: datetime
) -> Iterator[tuple[object, ...]]:
    """Yield the rows of the tags that clients have, for `TAG_COLUMNS`."""
    for client, id_ in zip(clients, ids, strict=True):
        icons = {
            NEW: client.created_on > now.date() - NEW_FOR,
            REGULAR: client.habit > 0,
            SENSITIVE: client.is_sensitive,
        }
        for icon, has_tag in icons.items():
            if has_tag:
                yield salon.place.chain_id, id_, salon.tags[icon], salon.place.id
