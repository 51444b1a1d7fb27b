"""The case that writes: creating a product."""

import random

from bench import dataset, traffic
from bench.case import LOCATION_OF_CHAIN, VARIANTS, Case, locations_of
from bench.dataset import CHAINS, LOCATIONS, PRODUCTS, ROOTS_PER_CHAIN, SHARED_PER_CHAIN
from bench.pgbench import Script
from bench.vocabulary import LANGUAGES
from parlour.areas.folding import search_text
from parlour.areas.products.queries.products import CREATE_PRODUCT

# The statement's parameters in order, with the fields of the body from which they come.
FIELDS = {
    "category_id": "category_id",
    "title": "title",
    "receipt_title": "print_title",
    "article": "article",
    "barcode": "barcode",
    "price": "cost",
    "cost_price": "actual_cost",
    "sale_unit_id": "sale_unit_id",
    "write_off_unit_id": "service_unit_id",
    "unit_ratio": "unit_equals",
    "critical_amount": "critical_amount",
    "desired_amount": "desired_amount",
    "net_mass": "netto",
    "gross_mass": "brutto",
    "comment": "comment",
    "tax_variant": "tax_variant",
    "vat_id": "vat_id",
}
NEW_PER_CHAIN = VARIANTS // LOCATIONS


def create_product() -> Case:
    chains = range(1, CHAINS + 1)
    script = Script(
        CREATE_PRODUCT,
        ("chain_id", "location_id", "search_text", *FIELDS),
        settings=(LOCATION_OF_CHAIN,),
        choices=[_values(chain, number) for chain in chains for number in range(NEW_PER_CHAIN)],
    )
    requests = [
        traffic.post(f"/api/v1/goods/{location}", body_for(chain, number))
        for chain in chains
        for location in locations_of(chain)
        for number in range(NEW_PER_CHAIN)
    ]
    random.Random(4).shuffle(requests)
    return Case("Create", requests, script, writes=True)


def body_for(chain_id: int, number: int) -> dict[str, object]:
    """Return a new product as a client sends it."""
    title = dataset.title_for(LANGUAGES[chain_id - 1], PRODUCTS + number)
    shared = SHARED_PER_CHAIN - ROOTS_PER_CHAIN
    return {
        "title": title,
        "category_id": dataset.category_of(chain_id, ROOTS_PER_CHAIN + number % shared + 1),
        "sale_unit_id": dataset.SALE_UNIT,
        "service_unit_id": dataset.WRITE_OFF_UNIT,
        "print_title": title.partition(" ")[2],
        "article": dataset.article_for(PRODUCTS + number),
        "barcode": dataset.barcode_for(PRODUCTS + number),
        "cost": 25,  # some of the currencies have no decimals
        "actual_cost": 11,
        "unit_equals": 250,
        "critical_amount": 500,
        "desired_amount": 2500,
        "netto": 250,
        "brutto": 290,
        "comment": title,
        "tax_variant": 0,
        "vat_id": 1,
    }


def _values(chain_id: int, number: int) -> dict[str, str]:
    """Return the same product as the statement's values."""
    body = body_for(chain_id, number)
    values = {name: str(body[field]) for name, field in FIELDS.items()}
    values["search_text"] = search_text(values["title"], values["article"], values["barcode"])
    return {"chain_id": str(chain_id), **values}
