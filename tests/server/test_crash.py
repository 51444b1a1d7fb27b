"""Killed in the midst of writing, server and database lose nothing that was acknowledged, and keep nothing by half."""

import contextlib
import itertools
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import asyncpg
import httpx
import pytest

from parlour.access.identity import Identity
from parlour.access.tenant import get_tenant
from parlour.areas.stock.model.stock import Kind
from parlour.areas.stock.v1.wire import CODES
from parlour.database import migrate_url
from parlour.db.embedded import embedded_postgres_url
from tests.support.embedded import family_of, kill, postmaster_of
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.stock import storages_of
from tests.support.people import HARBOUR, OWNER, seed
from tests.support.server import serving_from

CLIENTS = 8
PRODUCTS = 6
ENOUGH = 60
"""So many operations are acknowledged before somebody is killed."""
WITHIN_S = 20
PATH = f"/api/v1/storage_operations/operation/{HARBOUR}"


class Desks:
    """Clients that post operations at once. Each operation bears a name of its own that tells how many lines it has."""

    def __init__(self, products: list[int], storages: list[int]) -> None:
        self._rng = random.Random(5)  # noqa: S311 - not cryptography
        self._products, self._storages = products, storages
        self._numbers = itertools.count()
        self.acknowledged: dict[str, int] = {}
        """The names, and the documents that were made."""

    @contextlib.contextmanager
    def at_work(self, base_url: str) -> Iterator[None]:
        """All clients post until the block ends, or until nobody answers any more."""
        closing = threading.Event()
        with ThreadPoolExecutor(CLIENTS) as pool:
            working = [pool.submit(self._work, base_url, closing) for _ in range(CLIENTS)]
            try:
                yield
            finally:
                closing.set()
        for desk in working:
            desk.result()

    def wait_for_more(self) -> None:
        """Until enough more operations were acknowledged."""
        wanted, deadline = len(self.acknowledged) + ENOUGH, time.monotonic() + WITHIN_S
        while len(self.acknowledged) < wanted:
            assert time.monotonic() < deadline
            time.sleep(0.005)

    def _work(self, base_url: str, closing: threading.Event) -> None:
        with httpx.Client(base_url=base_url, headers=OWNER.headers, timeout=60) as client:
            while not closing.is_set():
                body = self._operation()
                try:
                    response = client.post(PATH, json=body)
                except httpx.TransportError:
                    return  # whether it was written nobody knows
                assert response.status_code in (200, 503), response.text
                if response.status_code == 200:
                    self.acknowledged[str(body["comment"])] = response.json()["data"]["document"]["id"]

    def _operation(self) -> dict[str, object]:
        kind = self._rng.choice((Kind.SALE, Kind.RECEIPT, Kind.TRANSFER, Kind.STOCK_TAKE))
        products = self._rng.sample(self._products, self._rng.randint(1, 4))
        source, target = self._rng.sample(self._storages, 2)
        rows = len(products) * (2 if kind is Kind.TRANSFER else 1)
        return {
            "type_id": CODES[kind],
            "storage_id": source,
            **({"to_storage_id": target} if kind is Kind.TRANSFER else {}),
            "create_date": "2026-03-02T12:00:00",
            "comment": f"{next(self._numbers)}: {rows}",
            "goods_transactions": [
                {"good_id": product, "amount": self._rng.randint(1, 9), "cost_per_unit": 5} for product in products
            ],
        }


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """Not pytest's own: every other run of it takes the right to pass its directory from the database's account."""
    with tempfile.TemporaryDirectory(prefix="parlour-test-") as directory:
        yield Path(directory)


@pytest.mark.timeout(90)
async def test_acknowledged_changes_exist_once_and_complete(data_dir: Path) -> None:
    with embedded_postgres_url(data_dir) as url:
        await migrate_url(url)
        desks = await open_desks(url)
        with serving_from(data_dir) as server, desks.at_work(server.base_url):
            desks.wait_for_more()
            kill([server.process.pid])
        with serving_from(data_dir, "--workers", "2") as server:
            with desks.at_work(server.base_url):
                desks.wait_for_more()
                kill(family_of(postmaster_of(data_dir)))
            kill(family_of(server.process.pid))
        with serving_from(data_dir) as server, desks.at_work(server.base_url):
            desks.wait_for_more()
        await assert_nothing_is_lost(url, desks)
        assert_it_adds_up(data_dir)


async def open_desks(url: str) -> Desks:
    conn = await asyncpg.connect(url)
    await seed(conn)
    tenant = await get_tenant(conn, Identity(1, OWNER.id, OWNER.id), HARBOUR)
    category = await make_category(conn, tenant)
    products = [(await make_product(conn, tenant, category, f"Comb {number}")).id for number in range(PRODUCTS)]
    storages = await storages_of(conn, tenant)
    await conn.close()
    return Desks(products, storages)


async def assert_nothing_is_lost(url: str, desks: Desks) -> None:
    conn = await asyncpg.connect(url)
    kept = await conn.fetch("""
        SELECT d.comment, array_agg(DISTINCT d.id) AS ids, count(t.id) AS rows
        FROM stock_documents d LEFT JOIN stock_transactions t ON t.chain_id = d.chain_id AND t.document_id = d.id
        GROUP BY d.comment
    """)
    await conn.close()
    halves = {row["comment"]: row["rows"] for row in kept if int(row["comment"].split(": ")[1]) != row["rows"]}
    assert halves == {}
    documents = {row["comment"]: row["ids"] for row in kept}
    assert {name: documents.get(name) for name in desks.acknowledged} == {
        name: [document_id] for name, document_id in desks.acknowledged.items()
    }


def assert_it_adds_up(data_dir: Path) -> None:
    command = [sys.executable, "-m", "parlour", "inventory", "check"]
    environ = {**os.environ, "PARLOUR_DATA_DIR": str(data_dir)}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
