"""Services of the demo's locations, with the members who provide them and the resources that they need."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import LiteralString

import msgspec

from parlour.db.pool import Connection
from parlour.demo.model import Place
from parlour.demo.offers import CATEGORIES, LANGUAGES, OFFERS, price_in

# The member whom a location lists first is more expensive.
SENIOR = Decimal("1.2")


class StoredService(msgspec.Struct, frozen=True):
    """A service to be written; times are in seconds. The senior's prices are those of the first team member."""

    chain_id: int
    location_id: int
    category_id: int
    title: str
    price_min: Decimal
    price_max: Decimal
    senior_min: Decimal
    senior_max: Decimal
    duration: int
    technical_break: int
    weight: int
    is_for_events: bool
    needs: int


ADD_CATEGORIES: LiteralString = """
    INSERT INTO service_categories (chain_id, location_id, title, weight)
    SELECT chain_id, location_id, title, weight
    FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::integer[]) WITH ORDINALITY
        AS given (chain_id, location_id, title, weight, position)
    ORDER BY position
    RETURNING id
"""
# Members provide two services of three; each third service takes a member five minutes longer.
ADD_SERVICES: LiteralString = """
    WITH given AS (
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::numeric[], $6::numeric[],
                             $7::numeric[], $8::numeric[], $9::integer[], $10::integer[], $11::integer[],
                             $12::boolean[], $13::integer[]) WITH ORDINALITY
            AS given (chain_id, location_id, category_id, title, price_min, price_max, senior_min, senior_max,
                      duration, technical_break, weight, is_for_events, needs, position)
    ), added AS (
        INSERT INTO services (chain_id, location_id, category_id, title, price_min, price_max, duration,
                              technical_break, weight, is_online, is_for_events, capacity)
        SELECT chain_id, location_id, category_id, title, price_min, price_max, duration, technical_break, weight,
               true, is_for_events, CASE WHEN is_for_events THEN 6 ELSE 1 END
        FROM given ORDER BY position
        RETURNING chain_id, location_id, id, title
    ), offered AS (
        SELECT a.id, g.* FROM added a JOIN given g USING (chain_id, location_id, title)
    ), members AS (
        SELECT chain_id, location_id, id,
               row_number() OVER (PARTITION BY location_id ORDER BY weight DESC, id) AS number
        FROM team_members WHERE chain_id = ANY ($1) AND deleted_at IS NULL AND NOT is_dismissed AND NOT is_assistant
    ), needed AS (
        INSERT INTO service_resources (chain_id, location_id, service_id, resource_id)
        SELECT o.chain_id, o.location_id, o.id, r.id
        FROM offered o JOIN (
            SELECT chain_id, location_id, id, row_number() OVER (PARTITION BY location_id ORDER BY id) AS number
            FROM resources WHERE chain_id = ANY ($1) AND deleted_at IS NULL
        ) AS r ON r.chain_id = o.chain_id AND r.location_id = o.location_id AND r.number = o.needs
    )
    INSERT INTO service_team_members (
        chain_id, location_id, service_id, team_member_id, duration, price_min, price_max)
    SELECT o.chain_id, o.location_id, o.id, m.id,
           CASE WHEN (o.position + m.number) % 3 = 1 THEN o.duration + 300 ELSE o.duration END,
           CASE WHEN m.number = 1 THEN o.senior_min END, CASE WHEN m.number = 1 THEN o.senior_max END
    FROM offered o JOIN members m ON m.chain_id = o.chain_id AND m.location_id = o.location_id
    WHERE (o.position + m.number) % 3 > 0
"""


async def load_services(conn: Connection, places: Sequence[Place]) -> None:
    """Write the services of all locations. Team members and resources must be there before."""
    rows = [
        (place.chain_id, place.id, titles[LANGUAGES.index(place.language)], len(CATEGORIES) - number)
        for place in places
        for number, titles in enumerate(CATEGORIES)
    ]
    ids = iter([row["id"] for row in await conn.fetch(ADD_CATEGORIES, *zip(*rows, strict=True))])
    services = [service for place in places for service in _services_of(place, [next(ids) for _ in CATEGORIES])]
    await conn.execute(ADD_SERVICES, *zip(*map(msgspec.structs.astuple, services), strict=True))


def _services_of(place: Place, category_ids: Sequence[int]) -> Iterator[StoredService]:
    currency, language = place.location.currency, LANGUAGES.index(place.language)
    for number, offer in enumerate(OFFERS):
        yield StoredService(
            chain_id=place.chain_id,
            location_id=place.id,
            category_id=category_ids[offer.category],
            title=offer.titles[language],
            price_min=price_in(currency, offer.low),
            price_max=price_in(currency, offer.high),
            senior_min=price_in(currency, offer.low * SENIOR),
            senior_max=price_in(currency, offer.high * SENIOR),
            duration=offer.minutes * 60,
            technical_break=offer.rest * 60,
            weight=len(OFFERS) - number,
            is_for_events=offer.is_event,
            needs=offer.needs,
        )
