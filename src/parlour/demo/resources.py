"""Rooms and devices of the demo's locations, in the language of each."""

from collections.abc import Sequence
from typing import LiteralString

import msgspec

from parlour.db.pool import Connection
from parlour.demo.model import Place


class Kind(msgspec.Struct, frozen=True):
    """A kind of rooms or devices by language, and how many of them a location has."""

    titles: dict[str, str]
    count: int


KINDS = (
    Kind({"en": "Treatment room", "de": "Behandlungsraum", "ja": "施術室", "ru": "Процедурный кабинет"}, 2),
    Kind({"en": "Washbasin", "de": "Waschplatz", "ja": "シャンプー台", "ru": "Мойка"}, 3),
    Kind({"en": "Manicure table", "de": "Maniküretisch", "ja": "ネイルテーブル", "ru": "Маникюрный стол"}, 2),
    Kind({"en": "Diode laser", "de": "Diodenlaser", "ja": "ダイオードレーザー", "ru": "Диодный лазер"}, 1),
)


ADD_RESOURCES: LiteralString = """
    WITH given AS (
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::integer[]) WITH ORDINALITY
            AS given (chain_id, location_id, title, count, position)
    ), added AS (
        INSERT INTO resources (chain_id, location_id, title)
        SELECT chain_id, location_id, title FROM given ORDER BY position
        RETURNING chain_id, location_id, id, title
    )
    INSERT INTO resource_instances (chain_id, location_id, resource_id, title)
    SELECT a.chain_id, a.location_id, a.id, concat_ws(' ', a.title, number)
    FROM added a
    JOIN given g ON g.chain_id = a.chain_id AND g.location_id = a.location_id AND g.title = a.title
    CROSS JOIN LATERAL generate_series(1, g.count) AS number
    ORDER BY a.id, number
"""


async def load_resources(conn: Connection, places: Sequence[Place]) -> None:
    """Write the kinds of rooms and devices of all locations, with their instances, in one statement."""
    rows = [(place.chain_id, place.id, kind.titles[place.language], kind.count) for place in places for kind in KINDS]
    await conn.execute(ADD_RESOURCES, *zip(*rows, strict=True))
