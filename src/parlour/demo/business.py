"""The demo business, generated from a seed: the same seed gives the same business, down to the last barcode."""

import random
from collections import Counter
from datetime import timedelta
from decimal import Decimal

from parlour.demo import scenario, tree
from parlour.demo.barcodes import Barcodes
from parlour.demo.model import Business, Category, Chain, Location, Product
from parlour.demo.prices import set_prices
from parlour.demo.product_ranges import Item, ProductRange, make_items

SEED = 20_260
COMMENTS = {
    "en": ("Keep away from sunlight", "Bestseller", "New recipe since spring", "Tester on the shelf"),
    "de": ("Kühl lagern", "Läuft gut vor Weihnachten", "Neue Rezeptur", "Nur auf Bestellung"),
    "ja": ("直射日光を避けて保管", "人気商品", "リニューアル済み", "取り寄せ商品"),
    "ru": ("Беречь от солнца", "Хит продаж", "Новый состав", "Только под заказ"),
}


def make_business(seed: int = SEED) -> Business:
    """Return the whole demo business."""
    rng = random.Random(seed)
    barcodes = Barcodes(rng)
    lumen = (scenario.NEW_YORK, scenario.BERLIN, scenario.TOKYO)
    # In a chain with several currencies, a product of the chain has one number as its price: see prices.py.
    lumen_ranges = (ProductRange(None, "en", "chain", "chain", 120), *_ranges(lumen, (180, 160, 140)))
    alatau = (scenario.ALMATY,)
    alatau_ranges = (ProductRange(None, "ru", "ru", "KZT", 8), *_ranges(alatau, (32,)))
    lumen_tree = tree.make_categories(rng, tree.LUMEN_CHAIN, tree.LUMEN_NEW_YORK, tree.LUMEN_BERLIN, tree.LUMEN_TOKYO)
    alatau_tree = tree.make_categories(rng, tree.ALATAU_CHAIN, tree.ALATAU_ALMATY)
    return Business(
        chains=(
            Chain(
                title=scenario.LUMEN,
                locations=lumen,
                categories=lumen_tree,
                products=_products(rng, barcodes, lumen_ranges, lumen_tree),
            ),
            Chain(
                title=scenario.ALATAU,
                locations=alatau,
                categories=alatau_tree,
                products=_products(rng, barcodes, alatau_ranges, alatau_tree),
            ),
        ),
        people=scenario.PEOPLE,
    )


def _ranges(locations: tuple[Location, ...], quantities: tuple[int, ...]) -> list[ProductRange]:
    return [
        ProductRange(position, location.language, location.language, location.currency, quantity)
        for position, (location, quantity) in enumerate(zip(locations, quantities, strict=True))
    ]


def _products(
    rng: random.Random, barcodes: Barcodes, ranges: tuple[ProductRange, ...], categories: tuple[Category, ...]
) -> tuple[Product, ...]:
    taken: set[str] = set()
    articles: Counter[str] = Counter()
    items = [
        (product_range, item) for product_range in ranges for item in make_items(rng, product_range, categories, taken)
    ]
    products = []
    for product_range, item in items:
        series = f"{item.brand.code}-{item.kind.code}"
        articles[series] += 1
        products.append(_product(rng, barcodes.next(), f"{series}{articles[series]:02}", product_range, item))
    rng.shuffle(products)
    return tuple(products)


def _product(rng: random.Random, barcode: str, article: str, product_range: ProductRange, item: Item) -> Product:
    size, smallest = item.size, item.kind.sizes[0]
    # Bigger packs cost more, but less for the same amount.
    usd = item.kind.price_usd * item.brand.level / 100 * (size.net_g / smallest.net_g) ** 0.78
    price, cost_price = set_prices(rng, usd, product_range.currency)
    created_ago = timedelta(seconds=rng.randrange(5 * 86_400, 340 * 86_400))
    revision = rng.choice((1, 1, 2, 2, 3, 5))
    # Most changes are recent.
    changed_ago = (
        created_ago if revision == 1 else timedelta(seconds=int(created_ago.total_seconds() * rng.random() ** 3))
    )
    return Product(
        location=product_range.location,
        category=item.category,
        title=item.title,
        receipt_title=item.receipt_title,
        article=article,
        barcode=barcode,
        price=price,
        cost_price=cost_price,
        sale_unit_id=size.sale_unit_id,
        write_off_unit_id=size.write_off_unit_id,
        unit_ratio=Decimal(size.ratio),
        critical_amount=Decimal(size.ratio * rng.randint(1, 4)),
        desired_amount=Decimal(size.ratio * rng.randint(5, 12)),
        net_mass=Decimal(size.net_g),
        gross_mass=Decimal(size.net_g + size.net_g // 12 + rng.randint(8, 30)),
        comment=rng.choice(COMMENTS[item.language]) if rng.random() < 0.15 else "",
        revision=revision,
        created_ago=created_ago,
        changed_ago=changed_ago,
    )
