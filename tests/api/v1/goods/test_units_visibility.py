"""What refusals of new units tell of stock that the user may not see."""

from decimal import Decimal
from typing import Any, LiteralString

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.products.model.products import Product
from parlour.areas.stock.model.stock import UnitKind
from parlour.db.pool import Connection
from tests.api.v1.goods.units import ALL_BY_SALE, ALL_BY_SERVICE, change_units
from tests.support.client import Client, faults_of
from tests.support.factories.stock import put_in, take_out
from tests.support.factories.users import make_member
from tests.support.people import HARBOUR

UNSEEN = "A storage that you don't see here would come to less than 0 of it."
PRICE: LiteralString = "SELECT price FROM stock_transactions WHERE product_id = $1"


async def test_a_hidden_storage_is_not_named(client: Client, conn: Connection, tenant: Tenant, silk: Product) -> None:
    await put_in(conn, tenant, silk.id, 2, 500)
    await take_out(conn, tenant, silk.id, 2, 450)
    await conn.execute("UPDATE locations SET allows_negative_stock = false WHERE id = $1", HARBOUR)
    limited = client.by(await make_member(conn, "limited", "manager", storages_ids=[1]))
    rules = [{"type": 1, "base_unit": "sale"}, {"type": 3, "base_unit": "service"}]
    assert faults_of(await change_units(limited, silk, rules)) == {"correction_rules": UNSEEN}


@pytest.mark.parametrize(
    "rights",
    [{"storages_ids": [1]}, {"storages_last_days_count": 3}, {"storages_transactions_types": [1]}],
    ids=["storages", "days", "kinds"],
)
async def test_hidden_movements_are_not_counted(
    client: Client, conn: Connection, tenant: Tenant, silk: Product, rights: dict[str, Any]
) -> None:
    await put_in(conn, tenant, silk.id, 2, Decimal("0.01"))
    limited = client.by(await make_member(conn, "limited", "manager", **rights))
    rules = [{"type": 1, "base_unit": "sale"}]
    assert faults_of(await change_units(limited, silk, rules)) == {"correction_rules": "There is no rule for receipts."}
    vanishing = await change_units(limited, silk, ALL_BY_SALE, unit_equals=1)
    assert faults_of(vanishing) == {"correction_rules": "Of the receipts, some would come to an amount of 0."}


@pytest.mark.parametrize("price", [1, 999_999_999_999])
async def test_no_ratio_is_too_much_for_a_price_that_is_hidden(
    client: Client, conn: Connection, tenant: Tenant, silk: Product, price: int
) -> None:
    """The ratio from which on it is refused would tell the price."""
    await put_in(conn, tenant, silk.id, 1, 500, unit=UnitKind.SALE, price=price)
    blind = await make_member(conn, "blind", "manager", storages_goods_prime_cost_view_access=False)
    response = await change_units(client.by(blind), silk, ALL_BY_SERVICE, unit_equals=251)
    assert response.status_code == 200, response.text
    assert await conn.fetchval(PRICE, silk.id) <= 999_999_999_999
