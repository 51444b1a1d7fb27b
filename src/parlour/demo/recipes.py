"""Bills of materials of the demo's locations: what services use up, in the language of each location."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import LiteralString

import msgspec

from parlour.db.pool import Connection
from parlour.demo.load_stock import StockIds
from parlour.demo.model import Chain, Product
from parlour.demo.storage_amounts import Storage


class Recipe(msgspec.Struct, frozen=True):
    """What a service uses up: amounts in write-off units by the codes of kinds of products (`assortment.KINDS`)."""

    titles: dict[str, str]
    amounts: dict[str, int]


RECIPES = (
    Recipe(
        {"en": "Permanent colour", "de": "Färben", "ja": "ヘアカラー", "ru": "Стойкое окрашивание"},
        {"PC": 60, "DV": 90},
    ),
    Recipe(
        {"en": "Highlights", "de": "Strähnen", "ja": "ハイライト", "ru": "Мелирование"}, {"LI": 40, "DV": 80, "SK": 15}
    ),
    Recipe({"en": "Gloss", "de": "Intensivtönung", "ja": "マニキュア", "ru": "Тонирование"}, {"DC": 30, "DV": 45}),
    Recipe({"en": "Wash", "de": "Waschen", "ja": "シャンプー", "ru": "Мытьё головы"}, {"SH": 15, "CO": 10}),
    Recipe(
        {"en": "Intensive mask", "de": "Intensivkur", "ja": "集中トリートメント", "ru": "Уход с маской"}, {"HM": 25}
    ),
)


class Line(msgspec.Struct, frozen=True):
    """A product of a recipe in a location."""

    location_id: int
    title: str
    storage_id: int
    product_id: int
    amount: Decimal


ADD_BILLS: LiteralString = """
    WITH given AS (
        SELECT * FROM unnest($2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::numeric[]) WITH ORDINALITY
            AS lines (location_id, title, storage_id, product_id, amount, position)
    ), added AS (
        INSERT INTO bills_of_materials (chain_id, location_id, title)
        SELECT $1, location_id, title FROM given GROUP BY location_id, title ORDER BY min(position)
        RETURNING chain_id, location_id, id, title
    )
    INSERT INTO bill_lines (chain_id, location_id, bill_id, storage_id, product_id, amount)
    SELECT a.chain_id, a.location_id, a.id, g.storage_id, g.product_id, g.amount
    FROM added a JOIN given g ON g.location_id = a.location_id AND g.title = a.title
    ORDER BY g.position
"""


async def load_recipes(conn: Connection, chain: Chain, ids: StockIds) -> None:
    """Write the bills of all locations of a chain, in one statement."""
    lines = [*_lines(chain, ids)]
    columns = zip(*map(msgspec.structs.astuple, lines), strict=True)
    await conn.execute(ADD_BILLS, ids.chain, *columns)


def _lines(chain: Chain, ids: StockIds) -> Iterator[Line]:
    """Yield the lines of each location that has all products of a recipe."""
    for position, location in enumerate(chain.locations):
        products = _first_of_each_kind(chain.products, position)
        for recipe in RECIPES:
            if recipe.amounts.keys() <= products.keys():
                for code, amount in recipe.amounts.items():
                    yield Line(
                        ids.locations[position],
                        recipe.titles[location.language],
                        ids.storages[position, Storage.CONSUMABLES],
                        ids.products[products[code]],
                        Decimal(amount),
                    )


def _first_of_each_kind(products: Sequence[Product], location: int) -> dict[str, int]:
    """Return the position of the location's first product of each kind; those of the chain come after its own."""
    found: dict[str, int] = {}
    for position, product in sorted(enumerate(products), key=lambda each: each[1].location is None):
        if product.location in (location, None):
            found.setdefault(product.article.partition("-")[2][:2], position)
    return found
