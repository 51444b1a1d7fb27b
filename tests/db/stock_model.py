"""A plain model of stock: what the database should keep of transactions, and which of them follow from others."""

from collections import defaultdict
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from parlour.db.pool import Connection
from tests.support.people import ABROAD, CHAIN, HARBOUR, HILLSIDE, OTHER_CHAIN

Rows = list[dict[str, Any]]

READ = "SELECT * FROM {} ORDER BY chain_id, {}"
SAID = ("kind", "product_id", "storage_id", "occurred_at", "unit_ratio", "unit_cost", "amount", "sale_amount", "cost")
TURNED = ("amount", "sale_amount", "cost")
DEAREST = 999_999_999_999
# Of dollars, dinars and yen.
DECIMALS = {HARBOUR: 2, HILLSIDE: 3, ABROAD: 0}


async def read_rows(conn: Connection, table: str, order: str) -> Rows:
    return [dict(row) for row in await conn.fetch(READ.format(table, order))]


def _round(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _by(rows: Rows, *names: str) -> dict[tuple[Any, ...], Rows]:
    """The rows that are not deleted, in their order, by these columns."""
    found: dict[tuple[Any, ...], Rows] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row["occurred_at"], row["id"])):
        if row["deleted_at"] is None:
            found[tuple(row[name] for name in names)].append(row)
    return found


def _average(rows: Rows) -> tuple[Decimal, Decimal | None, datetime | None]:
    amount = Decimal(0)
    average: Decimal | None = None
    counting = [row for row in rows if row["kind"] != "transfer"]
    for row in counting:
        if row["kind"] == "receipt" and row["amount"] > 0:
            before = amount * average if average is not None and amount > 0 else Decimal(0)
            there = amount if average is not None and amount > 0 else Decimal(0)
            average = _round((before + row["cost"]) / (there + row["amount"]), 10)
        amount += row["amount"]
    return amount, average, max((row["occurred_at"] for row in counting), default=None)


async def _is_as_modelled(conn: Connection, rows: Rows) -> None:
    for counted in _by(rows, "chain_id", "product_id", "storage_id").values():
        there = Decimal(0)
        for row in counted:
            if row["kind"] == "stock_take":
                assert row["expected"] == there, row
            there += row["amount"]
    levels = {tuple(row.values())[:3]: row["amount"] for row in await read_rows(conn, "stock_levels", "product_id")}
    sums = {
        place: sum(row["amount"] for row in moved)
        for place, moved in _by(rows, "chain_id", "product_id", "storage_id").items()
    }
    assert {place: amount for place, amount in levels.items() if amount} == {
        place: amount for place, amount in sums.items() if amount
    }
    costs = {(row["chain_id"], row["product_id"]): row for row in await read_rows(conn, "stock_costs", "product_id")}
    for its, moved in _by(rows, "chain_id", "product_id").items():
        amount, average, last_at = _average(moved)
        if last_at is None:
            assert its not in costs or costs[its]["average"] is None
        else:
            assert (costs[its]["amount"], costs[its]["average"], costs[its]["last_at"]) == (amount, average, last_at)
    for its in costs.keys() - _by(rows, "chain_id", "product_id").keys():
        assert (costs[its]["amount"], costs[its]["average"]) == (0, None)
    await _is_in_ledger(conn, rows)


async def _is_in_ledger(conn: Connection, rows: Rows) -> None:
    """What was posted and is not reversed is what the transactions say."""
    posted = {(row["chain_id"], row["id"]): row for row in await read_rows(conn, "stock_movements", "id")}
    for row in [each for each in posted.values() if each["reverses_id"] is not None]:
        its = posted.pop((row["chain_id"], row["reverses_id"]))
        assert its["id"] < row["id"]
        assert its["transaction_id"] == row["transaction_id"]
        assert {**_said(its), **{name: -its[name] for name in TURNED}} == _said(row)
        del posted[row["chain_id"], row["id"]]
    assert sorted((row["chain_id"], row["transaction_id"]) for row in posted.values()) == sorted(
        (row["chain_id"], row["id"]) for row in rows if row["deleted_at"] is None and row["amount"] != 0
    )
    transactions = {(row["chain_id"], row["id"]): row for row in rows}
    for row in posted.values():
        assert _said(row) == _said(transactions[row["chain_id"], row["transaction_id"]])


def _said(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in SAID}


def _has_moved(row: dict[str, Any] | None) -> int:
    return int(row is not None and row["deleted_at"] is None and row["amount"] != 0)


async def check_what_follows(conn: Connection, before: Rows, ledger: Rows) -> None:
    """Check the tables after a statement.

    Besides what the statement did, only differences of counts are others, and only what says otherwise is posted.
    """
    after = await read_rows(conn, "stock_transactions", "id")
    await _is_as_modelled(conn, after)
    was = {(row["chain_id"], row["id"]): row for row in before}
    known = {(row["chain_id"], row["id"]) for row in ledger}
    new: dict[tuple[int, int], Rows] = defaultdict(list)
    for posting in await read_rows(conn, "stock_movements", "id"):
        if (posting["chain_id"], posting["id"]) not in known:
            new[posting["chain_id"], posting["transaction_id"]].append(posting)
    for row in after:
        its = row["chain_id"], row["id"]
        earlier, postings = was.get(its), new[its]
        if earlier is not None and row["expected"] != earlier["expected"]:
            _is_recounted(earlier, row)
        elif earlier is not None:
            assert (row["revision"], row["changed_at"]) == (earlier["revision"], earlier["changed_at"])
            is_same = (_said(row), row["deleted_at"] is None) == (_said(earlier), earlier["deleted_at"] is None)
            assert len(postings) == (0 if is_same else _has_moved(earlier) + _has_moved(row))
        turns = [each["reverses_id"] is None for each in postings]
        assert turns == [(number + _has_moved(earlier)) % 2 == 0 for number in range(len(turns))]
    for chain in (CHAIN, OTHER_CHAIN):
        said = [each[0] for its, each in sorted(new.items()) if each and its[0] == chain]
        first = [each["id"] for each in said if each["kind"] != "stock_take"]
        assert first == sorted(first)


def _is_recounted(earlier: dict[str, Any], row: dict[str, Any]) -> None:
    decimals = DECIMALS[row["location_id"]]
    assert row["amount"] == row["counted"] - row["expected"]
    assert row["sale_amount"] == _round(row["amount"] / row["unit_ratio"], 10)
    assert row["cost"] == min(_round(abs(row["amount"]) * row["unit_cost"], decimals), DEAREST)
    assert row["revision"] == earlier["revision"] + 1
    assert row["changed_at"] > earlier["changed_at"]
