"""PUT /goods/{location_id}/{product_id}"""

from datetime import datetime
from typing import Any, LiteralString
from zoneinfo import ZoneInfo

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.categories.model import Category
from parlour.areas.products.model.products import Product
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.catalogue import make_category, make_product, product_form
from tests.support.factories.stock import NOTHING_THERE
from tests.support.people import ADMINISTRATOR, HARBOUR, HILLSIDE, MANAGER, NEIGHBOUR, Person

FIND_ROW: LiteralString = "SELECT * FROM products WHERE id = $1"
FIND_CHANGED_AT: LiteralString = "SELECT changed_at FROM products WHERE id = $1"
TEXTS = {"print_title": "Shampoo", "article": "AR-250", "barcode": "4006381333931", "comment": "For dry hair"}
NUMBERS = {
    "cost": 24.9,
    "actual_cost": 11,
    "unit_equals": 250,
    "critical_amount": 500,
    "desired_amount": 2500.5,
    "netto": 250,
    "brutto": 290.1234,
    "tax_variant": 0,
    "vat_id": 1,
}
CHAIN_REFUSAL = "This item belongs to the chain. You lack the right storages_goods_update_access in the chain."


async def make_whole(client: Client, category: Category) -> dict[str, Any]:
    """A product with a value in every field."""
    response = await client.post(f"/goods/{HARBOUR}", product_form(category, **TEXTS, **NUMBERS))
    made: dict[str, Any] = response.json()["data"]
    return made


async def test_all_given_fields_are_replaced(
    client: Client, conn: Connection, argan: Product, shared: Category
) -> None:
    response = await client.put(
        f"/goods/{HARBOUR}/{argan.id}",
        {
            "title": "Silk Shampoo",
            "print_title": "Silk",
            "article": "SI-5",
            "barcode": "7612345",
            "category_id": shared.id,
            "cost": 1234.5,
            "actual_cost": 1000,
            "sale_unit_id": 5,
            "service_unit_id": 2,
            "unit_equals": 0.5,
            "critical_amount": 1,
            "desired_amount": 2,
            "netto": 3,
            "brutto": 4.5,
            "comment": "New",
            "tax_variant": 3,
            "vat_id": 4,
            "correction_rules": [{"type": 1, "base_unit": "sale"}],
        },
    )
    assert response.status_code == 200
    changed_at: datetime = await conn.fetchval(FIND_CHANGED_AT, argan.id)
    assert changed_at > argan.changed_at
    assert response.json() == {
        "success": True,
        "data": {
            "good_id": argan.id,
            "title": "Silk Shampoo",
            "value": "Silk Shampoo",
            "label": "Silk Shampoo (SI-5)",
            "print_title": "Silk",
            "article": "SI-5",
            "barcode": "7612345",
            "category": "Shared",
            "category_id": shared.id,
            "salon_id": HARBOUR,
            "is_chain": False,
            "cost": 1234.5,
            "actual_cost": 1000,
            "unit_id": 5,
            "unit_short_title": "l",
            "service_unit_id": 2,
            "service_unit_short_title": "g",
            "unit_equals": 0.5,
            "unit_actual_cost": 2000,
            "unit_actual_cost_format": "$2,000",
            "critical_amount": 1,
            "desired_amount": 2,
            "netto": 3,
            "brutto": 4.5,
            "comment": "New",
            "tax_variant": 3,
            "vat_id": 4,
            "actual_amounts": NOTHING_THERE,
            "loyalty_abonement_type_id": 0,
            "loyalty_certificate_type_id": 0,
            "loyalty_allow_empty_code": 0,
            "loyalty_serial_number_limited": 0,
            "loyalty_expiration_type_id": None,
            "is_goods_mark_enabled": False,
            "last_change_date": changed_at.astimezone(ZoneInfo("America/New_York")).strftime("%Y-%m-%dT%H:%M:%S%z"),
        },
        "meta": [],
    }


async def test_the_change_is_there_to_be_read(client: Client, argan: Product, shampoos: Category) -> None:
    changed = await client.put(f"/goods/{HARBOUR}/{argan.id}", product_form(shampoos, title="Silk", cost=5))
    response = await client.get(f"/goods/{HARBOUR}/{argan.id}")
    assert response.json() == changed.json()


async def test_it_is_found_by_its_new_texts_and_no_longer_by_the_old(
    client: Client, argan: Product, shampoos: Category
) -> None:
    await client.put(f"/goods/{HARBOUR}/{argan.id}", product_form(shampoos, title="Silk", article="SI-5"))
    found = [
        (await client.get(f"/goods/search/{HARBOUR}", params={"term": term})).json()["meta"]["count"]
        for term in ("silk", "si-5", "argan")
    ]
    assert found == [1, 1, 0]


async def test_fields_that_are_left_out_keep_their_values(client: Client, shampoos: Category) -> None:
    whole = await make_whole(client, shampoos)
    response = await client.put(f"/goods/{HARBOUR}/{whole['good_id']}", product_form(shampoos, title="Silk"))
    kept = {name: response.json()["data"][name] for name in (*TEXTS, *NUMBERS)}
    assert kept == {**TEXTS, **NUMBERS}


async def test_null_keeps_a_value(client: Client, shampoos: Category) -> None:
    """Q-006."""
    whole = await make_whole(client, shampoos)
    nulls = dict.fromkeys((*TEXTS, *NUMBERS))
    response = await client.put(f"/goods/{HARBOUR}/{whole['good_id']}", product_form(shampoos, **nulls))
    kept = {name: response.json()["data"][name] for name in nulls}
    assert kept == {**TEXTS, **NUMBERS}


async def test_an_empty_text_clears_a_text(client: Client, shampoos: Category) -> None:
    """Q-006."""
    whole = await make_whole(client, shampoos)
    empty = dict.fromkeys(TEXTS, "")
    response = await client.put(f"/goods/{HARBOUR}/{whole['good_id']}", product_form(shampoos, **empty))
    assert {name: response.json()["data"][name] for name in TEXTS} == empty


async def test_an_empty_text_keeps_a_number(client: Client, shampoos: Category) -> None:
    """Q-006."""
    whole = await make_whole(client, shampoos)
    empty = dict.fromkeys(NUMBERS, "")
    response = await client.put(f"/goods/{HARBOUR}/{whole['good_id']}", product_form(shampoos, **empty))
    assert {name: response.json()["data"][name] for name in NUMBERS} == NUMBERS


async def test_0_is_a_value(client: Client, shampoos: Category) -> None:
    whole = await make_whole(client, shampoos)
    zeros = dict.fromkeys(NUMBERS.keys() - {"unit_equals"}, 0)
    response = await client.put(f"/goods/{HARBOUR}/{whole['good_id']}", product_form(shampoos, **zeros))
    assert {name: response.json()["data"][name] for name in zeros} == zeros


async def test_the_owner_of_the_chain_may_change_what_belongs_to_it(
    client: Client, conn: Connection, chain: Tenant, shared: Category
) -> None:
    product = await make_product(conn, chain, shared, "Argan")
    response = await client.put(f"/goods/{HARBOUR}/{product.id}", product_form(shared, title="Silk"))
    assert (response.status_code, response.json()["data"]["is_chain"]) == (200, True)
    seen = await client.get(f"/goods/{HILLSIDE}/{product.id}")
    assert seen.json()["data"]["title"] == "Silk"


@pytest.mark.parametrize(("person", "location"), [(MANAGER, HARBOUR), (NEIGHBOUR, HILLSIDE)], ids=["own", "neighbour"])
async def test_a_location_may_not_change_what_belongs_to_the_chain(
    client: Client, conn: Connection, chain: Tenant, shared: Category, person: Person, location: int
) -> None:
    product = await make_product(conn, chain, shared, "Argan")
    before = await conn.fetchrow(FIND_ROW, product.id)
    form = product_form(shared, title="Silk")
    response = await client.by(person).put(f"/goods/{location}/{product.id}", form)
    assert (response.status_code, response.json()["meta"]["message"]) == (403, CHAIN_REFUSAL)
    assert await conn.fetchrow(FIND_ROW, product.id) == before


async def test_what_belongs_to_the_chain_cannot_lie_in_a_category_of_one_location(
    client: Client, conn: Connection, chain: Tenant, shared: Category, shampoos: Category
) -> None:
    product = await make_product(conn, chain, shared, "Argan")
    response = await client.put(f"/goods/{HARBOUR}/{product.id}", product_form(shampoos))
    assert faults_of(response) == {"category_id": "There is no such category here."}


async def test_a_product_of_a_location_may_move_to_a_category_of_the_chain(
    client: Client, argan: Product, shared: Category
) -> None:
    response = await client.put(f"/goods/{HARBOUR}/{argan.id}", product_form(shared))
    assert (response.status_code, response.json()["data"]["is_chain"]) == (200, False)


async def test_the_body_cannot_move_a_product_to_another_location_or_the_chain(
    client: Client, argan: Product, shampoos: Category
) -> None:
    form = product_form(shampoos, location_id=HILLSIDE, salon_id=HILLSIDE, chain_id=2, is_chain=True, good_id=999)
    response = await client.put(f"/goods/{HARBOUR}/{argan.id}", form)
    shown = response.json()["data"]
    assert (shown["good_id"], shown["salon_id"], shown["is_chain"]) == (argan.id, HARBOUR, False)


@pytest.mark.parametrize("person", [MANAGER, ADMINISTRATOR], ids=lambda person: person.name)
async def test_users_with_the_right_may_change(
    client: Client, argan: Product, shampoos: Category, person: Person
) -> None:
    response = await client.by(person).put(f"/goods/{HARBOUR}/{argan.id}", product_form(shampoos))
    assert response.status_code == 200


@pytest.mark.parametrize("form", [{}, {"title": ""}], ids=["empty", "faulty"])
async def test_an_unknown_product_is_not_found_whatever_the_body_says(client: Client, form: dict[str, str]) -> None:
    response = await client.put(f"/goods/{HARBOUR}/999999", form)
    assert (response.status_code, response.json()["meta"]["message"]) == (404, "Product not found.")


async def test_a_product_of_another_location_is_not_found(
    client: Client, conn: Connection, hillside: Tenant, shared: Category
) -> None:
    product = await make_product(conn, hillside, shared, "Argan")
    response = await client.put(f"/goods/{HARBOUR}/{product.id}", product_form(shared))
    assert (response.status_code, response.json()["meta"]["message"]) == (404, "Product not found.")


async def test_a_product_of_another_chain_is_not_found_and_does_not_change(
    client: Client, conn: Connection, abroad: Tenant, shampoos: Category
) -> None:
    product = await make_product(conn, abroad, await make_category(conn, abroad), "椿油")
    before = await conn.fetchrow(FIND_ROW, product.id)
    response = await client.put(f"/goods/{HARBOUR}/{product.id}", product_form(shampoos))
    assert (response.status_code, response.json()["meta"]["message"]) == (404, "Product not found.")
    assert await conn.fetchrow(FIND_ROW, product.id) == before


async def test_a_deleted_product_is_not_found(client: Client, argan: Product, shampoos: Category) -> None:
    await client.delete(f"/goods/{HARBOUR}/{argan.id}")
    response = await client.put(f"/goods/{HARBOUR}/{argan.id}", product_form(shampoos))
    assert (response.status_code, response.json()["meta"]["message"]) == (404, "Product not found.")


async def test_a_trailing_slash_is_the_same_address(client: Client, argan: Product, shampoos: Category) -> None:
    response = await client.put(f"/goods/{HARBOUR}/{argan.id}/", product_form(shampoos))
    assert response.status_code == 200
