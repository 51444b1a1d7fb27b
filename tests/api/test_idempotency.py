"""Idempotency-Key: what may have arrived is sent again, and isn't done twice."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import msgspec
import pytest
from litestar import Litestar

from parlour.access.permissions import Entry
from parlour.access.tenant import Tenant
from parlour.db.idempotency import DELETED_AT_ONCE, Key
from parlour.db.pool import Connection
from tests.access.test_authority import attempts
from tests.support.client import Client
from tests.support.factories.catalogue import make_category
from tests.support.operations import operations
from tests.support.people import HARBOUR, MANAGER, OWNER, PARTNER, WORKER
from tests.support.requests import Ids, name_of
from tests.support.waiting import wait_until_blocked
from tests.support.world import everything

PATH = f"/goods/{HARBOUR}"
KEY = {"Idempotency-Key": "8e03978e-40d5-43e8-bc93-6894a57f9324"}
REPLAYED = "idempotency-replayed"
PRODUCTS = "SELECT count(*) FROM products"
ORDER = ("post", "put", "patch", "delete")
# They end the access that the same request needs a second time.
ENDING = {"sign_out", "delete_session", "delete_location"}


@pytest.fixture
async def balm(conn: Connection, tenant: Tenant) -> dict[str, Any]:
    category = await make_category(conn, tenant)
    return {"title": "Balm", "category_id": category.id, "sale_unit_id": 11, "service_unit_id": 4, "unit_equals": 1}


async def test_a_retry_gets_the_first_answer_and_does_nothing(
    client: Client, conn: Connection, balm: dict[str, Any]
) -> None:
    """Q-130."""
    first = await client.post(PATH, balm, headers=KEY)
    again = await client.post(PATH, balm, headers=KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert (REPLAYED in first.headers, again.headers[REPLAYED]) == (False, "true")
    assert again.headers["content-type"] == first.headers["content-type"]
    assert await conn.fetchval(PRODUCTS) == 1


async def test_without_a_key_or_with_another_it_is_done_again(
    client: Client, conn: Connection, balm: dict[str, Any]
) -> None:
    for headers in ({}, {}, KEY, {"Idempotency-Key": "another"}):
        assert (await client.post(PATH, balm, headers=headers)).status_code == 201
    assert await conn.fetchval(PRODUCTS) == 4


@pytest.mark.parametrize(
    ("sent", "again"), [("k-1", '"k-1"'), ('"k-1"', "k-1"), ("  k-1 ", "k-1"), ("x" * 255, f'"{"x" * 255}"')]
)
async def test_a_key_may_stand_in_quotes(
    client: Client, conn: Connection, balm: dict[str, Any], sent: str, again: str
) -> None:
    for key in (sent, again):
        assert (await client.post(PATH, balm, headers={"Idempotency-Key": key})).status_code == 201
    assert await conn.fetchval(PRODUCTS) == 1


@pytest.mark.parametrize("key", ["", '"', '""', "a b", "x" * 256, '"a"b"'])
async def test_an_odd_key_is_refused_by_name(client: Client, conn: Connection, balm: dict[str, Any], key: str) -> None:
    refused = await client.post(PATH, balm, headers={"Idempotency-Key": key})
    assert refused.status_code == 422
    assert [*refused.json()["meta"]["errors"][0]] == ["[Idempotency-Key]"]
    assert await conn.fetchval(PRODUCTS) == 0


async def test_the_same_key_with_another_request_is_refused(
    client: Client, conn: Connection, balm: dict[str, Any]
) -> None:
    """Q-130."""
    assert (await client.post(PATH, balm, headers=KEY)).status_code == 201
    product_id = await conn.fetchval("SELECT id FROM products")
    for refused in (
        await client.post(PATH, {**balm, "title": "Other"}, headers=KEY),
        await client.post(f"{PATH}?a=b", balm, headers=KEY),
        await client.put(f"{PATH}/{product_id}", balm, headers=KEY),
        await client.delete(f"{PATH}/{product_id}", headers=KEY),
    ):
        assert refused.status_code == 422
        assert "another request" in refused.json()["meta"]["errors"][0]["[Idempotency-Key]"][0]
    assert await conn.fetchval(f"{PRODUCTS} WHERE deleted_at IS NULL AND title = 'Balm'") == 1


async def test_where_one_part_ends_and_another_begins_makes_another_request(
    client: Client, conn: Connection, balm: dict[str, Any]
) -> None:
    """The end of an address is not the beginning of a query, and each header counts."""
    await conn.execute("SELECT setval(pg_get_serial_sequence('products', 'id'), 41)")
    product_id = (await client.post(PATH, balm)).json()["data"]["good_id"]
    cut, digit = divmod(product_id, 10)
    assert cut > 0
    for path, headers in (
        (f"{PATH}/{product_id}", {}),
        (f"{PATH}/{cut}?{digit}", {}),
        (f"{PATH}/{product_id}", {"If-Match": "*"}),
        (f"{PATH}/{product_id}", {"Content-Type": "application/json; charset=utf-8"}),
    ):
        answer = await client.put(path, balm, headers={**KEY, **headers})
        assert answer.status_code == (200 if (path, headers) == (f"{PATH}/{product_id}", {}) else 422), (path, headers)


async def test_what_is_done_while_a_body_arrives_is_not_done_again(
    client: Client, http: httpx.AsyncClient, conn: Connection, balm: dict[str, Any]
) -> None:
    """The second attempt begins before the first is made, and its body ends afterwards: it gets the first answer."""
    content = msgspec.json.encode(balm)
    headers = {**OWNER.headers, **KEY, "Content-Type": "application/json"}
    first: list[httpx.Response] = []

    async def hold_back() -> AsyncIterator[bytes]:
        first.append(await http.post(f"/api/v1{PATH}", content=content, headers=headers))
        yield content

    again = await http.post(f"/api/v1{PATH}", content=hold_back(), headers=headers)
    assert (first[0].status_code, again.status_code, again.headers.get(REPLAYED)) == (201, 201, "true")
    assert again.content == first[0].content
    assert await conn.fetchval(PRODUCTS) == 1


async def test_a_key_of_a_partner_is_none_of_a_user(client: Client, conn: Connection, balm: dict[str, Any]) -> None:
    """Whose user has the number that stands for no user, or any other."""
    users = await conn.fetch("SELECT user_id FROM idempotency_keys")
    assert users == []
    assert (await client.post(PATH, balm, headers=KEY)).status_code == 201
    code = {"phone": "13155550177"}
    answer = await client.by(PARTNER).post(f"/book_code/{HARBOUR}", code, headers=KEY)
    assert "another request" not in answer.text
    assert answer.status_code == 201, answer.text
    owners = await conn.fetch("SELECT user_id, partner_id FROM idempotency_keys ORDER BY user_id")
    assert [tuple(row) for row in owners] == [(0, 1), (OWNER.id, 1)]


async def test_a_key_is_its_users_own(client: Client, conn: Connection, balm: dict[str, Any]) -> None:
    for person in (OWNER, MANAGER):
        response = await client.by(person).post(PATH, balm, headers=KEY)
        assert (response.status_code, REPLAYED in response.headers) == (201, False)
    assert await conn.fetchval(PRODUCTS) == 2


async def test_who_lost_the_right_reads_no_earlier_answer(
    client: Client, conn: Connection, balm: dict[str, Any]
) -> None:
    manager = client.by(MANAGER)
    assert (await manager.post(PATH, balm, headers=KEY)).status_code == 201
    await conn.execute("UPDATE location_roles SET role = 'worker' WHERE user_id = $1", MANAGER.id)
    for _ in range(100):  # until the worker knows
        if (refused := await manager.post(PATH, balm, headers=KEY)).status_code == 403:
            break
        await asyncio.sleep(0.05)
    assert refused.status_code == 403


async def test_what_failed_is_tried_again(client: Client, conn: Connection, balm: dict[str, Any]) -> None:
    """Q-130."""
    faulty = {**balm, "title": ""}
    assert (await client.post(PATH, faulty, headers=KEY)).status_code == 422
    assert (await client.post(PATH, balm, headers=KEY)).status_code == 201
    assert await conn.fetchval(PRODUCTS) == 1


async def test_while_the_first_is_under_way_the_second_is_refused(
    client: Client, conn: Connection, balm: dict[str, Any]
) -> None:
    """Q-130."""
    key = Key(OWNER.id, 1, KEY["Idempotency-Key"])
    async with conn.transaction():
        await conn.execute("SELECT pg_advisory_xact_lock($1)", key.lock_id)
        refused = await client.post(PATH, balm, headers=KEY)
    assert refused.status_code == 409
    assert "still running" in refused.json()["meta"]["message"]
    assert (await client.post(PATH, balm, headers=KEY)).status_code == 201
    assert await conn.fetchval(PRODUCTS) == 1


async def test_what_was_done_meanwhile_is_not_done_again(
    client: Client, conn: Connection, balm: dict[str, Any]
) -> None:
    """Another request with the key ends after this one has looked for its answer, and before this one is done."""
    async with conn.transaction():
        await conn.execute("LOCK TABLE products IN EXCLUSIVE MODE")
        request = asyncio.create_task(client.post(PATH, balm, headers=KEY))
        await wait_until_blocked(conn, request)
        await conn.execute(
            "INSERT INTO idempotency_keys (user_id, partner_id, key, fingerprint, status, headers, body)"
            " VALUES ($1, 1, $2, '', 201, '{}', '')",
            OWNER.id,
            KEY["Idempotency-Key"],
        )
    refused = await request
    assert refused.status_code == 409
    assert "completed meanwhile" in refused.json()["meta"]["message"]
    assert await conn.fetchval(PRODUCTS) == 0


async def test_of_many_at_once_one_is_done(client: Client, conn: Connection, balm: dict[str, Any]) -> None:
    answers = await asyncio.gather(*(client.post(PATH, balm, headers=KEY) for _ in range(12)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
    assert await conn.fetchval(PRODUCTS) == 1


async def test_an_answer_is_forgotten_after_a_day(client: Client, conn: Connection, balm: dict[str, Any]) -> None:
    """Q-130."""
    assert (await client.post(PATH, balm, headers=KEY)).status_code == 201
    age = "UPDATE idempotency_keys SET created_at = now() - interval '23 hours 59 minutes'"
    await conn.execute(age)
    assert (await client.post(PATH, balm, headers=KEY)).headers[REPLAYED] == "true"
    await conn.execute(f"{age} - interval '2 minutes'")
    again = await client.post(PATH, {**balm, "title": "Other"}, headers=KEY)
    assert (again.status_code, REPLAYED in again.headers) == (201, False)
    assert (await client.post(PATH, {**balm, "title": "Other"}, headers=KEY)).headers[REPLAYED] == "true"
    assert await conn.fetchval(PRODUCTS) == 2


async def test_old_answers_go_a_few_at_a_time(client: Client, conn: Connection, balm: dict[str, Any]) -> None:
    for number in range(DELETED_AT_ONCE + 2):
        await client.post(PATH, balm, headers={"Idempotency-Key": f"old-{number}"})
    await conn.execute("UPDATE idempotency_keys SET created_at = now() - interval '2 days'")
    await client.post(PATH, balm, headers=KEY)
    assert await conn.fetchval("SELECT count(*) FROM idempotency_keys") == 3


async def test_reading_takes_no_key(client: Client) -> None:
    """Even an odd one is no fault there."""
    for key in ("", "a" * 256, "twice"):
        for _ in range(2):
            response = await client.get(f"/goods/{HARBOUR}", headers={"Idempotency-Key": key})
            assert response.status_code == 200
            assert REPLAYED not in response.headers


async def test_an_answer_is_stored_only_with_its_changes(
    client: Client, http: httpx.AsyncClient, conn: Connection, balm: dict[str, Any]
) -> None:
    """The transaction fails when it commits; nothing of it is left, and the retry is done."""
    await conn.execute("""
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
        CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON products DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION refuse();
    """)
    assert (await http.post(f"/api/v1{PATH}", json=balm, headers={**OWNER.headers, **KEY})).status_code == 500
    assert await conn.fetchval("SELECT count(*) FROM idempotency_keys") == 0
    await conn.execute("DROP FUNCTION refuse() CASCADE")
    assert (await client.post(PATH, balm, headers=KEY)).status_code == 201


async def test_an_answer_without_an_envelope_stays_so(
    client: Client, http: httpx.AsyncClient, conn: Connection, balm: dict[str, Any]
) -> None:
    await conn.execute("UPDATE partners SET answers_bare = true")
    answers = [await http.post(f"/api/v1{PATH}", json=balm, headers={**OWNER.headers, **KEY}) for _ in range(2)]
    assert answers[0].json()["title"] == "Balm"
    assert answers[1].content == answers[0].content


# What others need is ended by these.
LATE = {"remove_user_from_location", "remove_user_from_locations", "update_stock_settings"}


@pytest.fixture
def ids(settled: Ids) -> Ids:
    return msgspec.structs.replace(settled, user_id=WORKER.id)


async def rows(conn: Connection) -> dict[str, list[str]]:
    """All but mail, which a task of the server's own sends."""
    return {table: found for table, found in (await everything(conn)).items() if table != "outbox"}


async def test_every_operation_that_writes_is_done_once(
    http: httpx.AsyncClient, litestar: Litestar, conn: Connection, ids: Ids
) -> None:
    """Q-130."""
    by_users = [each for _, _, each in operations(litestar) if each.needs is not Entry.PARTNER]
    honoured = {name_of(handler) for handler in by_users if handler.takes_key}
    found = sorted(attempts(litestar, http, ids), key=lambda each: (each.name in LATE, ORDER.index(each.method)))
    tried = {each.name: each for each in found if each.name in honoured - ENDING}
    assert set(tried) == honoured - ENDING
    done = []
    for attempt in tried.values():
        keyed = msgspec.structs.replace(attempt, headers={**attempt.headers, "Idempotency-Key": attempt.name})
        first = await keyed.send(http)
        if not first.is_success:  # what it needs was ended by another
            continue
        before = await rows(conn)
        again = await keyed.send(http)
        assert (again.status_code, again.content) == (first.status_code, first.content), attempt.name
        assert again.headers.get(REPLAYED) == "true", attempt.name
        assert await rows(conn) == before, attempt.name
        done.append(attempt.name)
    assert {"create_inventory_operation", "create_document", "create_product", "update_product"} <= set(done), done
    assert len(done) > 18
