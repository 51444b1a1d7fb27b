"""GET /locations/{location_id}/attendance_product_items/{attendance_product_item_id}"""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.products.model.products import Product
from parlour.areas.stock.model.stock import UnitKind
from parlour.db.pool import Connection
from tests.api.v2.bodies import body
from tests.support.client import Client, faults_of
from tests.support.factories.catalogue import BOTTLE, MILLILITRE
from tests.support.factories.stock import put_in, storages_of, take_out
from tests.support.people import HARBOUR, HILLSIDE, MANAGER, NEIGHBOUR

ITEMS = f"/locations/{HARBOUR}/attendance_product_items"
NOT_FOUND = (404, body("Item not found."))
SET_RIGHTS = "UPDATE location_roles SET rights = $2 WHERE user_id = $1"


async def sell(conn: Connection, tenant: Tenant, product: Product, **fields: Any) -> int:
    """Two bottles with a discount, in an appointment, unless said otherwise."""
    given = {
        "appointment_id": 77,
        "team_member_id": 5,
        "unit": UnitKind.SALE,
        "price": Decimal("24.9"),
        "discount": 10,
        "cost": Decimal("44.82"),
        **fields,
    }
    _, storage = await storages_of(conn, tenant)
    return await take_out(conn, tenant, product.id, storage, 6, **given)


async def test_an_item_sold_in_sale_units(v2: Client, conn: Connection, tenant: Tenant, argan: Product) -> None:
    """Q-064, Q-065."""
    _, storage = await storages_of(conn, tenant)
    item = await sell(conn, tenant, argan)
    assert (await v2.get(f"{ITEMS}/{item}")).json() == {
        "data": {
            "type": "attendance_good_item",
            "id": str(item),
            "attributes": {
                "record_id": 77,
                "quantity": 2,
                "unit_id": BOTTLE,
                "sale_unit_id": BOTTLE,
                "consumable_unit_id": MILLILITRE,
                "operation_unit_type": "sale",
                "operation_type_slug": "sale",
                "first_cost": 49.8,
                "manual_cost": 44.82,
                "cost_per_unit": 24.9,
                "discount_percent": 10,
                "cost": 44.82,
                "master_id": 5,
                "staff_id": 5,
                "good_id": argan.id,
                "storage_id": storage,
            },
        },
        "meta": [],
    }


async def test_an_item_sold_in_consumable_units(v2: Client, conn: Connection, tenant: Tenant, argan: Product) -> None:
    """Q-064."""
    item = await sell(conn, tenant, argan, unit=UnitKind.WRITE_OFF, price=10, cost=54)
    shown = (await v2.get(f"{ITEMS}/{item}")).json()["data"]["attributes"]
    assert (shown["quantity"], shown["unit_id"], shown["first_cost"]) == (6, MILLILITRE, 60)
    assert shown["operation_unit_type"] == shown["operation_type_slug"] == "consumable"


async def test_with_everything_that_it_refers_to(v2: Client, conn: Connection, tenant: Tenant, argan: Product) -> None:
    """Q-066."""
    _, storage = await storages_of(conn, tenant)
    item = await sell(conn, tenant, argan)
    names = "good,staff,storage_amount,loyalty_abonement,loyalty_certificate,marks"
    found = (await v2.get(f"{ITEMS}/{item}?include={names}")).json()
    assert found["data"]["relationships"] == {
        "good": {"data": {"type": "good", "id": str(argan.id)}},
        "staff": {"data": None},
        "storage_amount": {"data": {"type": "good_storage_amount", "id": f"{argan.id}_{storage}"}},
        "loyalty_abonement": {"data": None},
        "loyalty_certificate": {"data": None},
        "marks": {"data": []},
    }
    good, amount = found["included"]
    assert good["attributes"]["title"] == "Argan"
    assert amount["attributes"]["consumable_amount"] == -6


async def test_the_product_may_be_gone_since(
    v2: Client, client: Client, conn: Connection, tenant: Tenant, argan: Product
) -> None:
    item = await sell(conn, tenant, argan)
    await client.delete(f"/goods/{HARBOUR}/{argan.id}")
    found = (await v2.get(f"{ITEMS}/{item}?include=good")).json()
    assert found["data"]["relationships"] == {"good": {"data": None}}
    assert found["data"]["attributes"]["good_id"] == argan.id


async def test_only_live_sales_in_an_appointment_are_items(
    v2: Client, conn: Connection, tenant: Tenant, argan: Product
) -> None:
    """Q-065."""
    _, storage = await storages_of(conn, tenant)
    over_the_counter = await sell(conn, tenant, argan, appointment_id=0)
    deleted = await sell(conn, tenant, argan, deleted_at=datetime.now(UTC))
    receipt = await put_in(conn, tenant, argan.id, storage, 5, appointment_id=77)
    for item in (over_the_counter, deleted, receipt, 999_999):
        response = await v2.get(f"{ITEMS}/{item}")
        assert (response.status_code, response.json()) == NOT_FOUND


async def test_the_items_of_other_locations_are_not_found(
    v2: Client, conn: Connection, tenant: Tenant, argan: Product
) -> None:
    item = await sell(conn, tenant, argan)
    response = await v2.by(NEIGHBOUR).get(f"/locations/{HILLSIDE}/attendance_product_items/{item}")
    assert (response.status_code, response.json()) == NOT_FOUND


@pytest.mark.parametrize(
    "rights",
    ['{"storages_ids": [1]}', '{"storages_transactions_types": [3]}', '{"storages_last_days_count": 0}'],
)
async def test_what_the_users_rights_do_not_reach_is_not_found(
    v2: Client, conn: Connection, tenant: Tenant, argan: Product, rights: str
) -> None:
    item = await sell(conn, tenant, argan)
    assert (await v2.get(f"{ITEMS}/{item}")).status_code == 200
    await conn.execute(SET_RIGHTS, MANAGER.id, rights)
    response = await v2.by(MANAGER).get(f"{ITEMS}/{item}")
    assert (response.status_code, response.json()) == NOT_FOUND


async def test_an_unknown_include_is_named(v2: Client) -> None:
    response = await v2.get(f"{ITEMS}/1?include=client")
    assert faults_of(response) == {"include": "`client` is not one of the documented values."}
