"""Statements on the resources of services and on their titles in other languages."""

from collections.abc import Sequence
from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.services.model.settings import Translation
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

REPLACE_RESOURCES: LiteralString = """
    WITH dropped AS (
        DELETE FROM service_resources
        WHERE chain_id = $1 AND location_id = $2 AND service_id = $3 AND resource_id <> ALL ($4::bigint[])
    )
    INSERT INTO service_resources (chain_id, location_id, service_id, resource_id)
    SELECT $1, $2, $3, unnest($4::bigint[]) ON CONFLICT DO NOTHING
"""


async def replace_resources(conn: Connection, tenant: Tenant, service_id: int, resource_ids: Sequence[int]) -> None:
    """Make these the resources that a locked service needs in the location."""
    await conn.execute(REPLACE_RESOURCES, tenant.chain_id, tenant.location_id, service_id, list(resource_ids))


LIST_TRANSLATIONS: LiteralString = """
    SELECT language_id, title FROM service_translations WHERE chain_id = $1 AND service_id = $2 ORDER BY language_id
"""


async def list_translations(conn: Connection, tenant: Tenant, service_id: int) -> list[Translation]:
    """List the titles of a service in other languages, by language."""
    return to_structs(Translation, await conn.fetch(LIST_TRANSLATIONS, tenant.chain_id, service_id))


SET_TRANSLATIONS: LiteralString = """
    WITH given AS (
        SELECT * FROM unnest($4::integer[], $5::text[]) AS given (language_id, title)
    ), cleared AS (
        DELETE FROM service_translations
        WHERE chain_id = $1 AND service_id = $3 AND language_id IN (SELECT language_id FROM given WHERE title = '')
    )
    INSERT INTO service_translations AS t (chain_id, location_id, service_id, language_id, title)
    SELECT $1, $2, $3, language_id, title FROM given WHERE title <> ''
    ON CONFLICT ON CONSTRAINT service_translations_pkey DO UPDATE SET title = excluded.title
        WHERE t.title <> excluded.title
"""


async def set_translations(
    conn: Connection, tenant: Tenant, service_id: int, translations: Sequence[Translation]
) -> None:
    """Set titles of a locked service in other languages; an empty title removes the language."""
    await conn.execute(
        SET_TRANSLATIONS,
        tenant.chain_id,
        tenant.location_id,
        service_id,
        [translation.language_id for translation in translations],
        [translation.title for translation in translations],
    )
