"""Creating and listing storages."""

from typing import LiteralString

import msgspec

from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none, to_structs


class Storage(msgspec.Struct, frozen=True):
    """A storage as the operator sees it. Lists are sorted by `weight`, the smallest first."""

    id: int
    chain_id: int
    location_id: int
    location_title: str
    title: str
    kind: str
    comment: str
    weight: int


class NewStorage(msgspec.Struct, frozen=True):
    """The fields of a new storage."""

    location_id: int
    title: str
    kind: str
    comment: str
    weight: int


CREATE_STORAGE: LiteralString = """
    WITH created AS (
        INSERT INTO storages (chain_id, location_id, title, kind, comment, weight)
        SELECT chain_id, id, $2, $3, $4, $5 FROM locations WHERE id = $1
        RETURNING *
    )
    SELECT s.id, s.chain_id, s.location_id, l.title AS location_title, s.title, s.kind, s.comment, s.weight
    FROM created s JOIN locations l ON l.chain_id = s.chain_id AND l.id = s.location_id
"""


async def create_storage(conn: Connection, new: NewStorage) -> Storage | None:
    """Create a storage; return None when there is no such location."""
    return to_struct_or_none(Storage, await conn.fetchrow(CREATE_STORAGE, *msgspec.structs.astuple(new)))


LIST_STORAGES: LiteralString = """
    SELECT s.id, s.chain_id, s.location_id, l.title AS location_title, s.title, s.kind, s.comment, s.weight
    FROM storages s JOIN locations l ON l.chain_id = s.chain_id AND l.id = s.location_id
    WHERE ($1::bigint IS NULL OR s.chain_id = $1) AND ($2::bigint IS NULL OR s.location_id = $2)
    ORDER BY s.chain_id, s.location_id, s.weight, s.id
"""


async def list_storages(conn: Connection, chain_id: int | None, location_id: int | None) -> list[Storage]:
    """List the storages of one chain, of one location, or of all."""
    return to_structs(Storage, await conn.fetch(LIST_STORAGES, chain_id, location_id))
