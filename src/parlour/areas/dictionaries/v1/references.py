"""Countries, cities and kinds of business (tag Dictionaries)."""

import asyncio
from functools import lru_cache

from parlour.access.identity import Partner
from parlour.access.permissions import Entry
from parlour.areas.dictionaries import queries, refusals
from parlour.areas.dictionaries.model.businesses import list_groups
from parlour.areas.dictionaries.model.countries import find_code, list_countries
from parlour.areas.dictionaries.v1 import wire
from parlour.http.apis import B2B_V1
from parlour.http.context import Detached, Reading
from parlour.http.operations import Operations
from parlour.http.v1_envelope import Answer, CountedAnswer, answer, counted

operations = Operations(
    B2B_V1,
    "Dictionaries",
    "Countries, cities (from GeoNames, CC BY 4.0) and kinds of business, which locations refer to.",
)


@operations.get(
    "/api/v1/countries", "get_country_list", Entry.PARTNER, refuses=(refusals.NEVER_FORBIDDEN, refusals.NEVER_MISSING)
)
async def get_country_list(_ctx: Detached[Partner]) -> Answer[list[wire.Country]]:
    """List countries

    All countries of ISO 3166-1, sorted by their English names.
    """
    return answer(await asyncio.to_thread(_countries))


@lru_cache
def _countries() -> list[wire.Country]:
    """Return all countries. The first call blocks for half a second, because it loads locale data for every country."""
    return [wire.Country.from_model(country) for country in list_countries()]


@operations.get(
    "/api/v1/cities", "get_city_list", Entry.PARTNER, refuses=(refusals.NEVER_FORBIDDEN, refusals.NO_LOCATION)
)
async def get_city_list(ctx: Reading[Partner], query: wire.CitySearch) -> Answer[list[wire.City]]:
    """List cities

    Cities with at least 15,000 people, sorted by name. Without a country, the cities of the world, about 34,000.
    """
    city_id = None
    if query.company_id is not None:
        place = await queries.find_city_of_location(ctx.conn, query.company_id)
        if place is None:
            raise refusals.NO_LOCATION.error()
        city_id = place.city_id
    code = None if query.country_id is None else find_code(query.country_id) or ""
    return answer([wire.City.from_model(city) for city in await queries.list_cities(ctx.conn, code, city_id)])


@operations.get(
    "/api/v1/references/business_groups_with_types",
    "get_business_types_by_group",
    Entry.PARTNER,
    refuses=(refusals.NEVER_FORBIDDEN, refusals.NEVER_MISSING),
)
async def get_business_types_by_group(_ctx: Detached[Partner]) -> CountedAnswer[list[wire.BusinessGroup]]:
    """List the kinds of business

    By group. Ids never change.
    """
    groups = [wire.BusinessGroup.from_model(group) for group in list_groups()]
    return counted(groups, len(groups))
