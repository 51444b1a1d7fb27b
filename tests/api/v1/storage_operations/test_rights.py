"""Which rights documents and transactions ask for, beyond those of tests/access/matrix.txt."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from parlour.areas.products.model.products import Product
from tests.api.v1.storage_operations.stock import (
    CONSUMABLES,
    RECEIPT,
    SALE,
    STOCK_TAKE,
    TRANSFER,
    USAGE,
    Stock,
    document,
    line,
    operation,
    transaction,
)
from tests.support.client import Client
from tests.support.factories.users import make_member
from tests.support.people import FOREIGNER, HARBOUR, NEIGHBOUR, WORKER

OPERATION = f"/storage_operations/operation/{HARBOUR}"
DOCUMENTS = f"/storage_operations/documents/{HARBOUR}"
TRANSACTIONS = f"/storage_operations/goods_transactions/{HARBOUR}"
TO = {"to_storage_id": CONSUMABLES}
CASES: list[tuple[int, dict[str, Any], str | None, str | None, str | None]] = [
    (SALE, {}, "storages_create_transactions_sale_access", "storages_edit_transactions_sale_access", None),
    (RECEIPT, {}, "storages_create_transactions_buy_access", "storages_edit_transactions_buy_access", None),
    (TRANSFER, TO, "storages_move_goods_access", "storages_move_goods_access", "storages_move_goods_access"),
    (STOCK_TAKE, {}, "storages_inventory_create_edit_access", "storages_inventory_create_edit_access",
     "storages_inventory_delete_access"),
    (USAGE, {}, None, None, None),
]  # fmt: skip


async def somebody(stock: Stock, **rights: Any) -> Client:
    """A manager with these rights changed."""
    return stock.client.by(await make_member(stock.conn, "limited", "manager", **rights))


@pytest.mark.parametrize(("kind", "fields", "create", "edit", "delete"), CASES)
async def test_each_kind_asks_for_a_right_of_its_own(
    stock: Stock,
    argan: Product,
    kind: int,
    fields: dict[str, Any],
    create: str | None,
    edit: str | None,
    delete: str | None,
) -> None:
    entered = await stock.enter(kind, line(argan, 1), **fields)
    document_id, transaction_id = entered["document"]["id"], entered["transactions"][0]["id"]
    limited = await somebody(stock, **{right: False for right in (create, edit, delete) if right})
    attempts = [
        (create, await limited.post(OPERATION, operation(kind, line(argan, 1), **fields))),
        (create, await limited.post(DOCUMENTS, document(kind, **fields))),
        (create, await limited.post(TRANSACTIONS, transaction(document_id, argan, 1)) if kind != STOCK_TAKE else None),
        (edit, await limited.put(f"{DOCUMENTS}/{document_id}", document(kind, **fields))),
        (edit, await limited.put(f"{TRANSACTIONS}/{transaction_id}", transaction(document_id, argan, 2))),
        (delete, await limited.delete(f"{TRANSACTIONS}/{transaction_id}")),
        (delete, await limited.delete(f"{DOCUMENTS}/{document_id}")),
    ]
    for right, response in attempts:
        if response is None:
            continue
        if right is None:
            assert response.status_code in (200, 202), response.text
        else:
            assert response.status_code == 403
            assert response.json()["meta"]["message"] == f"You lack the right {right} in this location."


async def test_hidden_storages_are_not_there(stock: Stock, argan: Product) -> None:
    hidden = await stock.enter(SALE, line(argan, 1))
    moved = await stock.enter(TRANSFER, line(argan, 1), **TO)
    limited = await somebody(stock, storages_ids=[CONSUMABLES])
    refused = await limited.post(OPERATION, operation(SALE, line(argan, 1)))
    assert refused.json()["meta"]["errors"] == [{"[storage_id]": ["There is no such storage here."]}]
    for entered in (hidden, moved):
        path = f"{DOCUMENTS}/{entered['document']['id']}"
        assert (await limited.get(path)).status_code == 404
        assert (await limited.put(path, document(SALE, storage_id=CONSUMABLES))).status_code == 404
        assert (await limited.delete(path)).status_code == 404
        path = f"{TRANSACTIONS}/{entered['transactions'][0]['id']}"
        assert (await limited.get(path)).status_code == 404
        assert (await limited.delete(path)).status_code == 404
    body = operation(SALE, line(argan, 1), storage_id=CONSUMABLES)
    assert (await limited.post(OPERATION, body)).status_code == 200


async def test_kinds_that_are_left_out(stock: Stock, argan: Product) -> None:
    sold = await stock.enter(SALE, line(argan, 1))
    limited = await somebody(stock, storages_transactions_types=[3])
    assert (await limited.post(OPERATION, operation(SALE, line(argan, 1)))).status_code == 403
    assert (await limited.post(OPERATION, operation(RECEIPT, line(argan, 1, cost=1)))).status_code == 200
    assert (await limited.get(f"{DOCUMENTS}/{sold['document']['id']}")).status_code == 404


async def test_a_limit_to_unknown_kinds_hides_everything(stock: Stock, argan: Product) -> None:
    limited = await somebody(stock, storages_transactions_types=[99])
    assert (await limited.post(OPERATION, operation(SALE, line(argan, 1)))).status_code == 403


async def test_stock_takes_are_seen_with_a_right_of_their_own(stock: Stock, argan: Product) -> None:
    taken = await stock.enter(STOCK_TAKE, line(argan, 1))
    path = f"{DOCUMENTS}/{taken['document']['id']}"
    limited = await somebody(stock, storages_inventory_access=False)
    assert (await limited.get(path)).status_code == 404
    assert (await stock.client.get(path)).status_code == 200


async def test_who_may_see_no_movement_hears_nothing_of_a_document(stock: Stock, argan: Product) -> None:
    sold = await stock.enter(SALE, line(argan, 1))
    blind = await somebody(stock, storages_transactions_access=False, storages_ids=[CONSUMABLES])
    path = f"/storage_operations/documents/goods_transactions/{sold['document']['id']}"
    assert (await blind.get(path)).status_code == 403


async def test_the_past_that_rights_reach_back_to(stock: Stock, argan: Product) -> None:
    old = await stock.enter(SALE, line(argan, 1))
    limited = await somebody(stock, storages_create_last_days_count=3, storages_edit_last_days_count=3)
    refused = await limited.post(OPERATION, operation(SALE, line(argan, 1)))
    assert refused.status_code == 403
    assert refused.json()["meta"]["message"] == "Your rights reach back 3 days here."
    path = f"{TRANSACTIONS}/{old['transactions'][0]['id']}"
    assert (await limited.put(path, transaction(old["document"]["id"], argan, 2))).status_code == 403
    assert (await limited.delete(path)).status_code == 403
    assert await stock.on_hand(argan) == -250


@pytest.mark.parametrize("limit", ["create", "edit"])
async def test_days_to_create_and_days_to_edit_are_limits_of_their_own(
    stock: Stock, argan: Product, limit: str
) -> None:
    old = await stock.enter(SALE, line(argan, 1), line(argan, 1))
    document_id, (first, second) = old["document"]["id"], [row["id"] for row in old["transactions"]]
    limited = await somebody(stock, **{f"storages_{limit}_last_days_count": 3})
    created = [
        await limited.post(OPERATION, operation(SALE, line(argan, 1))),
        await limited.post(DOCUMENTS, document(SALE)),
        await limited.post(TRANSACTIONS, transaction(document_id, argan, 1)),
    ]
    edited = [
        await limited.put(f"{DOCUMENTS}/{document_id}", document(SALE, comment="Later")),
        await limited.put(f"{TRANSACTIONS}/{first}", transaction(document_id, argan, 2)),
        await limited.delete(f"{TRANSACTIONS}/{second}"),
        await limited.delete(f"{DOCUMENTS}/{document_id}"),
    ]
    refused, allowed = (created, edited) if limit == "create" else (edited, created)
    assert {answer.status_code for answer in refused} == {403}
    assert {answer.status_code for answer in allowed} <= {200, 202}


async def test_the_days_to_create_begin_at_midnight(stock: Stock) -> None:
    zone = ZoneInfo("America/New_York")
    limited = await somebody(stock, storages_create_last_days_count=3)
    while True:
        day = datetime.now(zone).date()
        first = datetime.combine(day - timedelta(days=3), datetime.min.time(), zone)
        answers = [
            await limited.post(DOCUMENTS, document(SALE, create_date=at.isoformat()))
            for at in (first, first - timedelta(seconds=1))
        ]
        if datetime.now(zone).date() == day:  # else it was midnight meanwhile
            break
    assert [answer.status_code for answer in answers] == [200, 403]


async def test_rights_are_asked_for_before_anything_is_said_of_a_line(stock: Stock, argan: Product) -> None:
    sold = await stock.enter(SALE, line(argan, 1))
    document_id, transaction_id = sold["document"]["id"], sold["transactions"][0]["id"]
    limited = await somebody(
        stock, storages_create_transactions_sale_access=False, storages_edit_transactions_sale_access=False
    )
    unknown = {**transaction(document_id, argan, 1), "good_id": 999_999}
    for refused in (
        await limited.post(OPERATION, operation(SALE, {"good_id": 999_999, "amount": 1})),
        await limited.post(TRANSACTIONS, unknown),
        await limited.put(f"{TRANSACTIONS}/{transaction_id}", unknown),
    ):
        assert refused.status_code == 403, refused.text


async def test_older_movements_than_rights_show_are_hidden(stock: Stock, argan: Product) -> None:
    old = await stock.enter(SALE, line(argan, 1))
    limited = await somebody(stock, storages_last_days_count=3)
    document_id, transaction_id = old["document"]["id"], old["transactions"][0]["id"]
    for path in (
        f"{DOCUMENTS}/{document_id}",
        f"{TRANSACTIONS}/{transaction_id}",
        f"/storage_operations/documents/goods_transactions/{document_id}",
    ):
        assert (await limited.get(path)).status_code == 404
        assert (await stock.client.get(path)).status_code == 200


async def test_a_document_cannot_be_dated_before_the_days_that_rights_show(stock: Stock, argan: Product) -> None:
    """Q-103."""
    now = datetime.now(UTC).isoformat()
    seen = await stock.enter(SALE, line(argan, 1), create_date=now)
    limited = await somebody(stock, storages_last_days_count=3)
    moved = document(SALE, create_date=now)
    assert (await limited.put(f"{DOCUMENTS}/{seen['document']['id']}", moved)).status_code == 200
    for refused in (
        await limited.post(OPERATION, operation(SALE, line(argan, 1))),
        await limited.post(DOCUMENTS, document(SALE)),
        await limited.put(f"{DOCUMENTS}/{seen['document']['id']}", document(SALE)),
    ):
        assert refused.status_code == 403
        assert refused.json()["meta"]["message"] == "Your rights reach back 3 days here."
    assert await stock.on_hand(argan) == -250


async def test_a_hidden_document_takes_no_transaction(stock: Stock, argan: Product) -> None:
    hidden = await stock.enter(SALE, line(argan, 1))
    limited = await somebody(stock, storages_ids=[CONSUMABLES])
    refused = await limited.post(TRANSACTIONS, transaction(hidden["document"]["id"], argan, 1))
    assert refused.json()["meta"]["errors"] == [{"[document_id]": ["There is no such document here."]}]


async def test_costs_are_shown_only_with_their_right(stock: Stock, argan: Product) -> None:
    received = await stock.enter(RECEIPT, line(argan, 1, cost=10))
    sold = await stock.enter(SALE, line(argan, 1))
    limited = await somebody(stock, storages_goods_prime_cost_view_access=False)
    shown = [
        (await limited.get(f"{TRANSACTIONS}/{entered['transactions'][0]['id']}")).json()["data"]
        for entered in (received, sold)
    ]
    assert [(each["cost"], each["cost_per_unit"]) for each in shown] == [(None, None), (25, 25)]
    assert shown[0]["good"]["actual_cost"] is None


async def test_a_document_of_another_chain_is_not_found(stock: Stock, argan: Product) -> None:
    """Q-054."""
    sold = await stock.enter(SALE, line(argan, 1))
    path = f"/storage_operations/documents/goods_transactions/{sold['document']['id']}"
    assert (await stock.client.by(FOREIGNER).get(path)).status_code == 404
    assert (await stock.client.by(NEIGHBOUR).get(path)).status_code == 403
    refused = await stock.client.by(WORKER).get(path)
    assert refused.status_code == 403
    assert refused.json()["meta"]["message"] == "You lack the right storages_transactions_access in this location."
