"""Cash desks that all sell, receive, move, correct and delete the same few products at once.

The changes that were confirmed are added up; afterwards the stock must have changed by exactly that.
"""

import asyncio
import http.client
import json
import random
import threading
import time
from collections import Counter
from typing import Any, LiteralString

import asyncpg
import msgspec

from bench import moving, stock
from bench.dataset import chain_of
from bench.measure import Failed, Measured, percentile
from bench.stock_rows import BUSIEST
from parlour.db.pool import DirectConnection

WRITERS = 8
PRODUCTS = 10
MOST_AT_ONCE = 40
TIMEOUT_S = 30
# Of a hundred requests, the number that enter an operation and that change a transaction; the others delete one.
OPERATIONS, CHANGES = 70, 20

Pile = tuple[int, int]
"""A product in a storage."""


class Entered(msgspec.Struct):
    """A transaction that a writer may still change."""

    transaction_id: int
    document_id: int
    product_id: int
    amount: int
    effects: dict[int, int]
    """The effect of one unit, by storage: +1 where it arrives, -1 where it leaves."""


class Writer(threading.Thread):
    """One cash desk: sends a request, waits for the answer, and repeats until time is up or a request is refused."""

    def __init__(self, number: int, port: int, authorization: str, until: float) -> None:
        super().__init__(daemon=True)
        self.draw = random.Random(number)
        self.port = port
        self.headers = {"Authorization": authorization, "Content-Type": "application/json"}
        self.until = until
        self.moved: Counter[Pile] = Counter()
        self.entered: list[Entered] = []
        self.latencies_ms: list[float] = []
        self.failure = ""

    def run(self) -> None:
        try:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_S)
            while time.perf_counter() < self.until:
                self._act()
            self._connection.close()
        except (Failed, OSError, http.client.HTTPException) as error:
            self.failure = str(error)

    def _act(self) -> None:
        number = self.draw.randrange(100)
        if number < OPERATIONS or not self.entered:
            self._enter()
        elif number < OPERATIONS + CHANGES:
            self._change(self.draw.choice(self.entered))
        else:
            self._take_back(self.entered.pop(self.draw.randrange(len(self.entered))))

    def _enter(self) -> None:
        kind = self.draw.choice([*moving.TYPES])
        products = [stock.product_of(BUSIEST, number) for number in range(PRODUCTS)]
        self.draw.shuffle(products)
        amounts = {product: self.draw.randint(1, MOST_AT_ONCE) for product in products}
        operation = self._ask("POST", *moving.operation(kind, BUSIEST, amounts))["data"]
        consumables, shown = stock.storages_of(BUSIEST)
        effects = {shown: 1 if kind == "receipt" else -1}
        if kind == "transfer":
            effects[consumables] = 1
        for row in operation["transactions"]:
            if row["storage_id"] == shown:
                product, amount = row["good_id"], amounts[row["good_id"]]
                self._count(product, effects, amount)
                self.entered.append(Entered(row["id"], operation["document"]["id"], product, amount, effects))

    def _change(self, entered: Entered) -> None:
        amount = self.draw.randint(1, MOST_AT_ONCE)
        body: dict[str, object] = {
            "document_id": entered.document_id,
            "good_id": entered.product_id,
            "operation_unit_type": moving.WRITE_OFF_UNITS,
            "amount": amount,
            "cost_per_unit": 1,
            "discount": 0,
            "cost": amount,
        }
        self._ask("PUT", _address(entered), body)
        self._count(entered.product_id, entered.effects, amount - entered.amount)
        entered.amount = amount

    def _take_back(self, entered: Entered) -> None:
        self._ask("DELETE", _address(entered))
        self._count(entered.product_id, entered.effects, -entered.amount)

    def _count(self, product_id: int, effects: dict[int, int], amount: int) -> None:
        for storage, sign in effects.items():
            self.moved[product_id, storage] += sign * amount

    def _ask(self, method: str, path: str, body: dict[str, object] | None = None) -> Any:
        begun = time.perf_counter()
        self._connection.request(method, path, json.dumps(body) if body else None, self.headers)
        answer = self._connection.getresponse()
        content = answer.read()
        self.latencies_ms.append((time.perf_counter() - begun) * 1000)
        if not 200 <= answer.status < 300:
            raise Failed(f"{method} {path}: {answer.status} {content[:500]!r}")
        return msgspec.json.decode(content) if content else None


def _address(entered: Entered) -> str:
    return f"/api/v1/storage_operations/goods_transactions/{BUSIEST}/{entered.transaction_id}"


def measure(url: str, port: int, authorization: str, seconds: float) -> Measured:
    """Raise `Failed` if a request is refused, or if the stock isn't what the answers said."""
    before = asyncio.run(_read_levels(url))
    begun = time.perf_counter()
    writers = [Writer(number, port, authorization, begun + seconds) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    taken = time.perf_counter() - begun
    if failures := [writer.failure for writer in writers if writer.failure]:
        raise Failed(f"A writer was refused: {failures[0]}")
    moved: Counter[Pile] = Counter()
    for writer in writers:
        moved.update(writer.moved)  # unlike a sum of counters, it keeps negative numbers
    _compare(before, moved, asyncio.run(_read_levels(url)))
    latencies = sorted(each for writer in writers for each in writer.latencies_ms)
    return Measured(len(latencies) / taken, percentile(latencies, 0.5), percentile(latencies, 0.99))


def _compare(before: dict[Pile, int], moved: Counter[Pile], after: dict[Pile, int]) -> None:
    for pile, amount in after.items():
        if amount != before[pile] + moved[pile]:
            raise Failed(f"Product and storage {pile}: {before[pile]} and {moved[pile]} more, but there is {amount}.")


READ_LEVELS: LiteralString = """
    SELECT product_id, storage_id, amount FROM stock_levels
    WHERE chain_id = $1 AND product_id = ANY ($2::bigint[]) AND storage_id = ANY ($3::bigint[])
"""


async def _read_levels(url: str) -> dict[Pile, int]:
    conn: DirectConnection = await asyncpg.connect(url)
    try:
        products = [stock.product_of(BUSIEST, number) for number in range(PRODUCTS)]
        rows = await conn.fetch(READ_LEVELS, chain_of(BUSIEST), products, stock.storages_of(BUSIEST))
    finally:
        await conn.close()
    return {(row["product_id"], row["storage_id"]): row["amount"] for row in rows}
