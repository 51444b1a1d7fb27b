"""Writing the demo business into a database, with few statements, so that it takes only a moment."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from itertools import groupby

import msgspec

from parlour.areas.accounts.operator import create_partner
from parlour.areas.folding import search_text
from parlour.areas.locations.service.provisioning import create_defaults
from parlour.db.pool import Connection
from parlour.demo import booking_forms, custom_fields, operator, reviews, schedules, tags
from parlour.demo.business import SEED
from parlour.demo.events import load_events
from parlour.demo.load_appointments import load_appointments
from parlour.demo.load_stock import StockIds, load_stock
from parlour.demo.load_team import load_team
from parlour.demo.model import Business, Category, Chain, Place
from parlour.demo.recipes import load_recipes
from parlour.demo.reminders import load_reminders
from parlour.demo.resources import load_resources
from parlour.demo.scenario import PARTNER_TITLE
from parlour.demo.services import load_services
from parlour.demo.stock import make_stock
from parlour.demo.storage_amounts import Storage
from parlour.demo.tree import FIRST_DAY

_LOCATION = ("title", "short_description", "description", "phones", "email", "site", "country_code", "city_id", "city",
             "address", "zip", "latitude", "longitude", "timezone", "currency", "locale", "schedule",
             "business_type_id")  # fmt: skip
_NAMED_AS_IN_MODEL = ("title", "receipt_title", "article", "barcode", "price", "sale_unit_id", "write_off_unit_id",
                      "unit_ratio", "critical_amount", "desired_amount", "net_mass", "gross_mass", "comment",
                      "revision")  # fmt: skip
_PRODUCT = ("chain_id", "location_id", "category_id", "search_text", "created_at", "changed_at", "cost_price",
            "is_cost_price_fixed", *_NAMED_AS_IN_MODEL)  # fmt: skip


class Keys(msgspec.Struct, frozen=True):
    """The stored form of the credentials: hashes."""

    partner_token: bytes
    user_token: bytes
    password: str


class Ids(msgspec.Struct, frozen=True):
    """The ids of a chain, its locations and its categories, in the order of the model."""

    chain: int
    locations: list[int]
    categories: dict[int, int]

    def location(self, position: int | None) -> int | None:
        return None if position is None else self.locations[position]


async def load(conn: Connection, business: Business, keys: Keys, now: datetime) -> None:
    """Write everything, in the caller's transaction. The first person gets a session with the user token."""
    await operator.disable_audit_log(conn)
    opened_at = now - FIRST_DAY
    chain_ids = await operator.add_chains(conn, [chain.title for chain in business.chains], opened_at)
    ids = [Ids(chain_id, [], {}) for chain_id in chain_ids]
    await _load_locations(conn, business, ids, opened_at)
    places = _places(business, ids)
    await _load_tags(conn, places)
    await load_resources(conn, places)
    await _load_custom_fields(conn, places)
    people = await _load_people(conn, business, ids, keys, opened_at)
    await load_team(conn, places, people, now)
    await load_services(conn, places)
    await _load_booking_forms(conn, places)
    await _load_reviews(conn, places, now)
    await _load_categories(conn, business, ids, now)
    for position, (chain, its) in enumerate(zip(business.chains, ids, strict=True)):
        stock = make_stock(business, position, now)
        records = _product_rows(chain, its, stock.received, now)
        await conn.copy_records_to_table("products", records=records, columns=_PRODUCT)
        stock_ids = await _stock_ids(conn, its, people)
        await load_stock(conn, stock, chain.products, stock_ids)
        await load_recipes(conn, chain, stock_ids)
    await load_schedules(conn, chain_ids, now)
    await load_appointments(conn, places, _owners(business, chain_ids, people), now, SEED)
    await load_events(conn, places, now)
    await load_reminders(conn, places)
    await operator.analyze(conn)


async def _load_locations(conn: Connection, business: Business, ids: list[Ids], opened_at: datetime) -> None:
    records = [
        (its.chain, opened_at, *(getattr(location, name) for name in _LOCATION))
        for chain, its in zip(business.chains, ids, strict=True)
        for location in chain.locations
    ]
    await conn.copy_records_to_table("locations", records=records, columns=("chain_id", "created_at", *_LOCATION))
    for its in ids:
        its.locations.extend(place.id for place in await operator.list_places(conn, its.chain))
        await create_defaults(conn, its.chain, its.locations)


def _places(business: Business, ids: list[Ids]) -> list[Place]:
    return [
        Place(its.chain, location_id, location)
        for chain, its in zip(business.chains, ids, strict=True)
        for location, location_id in zip(chain.locations, its.locations, strict=True)
    ]


async def _load_tags(conn: Connection, places: list[Place]) -> None:
    records = [row for place in places for row in tags.rows(place.chain_id, place.id, place.language)]
    await conn.copy_records_to_table("tags", records=records, columns=tags.COLUMNS)


async def _load_custom_fields(conn: Connection, places: list[Place]) -> None:
    records = [row for place in places for row in custom_fields.rows(place.chain_id, place.id, place.language)]
    await conn.copy_records_to_table("custom_fields", records=records, columns=custom_fields.COLUMNS)


async def _load_booking_forms(conn: Connection, places: list[Place]) -> None:
    records = [booking_forms.row(place.chain_id, place.id, place.language) for place in places]
    await conn.copy_records_to_table("booking_forms", records=records, columns=booking_forms.COLUMNS)


async def _load_reviews(conn: Connection, places: list[Place], now: datetime) -> None:
    members = await operator.list_team_members(conn, [*{place.chain_id for place in places}])
    records = reviews.rows(members, {place.id: place.language for place in places}, now)
    await conn.copy_records_to_table("reviews", records=records, columns=reviews.COLUMNS)


async def load_schedules(conn: Connection, chain_ids: list[int], now: datetime) -> None:
    """Write the schedules of all team members of some chains that have access to the calendar."""
    members = await operator.list_team_members(conn, chain_ids)
    days = [
        row
        for _, team in groupby(members, key=lambda member: member.location_id)
        for row in schedules.day_rows([*team], now.date())
    ]
    rows = schedules.schedule_rows(members, days)
    await conn.copy_records_to_table("schedules", records=rows, columns=schedules.SCHEDULE_COLUMNS)
    await conn.copy_records_to_table("schedule_days", records=days, columns=schedules.DAY_COLUMNS)


async def _load_people(
    conn: Connection, business: Business, ids: list[Ids], keys: Keys, opened_at: datetime
) -> list[int]:
    """Write all people and return their ids."""
    user_ids = await operator.add_people(conn, business.people, keys.password, opened_at)
    people = list(zip(business.people, user_ids, strict=True))
    await conn.copy_records_to_table(
        "chain_roles",
        records=[(ids[who.chain].chain, user_id, who.role) for who, user_id in people if who.location is None],
        columns=("chain_id", "user_id", "role"),
    )
    await conn.copy_records_to_table(
        "location_roles",
        records=[
            (ids[who.chain].chain, ids[who.chain].locations[who.location], user_id, who.role)
            for who, user_id in people
            if who.location is not None
        ],
        columns=("chain_id", "location_id", "user_id", "role"),
    )
    partner_id = await create_partner(conn, PARTNER_TITLE, keys.partner_token)
    await operator.add_session(conn, user_ids[0], partner_id, keys.user_token)
    return user_ids


def _owners(business: Business, chain_ids: list[int], people: list[int]) -> dict[int, int]:
    """Return the owner of each chain."""
    owners = zip(business.people, people, strict=True)
    return {chain_ids[person.chain]: user_id for person, user_id in owners if person.location is None}


async def _load_categories(conn: Connection, business: Business, ids: list[Ids], now: datetime) -> None:
    """Write the categories, level by level, because a category needs the id of its parent."""
    waiting = [
        (its, position, category)
        for chain, its in zip(business.chains, ids, strict=True)
        for position, category in enumerate(chain.categories)
    ]
    for level in range(1, 1 + max(category.level for _, _, category in waiting)):
        due = [(its, position, category) for its, position, category in waiting if category.level == level]
        new_ids = await operator.add_categories(conn, [_category_row(its, category, now) for its, _, category in due])
        for (its, position, _), new_id in zip(due, new_ids, strict=True):
            its.categories[position] = new_id


def _category_row(its: Ids, category: Category, now: datetime) -> operator.StoredCategory:
    return operator.StoredCategory(
        chain_id=its.chain,
        location_id=its.location(category.location),
        parent_id=None if category.parent is None else its.categories[category.parent],
        title=category.title,
        article=category.article,
        comment=category.comment,
        search_text=search_text(category.title, category.article),
        created_at=now - category.created_ago,
    )


def _product_rows(chain: Chain, its: Ids, received: set[int], now: datetime) -> Iterator[tuple[object, ...]]:
    """Yield the products' rows. The cost price of received products follows from receipts; others keep theirs."""
    for position, product in enumerate(chain.products):
        is_fixed = position not in received
        yield (
            its.chain,
            its.location(product.location),
            its.categories[product.category],
            search_text(product.title, product.article, product.barcode),
            now - product.created_ago,
            now - product.changed_ago,
            product.cost_price if is_fixed else Decimal(0),
            is_fixed,
            *(getattr(product, name) for name in _NAMED_AS_IN_MODEL),
        )


async def _stock_ids(conn: Connection, its: Ids, people: list[int]) -> StockIds:
    storages = {
        (its.locations.index(storage.location_id), Storage(storage.kind)): storage.id
        for storage in await operator.list_storages(conn, its.chain)
    }
    return StockIds(its.chain, its.locations, storages, await operator.list_product_ids(conn, its.chain), people)
