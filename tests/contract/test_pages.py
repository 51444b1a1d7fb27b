"""Every list that comes in pages: the pages are the whole, in its order, without gap or overlap, and then end."""

from typing import Any

import pytest
from litestar import Litestar

from parlour.access.tenant import Tenant
from parlour.areas.categories.model import Category
from parlour.areas.locations.founding import found_location
from parlour.areas.locations.model import LocationFields
from parlour.db.pool import Connection
from parlour.http.openapi import operations
from tests.access.operations import name_of
from tests.support.client import Client
from tests.support.factories.catalogue import for_chain, make_category, make_product
from tests.support.factories.stock import put_in
from tests.support.people import CHAIN, HARBOUR

MANY = 9
# Each list with the filters that choose another statement, or another branch of one. `{}` is the category.
LISTS = {
    "get_location_list": ["/companies", f"/companies?group_id={CHAIN}", "/companies?my=1", "/companies?show_deleted=1"],
    "search_product": [],  # a first page only
    "get_product_category_composition": [f"/goods/category_node/{HARBOUR}/{{}}"],
    "get_products_list": [
        f"/goods/{HARBOUR}",
        f"/goods/{HARBOUR}?category_id={{}}",
        f"/goods/{HARBOUR}?term=argan",
        f"/goods/{HARBOUR}?term=argan&category_id={{}}",
        f"/goods/{HARBOUR}?term=a-1",
        f"/goods/{HARBOUR}?changed_after=2000-01-01",
        f"/goods/{HARBOUR}?below=critical",
        f"/goods/{HARBOUR}?below=desired&category_id={{}}",
    ],
    "search_for_product_transactions": [],  # tests/inventory/test_search_model.py
    "list_changes": [f"/audit/{HARBOUR}", f"/audit/{HARBOUR}?entity=product", f"/audit/{HARBOUR}?action=created"],
    "v2.list_products": [f"/api/v2/locations/{HARBOUR}/products"],
    "v2.autocomplete_products": [f"/api/v2/locations/{HARBOUR}/products/autocomplete?filter[term]=argan"],
}


@pytest.fixture
async def shelf(conn: Connection, tenant: Tenant) -> Category:
    """Full of things that are named alike, so that ids decide; some of the chain."""
    shelf = await make_category(conn, for_chain(tenant), "Shelf")
    for number in range(MANY):
        owner = tenant if number % 3 else for_chain(tenant)
        product = await make_product(
            conn, owner, shelf, "Argan", article=f"A-1{number % 2}", critical_amount=5, desired_amount=9
        )
        await make_category(conn, owner, "Below", parent_id=shelf.id)
        await put_in(conn, tenant, product.id, 2, 1 + number % 2)
        fields = LocationFields(
            title="Alike", country_code="US", timezone="America/New_York", currency="USD", locale="en"
        )
        await found_location(conn, CHAIN, fields, owner_id=None)
    return shelf


def test_these_are_all_lists_that_come_in_pages(litestar: Litestar) -> None:
    sizes = {"count", "limit"}
    paged = {
        name_of(handler)
        for _, _, handler in operations(litestar)
        if sizes & set(handler.parsed_fn_signature.parameters)
    }
    assert paged == set(LISTS)


async def rows_of(client: Client, address: str, page: int, count: int) -> list[Any]:
    sizes = {"page": page, ("limit" if "/v2/" in address else "count"): count}
    query = "&".join(f"{name}={value}" for name, value in sizes.items())
    response = await client.get(f"{address}{'&' if '?' in address else '?'}{query}")
    assert response.status_code == 200, response.text
    data = response.json()["data"]
    if isinstance(data, dict):  # a category with what is in it
        return [*data["children"]]
    return list(data)


@pytest.mark.parametrize("address", [address for addresses in LISTS.values() for address in addresses])
async def test_the_pages_are_the_whole(client: Client, shelf: Category, address: str) -> None:
    filled = address.format(shelf.id)
    whole = await rows_of(client, filled, 1, 250)
    assert len(whole) >= MANY // 3
    for count in (1, 2, len(whole) - 1, len(whole)):
        pages = [whole[begin : begin + count] for begin in range(0, len(whole), count)]
        last = len(pages)
        for page in {1, 2, last - 1, last} - {0}:
            if page <= last:
                assert await rows_of(client, filled, page, count) == pages[page - 1], (filled, page, count)
        assert await rows_of(client, filled, last + 1, count) == []
