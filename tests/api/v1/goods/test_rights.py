"""Rights to single fields of a product, and to see what it costs the business."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, LiteralString

import httpx
import pytest
from litestar import Litestar

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.categories.model import Category
from parlour.areas.products.model.products import Product
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.catalogue import BOTTLE, MILLILITRE, for_chain, make_category, make_product
from tests.support.people import CHAIN, HARBOUR, MANAGER, OWNER

CHANGE_RIGHTS: LiteralString = """
    UPDATE location_roles SET rights = $4 WHERE chain_id = $1 AND location_id = $2 AND user_id = $3
"""
FIELDS: dict[Permission, dict[str, Any]] = {
    Permission.PRODUCT_TITLE: {"title": "Other", "print_title": "Other", "article": "O-1", "barcode": "96385074"},
    Permission.PRODUCT_PRICE: {"cost": 30},
    Permission.PRODUCT_COST_PRICE: {"actual_cost": 12},
    Permission.PRODUCT_UNITS: {"sale_unit_id": 12, "service_unit_id": 2, "unit_equals": 500},
    Permission.PRODUCT_BALANCES: {"critical_amount": 7, "desired_amount": 8},
    Permission.PRODUCT_MASSES: {"netto": 7, "brutto": 8},
    Permission.PRODUCT_COMMENT: {"comment": "Other"},
}


Take = Callable[..., Awaitable[None]]


@pytest.fixture
def take_from_manager(http: httpx.AsyncClient, conn: Connection, litestar: Litestar) -> Take:
    """Changes the manager's rights behind the server's back, and waits until it knows."""

    async def take(*permissions: Permission) -> None:
        cache = litestar.state.services.access_cache
        before = cache.generation
        rights = json.dumps(dict.fromkeys(permissions, False))
        await conn.execute(CHANGE_RIGHTS, CHAIN, HARBOUR, MANAGER.id, rights)
        while cache.generation == before:  # noqa: ASYNC110 - nobody sets an event when a notice arrives
            await asyncio.sleep(0.001)

    return take


@pytest.fixture
async def product(conn: Connection, tenant: Tenant, shampoos: Category) -> Product:
    units = {"sale_unit_id": BOTTLE, "write_off_unit_id": MILLILITRE}
    return await make_product(conn, tenant, shampoos, "Argan", cost_price=11, unit_ratio=250, **units)


def form(product: Product, **changed: Any) -> dict[str, Any]:
    """What is required, as it is, and what changes."""
    required = {"title": product.title, "category_id": product.category_id}
    units = {"sale_unit_id": product.sale_unit_id, "service_unit_id": product.write_off_unit_id}
    return {**required, **units, **changed}


CHANGES = [(permission, {name: value}) for permission, fields in FIELDS.items() for name, value in fields.items()]


@pytest.mark.parametrize(
    ("permission", "changed"), CHANGES, ids=lambda part: next(iter(part), "") if isinstance(part, dict) else ""
)
async def test_a_field_changes_only_with_its_right(
    client: Client, take_from_manager: Take, product: Product, permission: Permission, changed: dict[str, Any]
) -> None:
    manager, address = client.by(MANAGER), f"/goods/{HARBOUR}/{product.id}"
    await take_from_manager(permission)
    refused = await manager.put(address, form(product, **changed))
    assert refused.status_code == 403
    assert refused.json()["meta"]["message"] == f"You lack the right {permission} in this location."
    assert (await client.get(address)).headers["etag"] == f'"{product.revision}"'
    await take_from_manager(*(Permission(other) for other in FIELDS if other is not permission))
    assert (await manager.put(address, form(product, **changed))).status_code == 200


async def test_moving_to_another_category_needs_its_right(
    client: Client, conn: Connection, take_from_manager: Take, tenant: Tenant, product: Product
) -> None:
    other = await make_category(conn, tenant, "Other")
    await take_from_manager(Permission.PRODUCT_CATEGORY)
    response = await client.by(MANAGER).put(f"/goods/{HARBOUR}/{product.id}", form(product, category_id=other.id))
    assert response.status_code == 403
    assert Permission.PRODUCT_CATEGORY in response.json()["meta"]["message"]


async def test_a_field_that_keeps_its_value_needs_no_right(
    client: Client, take_from_manager: Take, product: Product
) -> None:
    """Q-100."""
    await take_from_manager(*FIELDS, Permission.PRODUCT_CATEGORY)
    response = await client.by(MANAGER).put(
        f"/goods/{HARBOUR}/{product.id}", form(product, actual_cost=11, unit_equals=250, comment="")
    )
    assert response.status_code == 200


async def test_every_missing_right_is_named(client: Client, take_from_manager: Take, product: Product) -> None:
    await take_from_manager(Permission.PRODUCT_PRICE, Permission.PRODUCT_COMMENT)
    response = await client.by(MANAGER).put(
        f"/goods/{HARBOUR}/{product.id}", form(product, cost=30, comment="Other", netto=3)
    )
    message = response.json()["meta"]["message"]
    assert message == f"You lack the right {Permission.PRODUCT_PRICE}, {Permission.PRODUCT_COMMENT} in this location."


async def test_without_the_right_to_change_products_the_single_rights_are_worth_nothing(
    client: Client, take_from_manager: Take, product: Product
) -> None:
    await take_from_manager(Permission.PRODUCTS_UPDATE)
    response = await client.by(MANAGER).put(f"/goods/{HARBOUR}/{product.id}", form(product))
    assert response.status_code == 403
    assert Permission.PRODUCTS_UPDATE in response.json()["meta"]["message"]


async def test_a_product_of_the_chain_needs_the_right_in_the_chain(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    shared = for_chain(tenant)
    product = await make_product(conn, shared, await make_category(conn, shared, "Shared"), "Shared")
    await conn.execute("UPDATE chain_roles SET role = 'administrator' WHERE user_id = $1", OWNER.id)
    address = f"/goods/{HARBOUR}/{product.id}"
    refused = await client.put(address, form(product, actual_cost=12))
    assert refused.status_code == 403
    assert f"{Permission.PRODUCT_COST_PRICE} in the chain" in refused.json()["meta"]["message"]
    assert (await client.put(address, form(product, cost=12))).status_code == 200


async def test_cost_prices_are_hidden_from_those_without_the_right(
    client: Client, take_from_manager: Take, product: Product
) -> None:
    """Q-045."""
    await take_from_manager(Permission.COST_PRICE_VIEW)
    manager = client.by(MANAGER)
    address = f"/goods/{HARBOUR}/{product.id}"
    shown = [
        (await manager.get(address)).json()["data"],
        (await manager.get(f"/goods/{HARBOUR}")).json()["data"][0],
        (await manager.put(address, form(product, cost=1))).json()["data"],
    ]
    for row in shown:
        assert (row["actual_cost"], row["unit_actual_cost"], row["unit_actual_cost_format"]) == (None, None, "")
    seen = (await client.get(address)).json()["data"]
    assert (seen["actual_cost"], seen["unit_actual_cost"], seen["unit_actual_cost_format"]) == (11, 0.044, "$0.04")


async def test_what_was_hidden_can_be_sent_back_and_stays(
    client: Client, take_from_manager: Take, product: Product
) -> None:
    """A client that sends the whole product back, with the null that it was shown (Q-045)."""
    await take_from_manager(Permission.COST_PRICE_VIEW, Permission.PRODUCT_COST_PRICE)
    address = f"/goods/{HARBOUR}/{product.id}"
    response = await client.by(MANAGER).put(address, form(product, actual_cost=None, comment="Other"))
    assert response.status_code == 200
    assert (await client.get(address)).json()["data"]["actual_cost"] == 11


async def test_an_owner_s_rights_cannot_be_cut_by_a_row(client: Client, conn: Connection, product: Product) -> None:
    await conn.execute("DELETE FROM chain_roles WHERE user_id = $1", OWNER.id)
    await conn.execute(
        "INSERT INTO location_roles (chain_id, location_id, user_id, role, rights) VALUES ($1, $2, $3, 'owner', $4)",
        CHAIN,
        HARBOUR,
        OWNER.id,
        json.dumps({Permission.PRODUCTS_UPDATE: False}),
    )
    assert (await client.put(f"/goods/{HARBOUR}/{product.id}", form(product, cost=3))).status_code == 200


@pytest.mark.parametrize("with_the_right", [False, True], ids=["without", "with"])
async def test_a_hidden_cost_price_can_not_be_found_by_trying(
    client: Client, take_from_manager: Take, product: Product, with_the_right: bool
) -> None:
    """The right value and wrong ones are answered alike; 0 would set the cost price free (Q-100)."""
    taken = [Permission.COST_PRICE_VIEW, *([] if with_the_right else [Permission.PRODUCT_COST_PRICE])]
    await take_from_manager(*taken)
    address = f"/goods/{HARBOUR}/{product.id}"
    answers = [await client.by(MANAGER).put(address, form(product, actual_cost=guess)) for guess in (11, 12, 11.01, 0)]
    assert {answer.status_code for answer in answers} == {200 if with_the_right else 403}
    told = [answer.json()["data"] or answer.json()["meta"] for answer in answers]
    for each in told:
        each.pop("last_change_date", None)
    assert told == [told[0]] * len(told)
    if not with_the_right:
        message = f"You lack the right {Permission.PRODUCT_COST_PRICE} in this location."
        assert told[0] == {"message": message}
        assert (await client.get(address)).json()["data"]["actual_cost"] == 11


async def test_a_cost_price_that_is_set_unseen_is_set_by_hand(
    client: Client, conn: Connection, take_from_manager: Take, product: Product
) -> None:
    """It can't be the one that was shown, sent back."""
    await conn.execute("UPDATE products SET is_cost_price_fixed = false WHERE id = $1", product.id)
    await take_from_manager(Permission.COST_PRICE_VIEW)
    await client.by(MANAGER).put(f"/goods/{HARBOUR}/{product.id}", form(product, actual_cost=11))
    assert await conn.fetchval("SELECT is_cost_price_fixed FROM products WHERE id = $1", product.id)


@pytest.mark.parametrize("cost", [None, ""], ids=repr)
async def test_a_hidden_cost_price_that_is_not_given_stays(
    client: Client, take_from_manager: Take, product: Product, cost: object
) -> None:
    await take_from_manager(Permission.COST_PRICE_VIEW, Permission.PRODUCT_COST_PRICE)
    address = f"/goods/{HARBOUR}/{product.id}"
    read = (await client.by(MANAGER).get(address)).json()["data"]
    whole = form(product, **{name: read[name] for name in ("cost", "comment", "netto", "unit_equals", "article")})
    assert (await client.by(MANAGER).put(address, {**whole, "actual_cost": cost})).status_code == 200
    assert (await client.get(address)).json()["data"]["actual_cost"] == 11


@pytest.mark.parametrize(
    ("permission", "name", "value"),
    [
        (permission, name, value)
        for permission, fields in FIELDS.items()
        for name, value in fields.items()
        if name not in ("title", "sale_unit_id", "service_unit_id")
    ],
)
async def test_a_new_product_says_only_what_its_maker_may_set(
    client: Client, take_from_manager: Take, product: Product, permission: Permission, name: str, value: object
) -> None:
    """Q-100."""
    await take_from_manager(permission)
    refused = await client.by(MANAGER).post(f"/goods/{HARBOUR}", form(product, **{name: value}))
    assert refused.status_code == 403
    assert refused.json()["meta"]["message"] == f"You lack the right {permission} in this location."
    assert (await client.by(MANAGER).post(f"/goods/{HARBOUR}", form(product))).status_code == 201


async def test_what_every_new_product_has_needs_the_right_to_create_alone(
    client: Client, take_from_manager: Take, product: Product
) -> None:
    await take_from_manager(*FIELDS, Permission.PRODUCT_CATEGORY)
    nothing = {"print_title": "", "cost": 0, "actual_cost": 0, "unit_equals": 1, "netto": 0, "comment": ""}
    assert (await client.by(MANAGER).post(f"/goods/{HARBOUR}", form(product, **nothing))).status_code == 201


async def test_without_seeing_costs_even_0_as_the_cost_price_of_a_new_product_needs_its_right(
    client: Client, take_from_manager: Take, product: Product
) -> None:
    await take_from_manager(Permission.COST_PRICE_VIEW, Permission.PRODUCT_COST_PRICE)
    refused = await client.by(MANAGER).post(f"/goods/{HARBOUR}", form(product, actual_cost=0))
    assert refused.status_code == 403
    assert (await client.by(MANAGER).post(f"/goods/{HARBOUR}", form(product, actual_cost=None))).status_code == 201
