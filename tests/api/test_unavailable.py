"""What stops the database from working is a 503 and never a bug; full storage stops only what is to be saved."""

import asyncio

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.factories.catalogue import make_category
from tests.support.logs import RECORDER
from tests.support.people import HARBOUR, OWNER

CATEGORIES = f"/api/v1/goods_categories/{HARBOUR}"
FULL = "The server's storage is full"
AWAY = "The database doesn't answer"
WITHIN_S = 30


async def refuse_inserts(conn: Connection, state: str) -> None:
    """Creating a category fails in PostgreSQL as with a full disk, and the like."""
    await conn.execute(f"""
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'could not extend file "base/1/2": no luck' USING ERRCODE = '{state}';
        END
        $$;
        CREATE TRIGGER refuse BEFORE INSERT ON categories EXECUTE FUNCTION refuse()
    """)


async def create(http: httpx.AsyncClient) -> httpx.Response:
    return await http.post(CATEGORIES, json={"title": "Brushes"}, headers=OWNER.headers)


def lines(event: str) -> list[dict[str, object]]:
    return [entry for entry in RECORDER.entries if entry["event"] == event]


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ("53100", FULL),
        ("58030", FULL),
        ("53000", AWAY),
        ("53200", AWAY),
        ("53300", AWAY),
        ("53400", AWAY),
        ("53999", AWAY),
        ("57014", AWAY),
        ("25006", AWAY),
    ],
)
async def test_a_write_that_the_database_cannot_do_is_a_503(
    http: httpx.AsyncClient, conn: Connection, state: str, message: str
) -> None:
    await refuse_inserts(conn, state)
    refused = await create(http)
    assert refused.status_code == 503
    assert int(refused.headers["retry-after"]) > 0
    assert refused.json()["success"] is False
    assert refused.json()["meta"]["message"].startswith(message)
    assert await conn.fetchval("SELECT count(*) FROM categories") == 0


@pytest.mark.parametrize("state", ["XX000", "42P01", "22012", "P0001"])
async def test_a_bug_stays_a_500(http: httpx.AsyncClient, conn: Connection, state: str) -> None:
    await refuse_inserts(conn, state)
    assert (await create(http)).status_code == 500


async def test_with_full_storage_reading_goes_on_and_the_server_is_not_ready(
    http: httpx.AsyncClient, conn: Connection, tenant: Tenant
) -> None:
    category = await make_category(conn, tenant, "Combs")
    await refuse_inserts(conn, "53100")
    assert (await http.get("/health/ready")).status_code == 200
    assert (await create(http)).status_code == 503
    ready = await http.get("/health/ready")
    assert ready.status_code == 503
    assert ready.json()["reason"].startswith(FULL)
    assert int(ready.headers["retry-after"]) > 0
    read = await http.get(f"/api/v1/goods_categories/{HARBOUR}/{category.id}", headers=OWNER.headers)
    assert read.status_code == 200
    assert (await http.get("/health/live")).status_code == 200
    # The storage isn't really full: the watch soon finds that it can write.
    async with asyncio.timeout(WITHIN_S):
        while (await http.get("/health/ready")).status_code != 200:  # noqa: ASYNC110 - a server sets no event
            await asyncio.sleep(0.1)


async def test_many_refusals_are_one_line_in_the_log(http: httpx.AsyncClient, conn: Connection) -> None:
    await refuse_inserts(conn, "53100")
    before, bugs = len(lines("storage is full")), len(lines("unexpected error"))
    for _ in range(5):
        assert (await create(http)).status_code == 503
    assert len(lines("storage is full")) == before + 1
    assert "could not extend file" in str(lines("storage is full")[-1]["reason"])
    assert len(lines("unexpected error")) == bugs
