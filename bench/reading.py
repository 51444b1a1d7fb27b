"""The cases that read: one product, a page of products, a search in the tree."""

import random

from bench import dataset, traffic
from bench.case import ANY_LOCATION, ITS_CHAIN, LOCATION_OF_CHAIN, VARIANTS, Case, locations_of
from bench.dataset import CHAINS, LOCATIONS, PRODUCTS
from bench.pgbench import Script
from bench.vocabulary import LANGUAGES
from parlour.areas.folding import fold
from parlour.areas.products.queries.lists_with_levels import LIST_PRODUCTS
from parlour.areas.products.queries.products import FIND_PRODUCT_WITH_LEVELS
from parlour.areas.products.queries.tree import SEARCH_TREE

PAGE = 100
PAGES = dataset.PRODUCTS_SEEN // PAGE
FOUND_AT_MOST = 25  # the operation's default for `count`
TERMS_PER_CHAIN = 10
SHORTEST_TERM = 3


def one_product() -> Case:
    its_location = f"location_id (:product_id - 1) % {LOCATIONS} + 1"
    script = Script(
        FIND_PRODUCT_WITH_LEVELS,
        ("chain_id", "location_id", "product_id"),
        settings=(f"product_id random(1, {PRODUCTS})", its_location, ITS_CHAIN),
    )
    products = random.Random(1).sample(range(1, PRODUCTS + 1), VARIANTS)
    requests = [traffic.get(f"/api/v1/goods/{dataset.location_of(product)}/{product}") for product in products]
    return Case("One product", requests, script)


def page_of_products() -> Case:
    draw = random.Random(2)
    script = Script(
        LIST_PRODUCTS,
        ("chain_id", "location_id", "limit", "offset", "after_id"),
        settings=(
            ANY_LOCATION,
            ITS_CHAIN,
            f"limit {PAGE} + 1",
            f"offset {PAGE} * random(0, {PAGES - 1})",
            "after_id 0",
        ),
    )
    requests = [
        traffic.get(f"/api/v1/goods/{draw.randint(1, LOCATIONS)}", {"count": PAGE, "page": draw.randint(1, PAGES)})
        for _ in range(VARIANTS)
    ]
    return Case(f"Page of {PAGE}", requests, script)


def search() -> Case:
    draw = random.Random(3)
    terms = [(chain, _term(draw, chain)) for chain in range(1, CHAINS + 1) for _ in range(TERMS_PER_CHAIN)]
    script = Script(
        SEARCH_TREE,
        ("chain_id", "location_id", "term", "limit", "offset"),
        settings=(LOCATION_OF_CHAIN, f"limit {FOUND_AT_MOST}", "offset 0"),
        choices=[{"chain_id": str(chain), "term": fold(term)} for chain, term in terms],
    )
    requests = [
        traffic.get(f"/api/v1/goods/search/{location}", {"term": term})
        for chain, term in terms
        for location in locations_of(chain)
    ]
    draw.shuffle(requests)
    return Case("Search", requests, script)


def _term(draw: random.Random, chain_id: int) -> str:
    """Return what a user types: half a word, a word, two words, the start of an article or of a barcode."""
    language = LANGUAGES[chain_id - 1]
    kind, quality = draw.choice(language.kinds), draw.choice(language.qualities)
    product = draw.randrange(1, PRODUCTS)
    typed = draw.choice(
        (
            kind[: len(kind) // 2],
            kind,
            quality.upper(),
            f"{quality} {kind}",
            dataset.article_for(product)[:6],
            dataset.barcode_for(product)[:10],
        )
    )
    return typed if len(fold(typed)) >= SHORTEST_TERM else f"{quality} {kind}"
