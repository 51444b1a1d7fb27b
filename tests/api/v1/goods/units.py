"""Changing the units of a product: a bottle of 250 ml becomes one of 300 ml."""

from typing import Any

import httpx

from parlour.areas.products.model.products import Product
from tests.support.client import Client
from tests.support.factories.catalogue import BOTTLE, MILLILITRE
from tests.support.people import HARBOUR

ALL_BY_SALE = [{"type": number, "base_unit": "sale"} for number in (1, 2, 3, 4, 5)]
ALL_BY_SERVICE = [{"type": number, "base_unit": "service"} for number in (1, 2, 3, 4, 5)]


async def change_units(client: Client, product: Product, rules: object = None, **fields: Any) -> httpx.Response:
    """Other fields may say otherwise."""
    required = {"title": product.title, "category_id": product.category_id}
    units = {"sale_unit_id": BOTTLE, "service_unit_id": MILLILITRE, "unit_equals": 300}
    return await client.put(
        f"/goods/{HARBOUR}/{product.id}", {**required, **units, "correction_rules": rules, **fields}
    )
