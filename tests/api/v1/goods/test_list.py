"""GET /goods/{location_id}"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, LiteralString

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.areas.categories.model import Category
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.catalogue import for_chain, make_category, make_product, product_form
from tests.support.people import HARBOUR, HILLSIDE, NEIGHBOUR

SET_CHANGED: LiteralString = "UPDATE products SET changed_at = $2 WHERE id = $1"
# 12:00:00 in HARBOUR, whose offset in January is -05:00.
NOON = datetime(2026, 1, 31, 17, 0, 0, tzinfo=UTC)
BAD_DATE = "Expected a date and time in ISO 8601, such as 2026-01-31T18:30:00+01:00."
COPY_PRODUCTS: LiteralString = """
    INSERT INTO products (chain_id, location_id, category_id, title, sale_unit_id, write_off_unit_id, search_text)
    SELECT $1, $2, $3, 'Argan ' || number, 1, 1, 'argan ' || number || chr(31) || chr(31)
    FROM generate_series(1, $4::integer) AS number
"""


def titles(response: httpx.Response) -> list[str]:
    assert response.status_code == 200, response.text
    return [product["title"] for product in response.json()["data"]]


async def make_changed(conn: Connection, tenant: Tenant, category: Category, instants: dict[str, datetime]) -> None:
    """Products by title, each last changed at its instant."""
    for title, instant in instants.items():
        product = await make_product(conn, tenant, category, title)
        await conn.execute(SET_CHANGED, product.id, instant)


async def test_a_row_is_the_whole_product(client: Client, conn: Connection, tenant: Tenant, shampoos: Category) -> None:
    """Q-002, Q-005."""
    product = await make_product(
        conn, tenant, shampoos, "Argan", article="A-1", barcode="123", cost_price=Decimal("3510.5"), vat_id=2
    )
    whole = (await client.get(f"/goods/{HARBOUR}/{product.id}")).json()["data"]
    response = await client.get(f"/goods/{HARBOUR}")
    assert response.json() == {"success": True, "data": [whole], "meta": []}


async def test_an_empty_catalogue_is_an_empty_list(client: Client) -> None:
    response = await client.get(f"/goods/{HARBOUR}")
    assert response.json() == {"success": True, "data": [], "meta": []}


async def test_a_location_sees_its_own_products_and_those_of_the_chain(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant, chain: Tenant, abroad: Tenant
) -> None:
    shared = await make_category(conn, chain)
    await make_product(conn, tenant, shared, "of Harbour")
    await make_product(conn, hillside, shared, "of Hillside")
    await make_product(conn, chain, shared, "of the chain")
    await make_product(conn, abroad, await make_category(conn, abroad), "of Abroad")
    other_chain = for_chain(abroad)
    await make_product(conn, other_chain, await make_category(conn, other_chain), "of the other chain")
    assert titles(await client.get(f"/goods/{HARBOUR}")) == ["of Harbour", "of the chain"]
    assert titles(await client.by(NEIGHBOUR).get(f"/goods/{HILLSIDE}")) == ["of Hillside", "of the chain"]


async def test_a_row_names_the_location_that_asks(client: Client, conn: Connection, chain: Tenant) -> None:
    await make_product(conn, chain, await make_category(conn, chain), "Argan")
    response = await client.get(f"/goods/{HILLSIDE}")
    assert [product["salon_id"] for product in response.json()["data"]] == [HILLSIDE]


async def test_deleted_products_are_gone(client: Client, conn: Connection, tenant: Tenant, shampoos: Category) -> None:
    kept = await make_product(conn, tenant, shampoos, "kept")
    gone = await make_product(conn, tenant, shampoos, "gone")
    await client.delete(f"/goods/{HARBOUR}/{gone.id}")
    for filters in ({}, {"term": kept.title}, {"category_id": shampoos.id}, {"changed_after": "2000-01-01"}):
        assert titles(await client.get(f"/goods/{HARBOUR}", params=filters)) == ["kept"]


@pytest.mark.parametrize(
    ("query", "shown"),
    [({}, 25), ({"count": 200}, 200), ({"count": 1000}, 1000), ({"count": 1}, 1), ({"count": ""}, 25)],
)
async def test_a_page_holds_25_unless_count_says_otherwise(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category, query: dict[str, Any], shown: int
) -> None:
    await conn.execute(COPY_PRODUCTS, tenant.chain_id, tenant.location_id, shampoos.id, 1001)
    response = await client.get(f"/goods/{HARBOUR}", params=query)
    assert len(response.json()["data"]) == shown


@pytest.mark.parametrize("filters", [{}, {"term": "argan"}, {"category": True}, {"changed_after": "2000-01-01"}])
async def test_pages_follow_each_other_by_id_over_own_products_and_the_chains(
    client: Client, conn: Connection, tenant: Tenant, chain: Tenant, filters: dict[str, Any]
) -> None:
    shared = await make_category(conn, chain)
    made = [
        (await make_product(conn, owner, shared, f"Argan {number}")).id
        for number, owner in enumerate([chain, tenant, tenant, chain, tenant, chain, chain])
    ]
    query = {"category_id": shared.id} if "category" in filters else filters
    pages = [
        (await client.get(f"/goods/{HARBOUR}", params={**query, "page": page, "count": 3})).json()["data"]
        for page in (1, 2, 3, 4)
    ]
    assert [[product["good_id"] for product in page] for page in pages] == [made[:3], made[3:6], made[6:], []]


async def test_a_page_beyond_the_end_is_empty(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    await make_product(conn, tenant, shampoos, "Argan")
    response = await client.get(f"/goods/{HARBOUR}", params={"page": 1_000_000_000, "count": 1000})
    assert response.json() == {"success": True, "data": [], "meta": []}


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("count", "1001", "Must be at most 1000."),
        ("count", "0", "Must be at least 1."),
        ("count", "-1", "Must be at least 1."),
        ("count", "many", "Expected a whole number."),
        ("count", "2.5", "Expected a whole number."),
        ("count", "9" * 30, "Must be at most 1000."),
        ("page", "-1", "Must be at least 0."),
        ("page", "first", "Expected a whole number."),
        ("page", "9" * 30, "Must be at most 1000000000."),
        ("category_id", "-1", "Must be at least 0."),
        ("category_id", "hair", "Expected a whole number."),
        ("category_id", "9" * 30, "Must be at most 9007199254740991."),
        pytest.param("term", "x" * 256, "Must be at most 255 characters long.", id="term-256"),
    ],
)
async def test_a_parameter_out_of_its_limits_is_named(client: Client, name: str, value: str, fault: str) -> None:
    """Q-008."""
    response = await client.get(f"/goods/{HARBOUR}", params={name: value})
    assert faults_of(response) == {name: fault}


async def test_all_bad_parameters_are_named_at_once(client: Client) -> None:
    bad = {"count": 0, "page": "x", "category_id": -5, "term": "x" * 256}
    response = await client.get(f"/goods/{HARBOUR}", params=bad)
    assert set(faults_of(response)) == set(bad)


async def test_a_category_lists_its_own_products_only(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    dry = await make_category(conn, tenant, "For dry hair", parent_id=shampoos.id)
    await make_product(conn, tenant, shampoos, "above")
    await make_product(conn, tenant, dry, "below")
    assert titles(await client.get(f"/goods/{HARBOUR}", params={"category_id": shampoos.id})) == ["above"]


async def test_a_category_of_the_chain_shows_nothing_of_another_location(
    client: Client, conn: Connection, tenant: Tenant, chain: Tenant, hillside: Tenant
) -> None:
    shared = await make_category(conn, chain)
    for owner, title in ((tenant, "mine"), (chain, "ours"), (hillside, "theirs")):
        await make_product(conn, owner, shared, title)
    assert titles(await client.get(f"/goods/{HARBOUR}", params={"category_id": shared.id})) == ["mine", "ours"]


async def test_an_unknown_category_shows_nothing(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    await make_product(conn, tenant, shampoos, "Argan")
    assert titles(await client.get(f"/goods/{HARBOUR}", params={"category_id": 999_999})) == []


async def test_category_0_shows_everything(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    await make_product(conn, tenant, shampoos, "Argan")
    assert titles(await client.get(f"/goods/{HARBOUR}", params={"category_id": 0})) == ["Argan"]


@pytest.mark.parametrize(
    ("term", "found"),
    [
        ("REPAIR", ["Crème Repair"]),
        ("creme", ["Crème Repair"]),
        ("me Re", ["Crème Repair"]),
        ("CR-1", ["Crème Repair"]),
        ("40063", ["Crème Repair"]),
        ("o", ["Argan Oil"]),
        ("R-1", []),
        ("381", []),
        ("rm", []),
        (" ", ["Crème Repair", "Argan Oil"]),
        ("", ["Crème Repair", "Argan Oil"]),
    ],
)
async def test_a_term_is_part_of_the_title_or_the_start_of_article_or_barcode(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category, term: str, found: list[str]
) -> None:
    await make_product(conn, tenant, shampoos, "Crème Repair", article="CR-1", barcode="4006381")
    await make_product(conn, tenant, shampoos, "Argan Oil", article="AR-1", barcode="7612345")
    assert titles(await client.get(f"/goods/{HARBOUR}", params={"term": term})) == found


@pytest.mark.parametrize(
    "noon",
    [
        "2026-01-31T17:00:00Z",
        "2026-01-31T17:00:00.000Z",
        "2026-01-31T17:00:00.000000Z",
        "2026-01-31 17:00:00Z",
        "2026-01-31T17:00Z",
        "20260131T170000Z",
        "2026-01-31T18:00:00+01:00",
        "2026-01-31T18:00:00+0100",
        "2026-01-31T18:00:00+01",
        "2026-01-31 18:00:00+01:00",
        "2026-01-31T12:00:00-0500",
        "2026-01-31T12:00:00.000-05:00",
        "2026-01-31T12:00:00",
        "2026-01-31 12:00:00",
        "2026-01-31 12:00",
        "2026-01-31T12:00:00.000",
    ],
)
async def test_a_moment_may_be_written_in_any_iso_form(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category, noon: str
) -> None:
    second = timedelta(seconds=1)
    await make_changed(conn, tenant, shampoos, {"earlier": NOON - second, "at": NOON, "later": NOON + second})
    assert titles(await client.get(f"/goods/{HARBOUR}", params={"changed_after": noon})) == ["at", "later"]
    assert titles(await client.get(f"/goods/{HARBOUR}", params={"changed_before": noon})) == ["earlier"]


@pytest.mark.parametrize(
    "query",
    [
        "changed_after=2026-01-31T18:00:00+01:00",
        "changed_after=2026-01-31T18:00:00+0100",
        "changed_after=2026-01-31T18:00:00.000+0100",
        "changed_after=2026-01-31T18:00:00+01",
        "changed_after=2026-01-31+18:00:00+01:00",
        "changed_after=2026-01-31+12:00:00",
    ],
)
async def test_a_plus_may_come_unencoded(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category, query: str
) -> None:
    """Q-018."""
    await make_changed(conn, tenant, shampoos, {"earlier": NOON - timedelta(seconds=1), "at": NOON})
    assert titles(await client.get(f"/goods/{HARBOUR}?{query}")) == ["at"]


@pytest.mark.parametrize("day", ["2026-01-31", "20260131"])
async def test_a_day_begins_at_midnight_of_the_location(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category, day: str
) -> None:
    midnight = datetime(2026, 1, 31, 5, 0, 0, tzinfo=UTC)
    await make_changed(conn, tenant, shampoos, {"before": midnight - timedelta(seconds=1), "after": midnight})
    assert titles(await client.get(f"/goods/{HARBOUR}", params={"changed_after": day})) == ["after"]


async def test_without_an_offset_each_location_means_its_own_time(
    client: Client, conn: Connection, chain: Tenant
) -> None:
    shared = await make_category(conn, chain)
    await make_changed(conn, chain, shared, {"Argan": datetime(2026, 1, 31, 12, 0, 0, tzinfo=UTC)})
    query = {"changed_after": "2026-01-31T10:00:00"}
    assert titles(await client.get(f"/goods/{HARBOUR}", params=query)) == []
    assert titles(await client.get(f"/goods/{HILLSIDE}", params=query)) == ["Argan"]


async def test_milliseconds_count(client: Client, conn: Connection, tenant: Tenant, shampoos: Category) -> None:
    half = NOON + timedelta(milliseconds=500)
    await make_changed(conn, tenant, shampoos, {"earlier": half - timedelta(milliseconds=1), "at": half})
    query = {"changed_after": "2026-01-31T17:00:00.500Z"}
    assert titles(await client.get(f"/goods/{HARBOUR}", params=query)) == ["at"]


@pytest.mark.parametrize(
    "nonsense",
    [
        "soon",
        "2026-02-30",
        "2026-13-01T00:00:00Z",
        "2026-01-31T25:00:00Z",
        "31.01.2026",
        "1769878800",
        "2026-01-31T12:00:00+99:00",
        "2026-01-31T12:00:00Z'",
        "2026-01-31x12:00:00",
        "2026-01-31\u066012:00:00",
        "٢٠٢٦-٠١-٣١",
    ],
)
async def test_a_nonsense_date_is_named(client: Client, nonsense: str) -> None:
    """Q-097."""
    response = await client.get(f"/goods/{HARBOUR}", params={"changed_before": nonsense})
    assert faults_of(response) == {"changed_before": BAD_DATE}


async def test_both_nonsense_dates_are_named_at_once(client: Client) -> None:
    response = await client.get(f"/goods/{HARBOUR}", params={"changed_after": "soon", "changed_before": "late"})
    assert faults_of(response) == {"changed_after": BAD_DATE, "changed_before": BAD_DATE}


@pytest.mark.parametrize(
    "query",
    [
        {"changed_after": "0001-01-01"},
        {"changed_after": "0001-01-01T00:00:00+14:00"},
        {"changed_before": "9999-12-31"},
        {"changed_before": "9999-12-31T23:59:59-14:00"},
    ],
    ids=["first_day", "before_the_first_day", "last_day", "after_the_last_day"],
)
async def test_the_ends_of_the_calendar_are_dates(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category, query: dict[str, str]
) -> None:
    await make_product(conn, tenant, shampoos, "Argan")
    assert titles(await client.get(f"/goods/{HARBOUR}", params=query)) == ["Argan"]


async def test_a_change_makes_a_product_show_as_changed(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    await make_changed(conn, tenant, shampoos, {"Argan": NOON})
    (product,) = (await client.get(f"/goods/{HARBOUR}")).json()["data"]
    since = {"changed_after": "2026-02-01"}
    assert titles(await client.get(f"/goods/{HARBOUR}", params=since)) == []
    await client.put(f"/goods/{HARBOUR}/{product['good_id']}", product_form(shampoos, title="Argan Oil"))
    assert titles(await client.get(f"/goods/{HARBOUR}", params=since)) == ["Argan Oil"]


async def test_all_filters_count_together(client: Client, conn: Connection, tenant: Tenant, shampoos: Category) -> None:
    masks = await make_category(conn, tenant, "Masks")
    week = timedelta(days=7)
    await make_changed(conn, tenant, masks, {"Argan mask": NOON})
    await make_changed(
        conn, tenant, shampoos, {"Argan old": NOON - week, "Argan": NOON, "Argan new": NOON + week, "Silk": NOON}
    )
    query = {
        "term": "argan",
        "category_id": shampoos.id,
        "changed_after": "2026-01-30",
        "changed_before": "2026-02-01",
    }
    assert titles(await client.get(f"/goods/{HARBOUR}", params=query)) == ["Argan"]


@pytest.mark.parametrize(
    "query",
    [
        {"category_id": "{masks}"},
        {"categoryId": "{masks}"},
        {"category_id": "{masks}", "categoryId": "{shampoos}"},
        {"categoryId": "{shampoos}", "category_id": "{masks}"},
        {"category_id": "", "categoryId": "{masks}"},
        {"changedAfter": "2026-01-31", "changedBefore": "2026-02-01"},
        {"category_id": "{masks}", "term": "", "page": "", "count": "", "changed_after": "", "changed_before": ""},
        {"category_id": "{masks}", "unknown": "1"},
    ],
)
async def test_parameters_come_in_camel_case_empty_or_unknown(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category, query: dict[str, str]
) -> None:
    masks = await make_category(conn, tenant, "Masks")
    await make_changed(conn, tenant, masks, {"mask": NOON})
    await make_changed(conn, tenant, shampoos, {"shampoo": NOON - timedelta(days=7)})
    filled = {name: value.format(masks=masks.id, shampoos=shampoos.id) for name, value in query.items()}
    assert titles(await client.get(f"/goods/{HARBOUR}", params=filled)) == ["mask"]


@pytest.mark.parametrize("path", [f"/goods/{HARBOUR}", f"/goods/{HARBOUR}/", f"/goods/{HARBOUR}/?page=1"])
async def test_a_trailing_slash_is_the_same_address(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category, path: str
) -> None:
    await make_product(conn, tenant, shampoos, "Argan")
    assert titles(await client.get(path)) == ["Argan"]


@pytest.mark.parametrize("path", ["/goods/abc", "/goods/-1", "/goods/1.0", "/goods/9007199254740992", "/goods/"])
async def test_what_is_no_plain_number_is_no_address(client: Client, path: str) -> None:
    response = await client.get(path)
    assert response.status_code == 404


async def test_a_closed_location_is_not_found(client: Client, conn: Connection) -> None:
    await conn.execute("UPDATE locations SET closed_at = now() WHERE id = $1", HARBOUR)
    response = await client.get(f"/goods/{HARBOUR}")
    assert (response.status_code, response.json()["meta"]["message"]) == (404, "Location not found.")
