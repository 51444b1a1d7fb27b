"""GET /goods/{location_id}/{product_id}"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import LiteralString

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.categories.model import Category
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.catalogue import BOTTLE, MILLILITRE, for_chain, make_category, make_product
from tests.support.factories.stock import NOTHING_THERE
from tests.support.people import ABROAD, ACCOUNTANT, FOREIGNER, HARBOUR, HILLSIDE

SET_CHANGED: LiteralString = "UPDATE products SET changed_at = $2 WHERE id = $1"
SET_STYLE: LiteralString = "UPDATE locations SET currency = $2, locale = $3 WHERE id = $1"


async def test_a_product_is_shown_whole(client: Client, conn: Connection, tenant: Tenant, shampoos: Category) -> None:
    """Q-116."""
    product = await make_product(
        conn,
        tenant,
        shampoos,
        "Argan Repair Shampoo",
        receipt_title="Shampoo",
        article="AR-250",
        barcode="4006381333931",
        price=Decimal("24.90"),
        cost_price=Decimal(11),
        sale_unit_id=BOTTLE,
        write_off_unit_id=MILLILITRE,
        unit_ratio=Decimal(250),
        critical_amount=Decimal(500),
        desired_amount=Decimal("2500.5"),
        net_mass=Decimal(250),
        gross_mass=Decimal("290.1234"),
        comment="For dry hair",
        tax_variant=0,
        vat_id=1,
    )
    await conn.execute(SET_CHANGED, product.id, datetime.fromisoformat("2026-01-01T17:00:00Z"))
    response = await client.get(f"/goods/{HARBOUR}/{product.id}")
    assert response.status_code == 200
    assert response.json() == {
        "success": True,
        "data": {
            "good_id": product.id,
            "title": "Argan Repair Shampoo",
            "value": "Argan Repair Shampoo",
            "label": "Argan Repair Shampoo (AR-250)",
            "print_title": "Shampoo",
            "article": "AR-250",
            "barcode": "4006381333931",
            "category": "Shampoos",
            "category_id": shampoos.id,
            "salon_id": HARBOUR,
            "is_chain": False,
            "cost": 24.9,
            "actual_cost": 11,
            "unit_id": BOTTLE,
            "unit_short_title": "bottle",
            "service_unit_id": MILLILITRE,
            "service_unit_short_title": "ml",
            "unit_equals": 250,
            "unit_actual_cost": 0.044,
            "unit_actual_cost_format": "$0.04",
            "critical_amount": 500,
            "desired_amount": 2500.5,
            "netto": 250,
            "brutto": 290.1234,
            "comment": "For dry hair",
            "tax_variant": 0,
            "vat_id": 1,
            "actual_amounts": NOTHING_THERE,
            "loyalty_abonement_type_id": 0,
            "loyalty_certificate_type_id": 0,
            "loyalty_allow_empty_code": 0,
            "loyalty_serial_number_limited": 0,
            "loyalty_expiration_type_id": None,
            "is_goods_mark_enabled": False,
            "last_change_date": "2026-01-01T12:00:00-0500",
        },
        "meta": [],
    }


async def test_a_product_of_the_chain_shows_in_each_of_its_locations(
    client: Client, conn: Connection, chain: Tenant
) -> None:
    product = await make_product(conn, chain, await make_category(conn, chain), "Argan")
    shown = [(await client.get(f"/goods/{location}/{product.id}")).json()["data"] for location in (HARBOUR, HILLSIDE)]
    assert [(each["salon_id"], each["is_chain"]) for each in shown] == [(HARBOUR, True), (HILLSIDE, True)]


async def test_without_an_article_the_label_is_the_title(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    product = await make_product(conn, tenant, shampoos, "Argan")
    response = await client.get(f"/goods/{HARBOUR}/{product.id}")
    assert response.json()["data"]["label"] == "Argan"


async def test_the_answer_carries_the_revision_as_its_tag(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    product = await make_product(conn, tenant, shampoos, "Argan")
    response = await client.get(f"/goods/{HARBOUR}/{product.id}")
    assert response.headers["etag"] == '"1"'


@pytest.mark.parametrize(
    ("price", "sent"),
    [("1000.00", "1000"), ("24.90", "24.9"), ("0.05", "0.05"), ("999999999999.99", "999999999999.99"), ("0", "0")],
)
async def test_money_leaves_exact_and_whole_amounts_without_a_fraction(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category, price: str, sent: str
) -> None:
    product = await make_product(conn, tenant, shampoos, "Argan", price=Decimal(price))
    response = await client.get(f"/goods/{HARBOUR}/{product.id}")
    assert f'"cost":{sent},' in response.text


@pytest.mark.parametrize(
    ("cost_price", "ratio", "unit_cost"),
    [("3510", "1", 3510), ("11", "250", 0.044), ("10", "3", 3.3333), ("20", "3", 6.6667), ("500", "0.5", 1000)],
)
async def test_the_unit_cost_is_that_of_one_write_off_unit_to_four_decimals(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category, cost_price: str, ratio: str, unit_cost: float
) -> None:
    product = await make_product(
        conn, tenant, shampoos, "Argan", cost_price=Decimal(cost_price), unit_ratio=Decimal(ratio)
    )
    response = await client.get(f"/goods/{HARBOUR}/{product.id}")
    assert response.json()["data"]["unit_actual_cost"] == unit_cost


@pytest.mark.parametrize(
    ("currency", "locale", "cost_price", "written"),
    [
        ("USD", "en_US", "1234.5", "$1,234.50"),
        ("USD", "en_US", "1234567", "$1,234,567"),
        ("USD", "en_US", "0", "$0"),
        ("EUR", "de_DE", "1234.5", "1.234,50 €"),
        ("EUR", "de_DE", "1234567", "1.234.567 €"),
        ("JPY", "ja_JP", "1234", "￥1,234"),
        ("JPY", "ja_JP", "1234.5", "￥1,235"),
        ("RUB", "ru_RU", "3510", "3 510 ₽"),
        ("INR", "en_IN", "1234567.5", "₹12,34,567.50"),
        ("CHF", "de_CH", "1234.5", "CHF 1’234.50"),
        ("KWD", "de_DE", "1234.5", "1.234,500 KWD"),
    ],
)
async def test_the_unit_cost_is_written_by_the_habits_of_the_location(
    client: Client,
    conn: Connection,
    tenant: Tenant,
    shampoos: Category,
    currency: str,
    locale: str,
    cost_price: str,
    written: str,
) -> None:
    """Q-009, Q-020."""
    await conn.execute(SET_STYLE, HARBOUR, currency, locale)
    product = await make_product(conn, tenant, shampoos, "Argan", cost_price=Decimal(cost_price))
    response = await client.get(f"/goods/{HARBOUR}/{product.id}")
    assert response.json()["data"]["unit_actual_cost_format"] == written


@pytest.mark.parametrize(("cost_price", "written"), [("1", "$0.13"), ("3", "$0.38"), ("0.99", "$0.12")])
async def test_the_written_unit_cost_is_rounded_half_up(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category, cost_price: str, written: str
) -> None:
    product = await make_product(conn, tenant, shampoos, "Argan", cost_price=Decimal(cost_price), unit_ratio=Decimal(8))
    response = await client.get(f"/goods/{HARBOUR}/{product.id}")
    assert response.json()["data"]["unit_actual_cost_format"] == written


@pytest.mark.parametrize(
    ("location", "instant", "written"),
    [
        (HARBOUR, "2026-01-01T17:00:00Z", "2026-01-01T12:00:00-0500"),
        (HARBOUR, "2026-07-01T17:00:00.999Z", "2026-07-01T13:00:00-0400"),
        (HILLSIDE, "2026-01-01T23:30:00Z", "2026-01-02T00:30:00+0100"),
        (HILLSIDE, "2026-07-01T17:00:00Z", "2026-07-01T19:00:00+0200"),
    ],
)
async def test_the_last_change_is_in_the_time_of_the_location(
    client: Client, conn: Connection, chain: Tenant, location: int, instant: str, written: str
) -> None:
    product = await make_product(conn, chain, await make_category(conn, chain), "Argan")
    await conn.execute(SET_CHANGED, product.id, datetime.fromisoformat(instant))
    response = await client.get(f"/goods/{location}/{product.id}")
    assert response.json()["data"]["last_change_date"] == written


async def test_another_country_has_its_own_time_and_currency(client: Client, conn: Connection, abroad: Tenant) -> None:
    product = await make_product(conn, abroad, await make_category(conn, abroad), "椿油", cost_price=Decimal(3510))
    await conn.execute(SET_CHANGED, product.id, datetime.fromisoformat("2026-01-01T17:00:00Z"))
    shown = (await client.by(FOREIGNER).get(f"/goods/{ABROAD}/{product.id}")).json()["data"]
    assert (shown["unit_actual_cost_format"], shown["last_change_date"]) == ("￥3,510", "2026-01-02T02:00:00+0900")


async def test_users_with_the_right_to_inventory_may_read(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    product = await make_product(conn, tenant, shampoos, "Argan")
    response = await client.by(ACCOUNTANT).get(f"/goods/{HARBOUR}/{product.id}")
    assert response.status_code == 200


async def test_parameters_of_the_listing_are_without_effect(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    product = await make_product(conn, tenant, shampoos, "Argan")
    response = await client.get(
        f"/goods/{HARBOUR}/{product.id}",
        params={"term": "x", "page": "7", "count": "0", "category_id": "999", "changed_after": "soon"},
    )
    assert response.json()["data"]["good_id"] == product.id


@pytest.mark.parametrize(
    "accepted",
    ["*/*", "application/json", "application/vnd.api.v2+json", "application/vnd.yclients.v2+json", "text/html", ""],
)
async def test_any_accept_header_is_answered_with_json(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category, accepted: str
) -> None:
    product = await make_product(conn, tenant, shampoos, "Argan")
    response = await client.get(f"/goods/{HARBOUR}/{product.id}", headers={"Accept": accepted})
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")


async def test_a_trailing_slash_is_the_same_address(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    product = await make_product(conn, tenant, shampoos, "Argan")
    response = await client.get(f"/goods/{HARBOUR}/{product.id}/")
    assert (response.status_code, response.json()["data"]["good_id"]) == (200, product.id)


@pytest.mark.parametrize("product_id", ["0", "999999", "9007199254740991"])
async def test_an_unknown_product_is_not_found(client: Client, product_id: str) -> None:
    response = await client.get(f"/goods/{HARBOUR}/{product_id}")
    assert (response.status_code, response.json()["meta"]["message"]) == (404, "Product not found.")


@pytest.mark.parametrize(
    "path",
    [
        "/goods/1/abc",
        "/goods/1/-1",
        "/goods/1/1.0",
        "/goods/1/1_0",
        "/goods/1/%2B7",
        "/goods/1/٧",
        "/goods/1/9007199254740992",
        "/goods/abc/1",
    ],
)
async def test_what_is_no_plain_number_is_no_address(client: Client, path: str) -> None:
    response = await client.get(path)
    assert response.status_code == 404


async def test_a_product_of_another_location_is_not_found(client: Client, conn: Connection, hillside: Tenant) -> None:
    product = await make_product(conn, hillside, await make_category(conn, hillside), "Argan")
    response = await client.get(f"/goods/{HARBOUR}/{product.id}")
    assert (response.status_code, response.json()["meta"]["message"]) == (404, "Product not found.")


@pytest.mark.parametrize("owned_by", [lambda owner: owner, for_chain], ids=["of_a_location", "of_the_chain"])
async def test_a_product_of_another_chain_is_not_found(
    client: Client, conn: Connection, abroad: Tenant, owned_by: Callable[[Tenant], Tenant]
) -> None:
    owner = owned_by(abroad)
    product = await make_product(conn, owner, await make_category(conn, owner), "椿油")
    response = await client.get(f"/goods/{HARBOUR}/{product.id}")
    assert (response.status_code, response.json()["meta"]["message"]) == (404, "Product not found.")


async def test_a_deleted_product_is_not_found(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    product = await make_product(conn, tenant, shampoos, "Argan")
    await client.delete(f"/goods/{HARBOUR}/{product.id}")
    response = await client.get(f"/goods/{HARBOUR}/{product.id}")
    assert (response.status_code, response.json()["meta"]["message"]) == (404, "Product not found.")
