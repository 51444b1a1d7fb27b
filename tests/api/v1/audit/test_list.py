"""GET /audit/{location_id}: the log as an owner reads it."""

from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.api.v1.audit.conftest import Lines
from tests.support.client import Client, faults_of
from tests.support.factories.catalogue import for_chain, make_category
from tests.support.people import ABROAD, CHAIN, FOREIGNER, HARBOUR, HILLSIDE, MANAGER, OWNER

WRITE = """
    INSERT INTO audit_log (chain_id, location_id, at, origin, user_id, action, entity, entity_id)
    VALUES ($1, $2, '2026-01-01T00:00:00Z'::timestamptz + $3 * interval '1 hour', 'api', $4, $5, $6, $3)
"""


async def write(conn: Connection, hour: int, **other: Any) -> None:
    """A line of the log, so many hours into the year; `hour` is the id of what it is about, too."""
    line = {"location_id": HARBOUR, "user_id": OWNER.id, "action": "changed", "entity": "product", **other}
    names = ("user_id", "action", "entity")
    await conn.execute(WRITE, CHAIN, line["location_id"], hour, *(line[name] for name in names))


@pytest.fixture
async def quiet(conn: Connection, lines: Lines) -> Connection:
    """The test's connection; `lines` has emptied the log."""
    return conn


async def shown(client: Client, query: str = "") -> list[int]:
    """The ids of the things that the lines on the page are about."""
    answer = await client.get(f"/audit/{HARBOUR}{query}")
    assert answer.status_code == 200, answer.text
    return [line["entity_id"] for line in answer.json()["data"]]


async def test_a_line_has_all_fields(client: Client, quiet: Connection) -> None:
    category = (await client.post(f"/goods_categories/{HARBOUR}", {"title": "Hair"})).json()["data"]
    await client.put(f"/goods_categories/{HARBOUR}/{category['id']}", {"title": "Skin"})
    answer = (await client.get(f"/audit/{HARBOUR}")).json()
    changed, created = answer["data"]
    at = changed.pop("at")
    assert changed.pop("id") > created.pop("id")
    assert at[-5:] in ("-0500", "-0400")
    assert changed == {
        "origin": "api",
        "user_id": OWNER.id,
        "user_name": "owner",
        "partner_id": 1,
        "partner": "Tests",
        "session_id": OWNER.id,
        "ip": "192.0.2.1",
        "location_id": HARBOUR,
        "action": "changed",
        "entity": "category",
        "entity_id": category["id"],
        "before": {"title": "Hair"},
        "after": {"title": "Skin"},
    }
    assert (created["before"], created["after"]["title"]) == (None, "Hair")
    assert answer["meta"] == {"count": 2}


async def test_the_chains_lines_and_the_locations_own_come_in_one_order(client: Client, quiet: Connection) -> None:
    await write(quiet, 1)
    await write(quiet, 2, location_id=None)
    await write(quiet, 3)
    await write(quiet, 4, location_id=HILLSIDE)
    assert await shown(client) == [3, 2, 1]


async def test_pages_follow_each_other_and_end(client: Client, quiet: Connection) -> None:
    for hour in range(1, 6):
        await write(quiet, hour, location_id=None if hour % 2 else HARBOUR)
    pages = [await shown(client, f"?count=2&page={page}") for page in (1, 2, 3, 4)]
    assert pages == [[5, 4], [3, 2], [1], []]


async def test_the_count_is_of_all_pages(client: Client, quiet: Connection) -> None:
    for hour in range(1, 6):
        await write(quiet, hour)
    answer = await client.get(f"/audit/{HARBOUR}?count=2&page=2")
    assert answer.json()["meta"] == {"count": 5}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (f"user_id={MANAGER.id}", [2]),
        ("entity=category", [3]),
        ("entity_id=4", [4]),
        ("entity=category&entity_id=4", []),
        ("action=deleted", [5]),
        ("from=2026-01-01T04:00:00Z", [5, 4]),
        ("to=2026-01-01T02:00:00Z", [1]),
        ("from=2025-12-31T22:00:00", [5, 4, 3]),
        (f"user_id={OWNER.id}&from=2026-01-01T02:00:00Z&to=2026-01-01T05:00:00Z", [4, 3]),
        (f"user_id={MANAGER.id}&entity_id=2&action=changed", [2]),
    ],
)
async def test_filters_say_what_is_shown_and_counted(
    client: Client, quiet: Connection, query: str, found: list[int]
) -> None:
    await write(quiet, 1)
    await write(quiet, 2, user_id=MANAGER.id)
    await write(quiet, 3, entity="category")
    await write(quiet, 4)
    await write(quiet, 5, action="deleted")
    assert await shown(client, f"?{query}") == found
    assert (await client.get(f"/audit/{HARBOUR}?{query}")).json()["meta"] == {"count": len(found)}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page=-1", "page"),
        ("count=301", "count"),
        ("user_id=x", "user_id"),
        ("entity_id=0", "entity_id"),
        ("from=yesterday", "from"),
        ("to=2026-13-01", "to"),
        (f"entity={'x' * 101}", "entity"),
    ],
)
async def test_a_bad_parameter_is_a_fault_of_its_own(client: Client, query: str, field: str) -> None:
    assert [*faults_of(await client.get(f"/audit/{HARBOUR}?{query}"))] == [field]


async def test_the_other_chain_reads_its_own_log_only(client: Client, quiet: Connection, tenant: Tenant) -> None:
    await make_category(quiet, tenant)
    await make_category(quiet, for_chain(tenant))
    answer = await client.by(FOREIGNER).get(f"/audit/{ABROAD}")
    assert (answer.json()["data"], answer.json()["meta"]) == ([], {"count": 0})
    assert (await client.by(FOREIGNER).get(f"/audit/{HARBOUR}")).status_code == 404


async def test_reading_leaves_no_line(client: Client, quiet: Connection) -> None:
    await client.get(f"/audit/{HARBOUR}")
    assert await quiet.fetchval("SELECT count(*) FROM audit_log") == 0
