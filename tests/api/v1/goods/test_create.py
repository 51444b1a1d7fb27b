"""POST /goods/{location_id}"""

import json
import re
from datetime import datetime
from decimal import Decimal
from typing import Any, LiteralString
from zoneinfo import ZoneInfo

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.areas.categories.model import Category
from parlour.db.pool import Connection
from tests.api.v1.goods.bodies import with_cost
from tests.support.client import Client, faults_of
from tests.support.factories.catalogue import BOTTLE, MILLILITRE, make_category, product_form
from tests.support.factories.stock import NOTHING_THERE
from tests.support.people import ADMINISTRATOR, HARBOUR, HILLSIDE, MANAGER, Person

COUNT_PRODUCTS: LiteralString = "SELECT count(*) FROM products"
FIND_CHANGED_AT: LiteralString = "SELECT changed_at FROM products WHERE id = $1"
FIND_SEARCH_TEXT: LiteralString = "SELECT search_text FROM products WHERE id = $1"
LEFT_OUT = object()


def created(response: httpx.Response) -> dict[str, Any]:
    assert response.status_code == 201, response.text
    data: dict[str, Any] = response.json()["data"]
    return data


async def test_a_product_is_made_from_all_its_fields(client: Client, conn: Connection, shampoos: Category) -> None:
    response = await client.post(
        f"/goods/{HARBOUR}",
        {
            "title": "Argan Repair Shampoo",
            "print_title": "Shampoo",
            "article": "AR-250",
            "barcode": "4006381333931",
            "category_id": shampoos.id,
            "cost": 24.9,
            "actual_cost": 11,
            "sale_unit_id": BOTTLE,
            "service_unit_id": MILLILITRE,
            "unit_equals": 250,
            "critical_amount": 500,
            "desired_amount": 2500.5,
            "netto": 250,
            "brutto": 290.1234,
            "comment": "For dry hair\nand curls",
            "tax_variant": 0,
            "vat_id": 1,
        },
    )
    assert response.status_code == 201
    body = response.json()
    changed_at: datetime = await conn.fetchval(FIND_CHANGED_AT, body["data"]["good_id"])
    assert body == {
        "success": True,
        "data": {
            "good_id": body["data"]["good_id"],
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
            "comment": "For dry hair\nand curls",
            "tax_variant": 0,
            "vat_id": 1,
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


async def test_the_product_can_be_read_as_it_was_answered(client: Client, shampoos: Category) -> None:
    made = created(await client.post(f"/goods/{HARBOUR}", product_form(shampoos, cost=24.9, vat_id=2)))
    response = await client.get(f"/goods/{HARBOUR}/{made['good_id']}")
    assert response.json()["data"] == made


async def test_the_answer_carries_the_first_revision_as_its_tag(client: Client, shampoos: Category) -> None:
    response = await client.post(f"/goods/{HARBOUR}", product_form(shampoos))
    assert response.headers["etag"] == '"1"'


@pytest.mark.parametrize("nothing", [LEFT_OUT, None, ""], ids=["left_out", "null", "empty"])
async def test_optional_fields_that_are_not_given_have_their_defaults(
    client: Client, shampoos: Category, nothing: object
) -> None:
    defaults = {
        "print_title": "",
        "article": "",
        "barcode": "",
        "cost": 0,
        "actual_cost": 0,
        "unit_equals": 1,
        "critical_amount": 0,
        "desired_amount": 0,
        "netto": 0,
        "brutto": 0,
        "comment": "",
        "tax_variant": None,
        "vat_id": None,
    }
    optional = {name: nothing for name in defaults if nothing is not LEFT_OUT}
    made = created(await client.post(f"/goods/{HARBOUR}", product_form(shampoos, **optional)))
    assert {name: made[name] for name in defaults} == defaults


async def test_numbers_may_come_as_strings(client: Client, shampoos: Category) -> None:
    given = {"cost": 24.9, "unit_equals": 250, "tax_variant": 0, "critical_amount": 0.5}
    form = {name: value if name == "title" else str(value) for name, value in product_form(shampoos, **given).items()}
    made = created(await client.post(f"/goods/{HARBOUR}", form))
    assert {name: made[name] for name in given} == given
    assert (made["category_id"], made["unit_id"], made["service_unit_id"]) == (shampoos.id, BOTTLE, MILLILITRE)


async def test_a_product_may_lie_in_a_category_of_the_chain_and_is_still_the_locations(
    client: Client, conn: Connection, chain: Tenant
) -> None:
    made = created(await client.post(f"/goods/{HARBOUR}", product_form(await make_category(conn, chain))))
    assert made["is_chain"] is False
    assert (await client.get(f"/goods/{HILLSIDE}/{made['good_id']}")).status_code == 404


async def test_a_title_may_have_255_characters_of_any_kind(client: Client, shampoos: Category) -> None:
    made = created(await client.post(f"/goods/{HARBOUR}", product_form(shampoos, title="💇" * 255)))
    assert made["title"] == "💇" * 255


@pytest.mark.parametrize("space", [" ", "\n", "\t", "\u00a0", "\u3000"], ids=repr)
async def test_white_space_around_a_text_is_taken_off(client: Client, shampoos: Category, space: str) -> None:
    padded = {"title": f"{space}Argan{space}", "article": f"{space}A-1{space}", "barcode": f"{space}1{space}"}
    made = created(await client.post(f"/goods/{HARBOUR}", product_form(shampoos, **padded)))
    assert (made["title"], made["article"], made["barcode"]) == ("Argan", "A-1", "1")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("10.01", 10.01),
        ("10.010", 10.01),
        ("19.989999999999998", 19.99),
        ("0.30000000000000004", 0.3),
        ('"10.0100"', 10.01),
        ("1e2", 100),
        ("-0.0", 0),
        ("999999999999", 999999999999),
    ],
)
async def test_money_is_what_was_meant(client: Client, shampoos: Category, sent: str, kept: float) -> None:
    """Q-007, Q-139."""
    made = created(await client.post(f"/goods/{HARBOUR}", content=with_cost(shampoos, sent)))
    assert made["cost"] == kept


@pytest.mark.parametrize("beside", [{}, {"comment": None}], ids=["alone", "beside_a_null"])
async def test_nothing_of_an_exact_number_is_lost_before_it_is_judged(
    client: Client, shampoos: Category, beside: dict[str, None]
) -> None:
    response = await client.post(f"/goods/{HARBOUR}", content=with_cost(shampoos, "1.00499999999999999999", **beside))
    assert faults_of(response) == {"cost": "1.00499999999999999999 has more decimals than USD has (2)."}


async def test_amounts_and_ratios_are_rounded_to_four_decimals(client: Client, shampoos: Category) -> None:
    """Q-007, Q-105."""
    sent = dict.fromkeys(("unit_equals", "critical_amount", "desired_amount", "netto", "brutto"), 0.12345)
    made = created(await client.post(f"/goods/{HARBOUR}", product_form(shampoos, **sent)))
    assert {made[name] for name in sent} == {0.1235}


@pytest.mark.parametrize("beside", [{}, {"comment": None}], ids=["", "beside_a_null"])
async def test_fields_may_come_in_camel_case(client: Client, shampoos: Category, beside: dict[str, None]) -> None:
    form = {
        "title": "Argan",
        "categoryId": shampoos.id,
        "saleUnitId": BOTTLE,
        "serviceUnitId": MILLILITRE,
        "actualCost": 11,
        **beside,
    }
    made = created(await client.post(f"/goods/{HARBOUR}", form))
    assert (made["category_id"], made["actual_cost"]) == (shampoos.id, 11)


@pytest.mark.parametrize("beside", [{}, {"comment": None}], ids=["", "beside_a_null"])
async def test_an_optional_field_alone_may_come_in_camel_case(
    client: Client, shampoos: Category, beside: dict[str, None]
) -> None:
    made = created(await client.post(f"/goods/{HARBOUR}", product_form(shampoos, unitEquals=250, **beside)))
    assert made["unit_equals"] == 250


async def test_the_fields_own_name_wins_over_another(client: Client, shampoos: Category) -> None:
    form = product_form(shampoos, categoryId=999_999, comment=None)
    assert created(await client.post(f"/goods/{HARBOUR}", form))["category_id"] == shampoos.id


async def test_unknown_fields_are_passed_over(client: Client, shampoos: Category) -> None:
    form = product_form(shampoos, good_id=7, salon_id=HILLSIDE, is_chain=True, color={"deep": ["blue"]})
    made = created(await client.post(f"/goods/{HARBOUR}", form))
    assert (made["salon_id"], made["is_chain"]) == (HARBOUR, False)


@pytest.mark.parametrize(
    "content_type", [None, "application/json", "application/json; charset=utf-8", "application/json;charset=UTF-8"]
)
async def test_a_content_type_may_be_missing_or_name_a_charset(
    client: Client, shampoos: Category, content_type: str | None
) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    body = json.dumps(product_form(shampoos, title="Crème")).encode()
    made = created(await client.post(f"/goods/{HARBOUR}", content=body, headers=headers))
    assert made["title"] == "Crème"


async def test_two_products_may_share_article_and_barcode(client: Client, shampoos: Category) -> None:
    """Q-010."""
    form = product_form(shampoos, article="A-1", barcode="123")
    first, second = [created(await client.post(f"/goods/{HARBOUR}", form)) for _ in range(2)]
    assert first["good_id"] < second["good_id"]
    for term in ("A-1", "123"):
        found = (await client.get(f"/goods/search/{HARBOUR}?term={term}")).json()["data"]
        assert [element["item_id"] for element in found] == [first["good_id"], second["good_id"]]


async def test_each_location_writes_prices_and_dates_in_its_own_way(
    client: Client, conn: Connection, hillside: Tenant
) -> None:
    form = product_form(await make_category(conn, hillside), actual_cost=1234.5)
    made = created(await client.post(f"/goods/{HILLSIDE}", form))
    assert made["unit_actual_cost_format"] == "1.234,50 €"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0[12]00", made["last_change_date"])


async def test_it_is_stored_by_exact_numbers_and_found_by_folded_texts(
    client: Client, conn: Connection, shampoos: Category
) -> None:
    form = product_form(shampoos, title="Crème", article="ÄR-1", barcode="123", cost=0.1)
    made = created(await client.post(f"/goods/{HARBOUR}", form))
    assert await conn.fetchval("SELECT price FROM products") == Decimal("0.10")
    assert await conn.fetchval(FIND_SEARCH_TEXT, made["good_id"]) == "creme\x1far-1\x1f123"


@pytest.mark.parametrize("person", [MANAGER, ADMINISTRATOR], ids=lambda person: person.name)
async def test_users_with_the_right_may_create(client: Client, shampoos: Category, person: Person) -> None:
    response = await client.by(person).post(f"/goods/{HARBOUR}", product_form(shampoos))
    assert response.status_code == 201
