"""Every amount of money that a body can hold is marked as one, and refused with more decimals than its currency has."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from litestar import Litestar

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from parlour.http.body import structs_of
from parlour.http.fields import MoneyRule, parts_of, rule_of
from parlour.http.operation import Operation
from tests.support.client import Client, faults_of
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.clients import make_client
from tests.support.factories.resources import make_resource
from tests.support.factories.tags import make_tag
from tests.support.operations import operations
from tests.support.people import HARBOUR
from tests.support.requests import Ids, address, body, name_of
from tests.support.world import offer, sell

SET_CURRENCY = "UPDATE locations SET currency = $2 WHERE id = $1"
# Exact numbers that are no money. A price for one unit of an amount is a rate (docs/decisions/0024). Prices in a visit
# are held against the currency later, because its address names no location.
NO_MONEY = {
    *("unit_equals", "critical_amount", "desired_amount", "netto", "brutto"),
    *("amount", "discount", "cost_per_unit", "price", "quantity", "discount_percent"),
    *("first_cost", "cost"),
    "tips_amount",  # which can only be 0
    *("coordinate_lat", "coordinate_lon", "coordinate_lot"),
}
LISTS = {"goods_transactions", "attendance_good_items", "staff", "team_member_settings", "services"}
"""Lists with amounts of money in their items."""
TOO_FINE = {"JPY": "0.4", "KRW": "1.5", "EUR": "1.255", "KWD": "1.2555", "CLF": "1.25555"}


def _exact_fields(handler: Operation) -> Iterator[tuple[str, bool]]:
    """The names of the exact numbers in a body and in its lists, and whether each is money."""
    if handler.arguments.body is None:
        return
    for kind in structs_of(handler.arguments.body):
        for field in msgspec.structs.fields(kind):
            parts = parts_of(msgspec.inspect.type_info(field.type))
            if any(isinstance(part, msgspec.inspect.DecimalType) for part in parts):
                yield field.encode_name, isinstance(rule_of(field.type), MoneyRule)


def _money_of(litestar: Litestar) -> dict[str, tuple[str, str, Operation, list[str]]]:
    """Without bodies whose items stand alone: those are no faults of the body."""
    found = {}
    for method, path, handler in operations(litestar):
        if getattr(handler.arguments.body, "EACH_ALONE", False):
            continue
        if names := [name for name, is_money in _exact_fields(handler) if is_money]:
            found[name_of(handler)] = (method, path, handler, names)
    return found


def test_every_exact_number_is_money_or_known_to_be_none(litestar: Litestar) -> None:
    fields = {each for *_, handler in operations(litestar) for each in _exact_fields(handler)}
    assert {name for name, is_money in fields if not is_money} == NO_MONEY
    assert {name for name, is_money in fields if is_money} == {
        *("cost", "actual_cost", "first_cost", "manual_cost"),
        *("price_min", "price_max", "min", "max"),
        *("spent", "balance"),
    }


def test_every_operation_with_money_knows_its_location(litestar: Litestar) -> None:
    """Else there is no currency to hold it against."""
    for _, path, handler, _ in _money_of(litestar).values():
        assert "{location_id}" in path
        assert isinstance(handler.needs, Permission)


@pytest.fixture
async def ids(conn: Connection, tenant: Tenant) -> Ids:
    category = await make_category(conn, tenant)
    shelf = await make_category(conn, tenant, "Shelf")
    product = await make_product(conn, tenant, shelf, "Argan")
    sold = await sell(conn, tenant, product.id)
    offered = await offer(conn, tenant, product.id, sold["storage_id"])
    resource = await make_resource(conn, tenant)
    tag = await make_tag(conn, tenant)
    client_id = await make_client(conn, tenant)
    ids = {**sold, **offered, "resource_id": resource.id, "tag_id": tag.id, "client_id": client_id}
    return Ids(HARBOUR, category.id, product.id, shelf.id, session_id=1, **ids)


def _with(sent: dict[str, Any], name: str, amount: object) -> tuple[dict[str, Any], str]:
    """The body with an amount, and where it stands then."""
    if name in sent or not (lists := LISTS.intersection(sent)):
        return {**sent, name: amount}, name
    (holder,) = lists
    (line,) = sent[holder]
    if name in ("min", "max"):
        low = {"min": 0, "max": 0}
        return {**sent, holder: [line, {**line, "price": {**low, name: amount}}]}, f"{holder}[1].price.{name}"
    return {**sent, holder: [line, {**line, name: amount}]}, f"{holder}[1].{name}"


@pytest.mark.parametrize("currency", TOO_FINE)
async def test_no_operation_takes_more_decimals_than_there_are(
    client: Client, conn: Connection, litestar: Litestar, ids: Ids, currency: str
) -> None:
    await conn.execute(SET_CURRENCY, HARBOUR, currency)
    asked = 0
    for method, path, handler, names in _money_of(litestar).values():
        for name in names:
            good = body(handler, ids)
            assert good is not None
            sent, place = _with(good, name, Decimal(TOO_FINE[currency]))
            content = json.dumps(sent, default=float).encode()
            response = await client.send(method, address(path, ids), content=content)
            assert response.status_code == 422, (path, name)
            assert faults_of(response)[place].startswith(f"{TOO_FINE[currency]} has more decimals than {currency} has")
            asked += 1
    assert asked == 31
