"""What a cursor is worth: a place in one list, and nothing else, whatever a client makes of it."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parlour.access.tenant import Tenant
from parlour.areas.categories.model import Category
from parlour.areas.products.queries.search_order import NodeSortKey, ProductSortKey
from parlour.areas.products.queries.tree import ChildSortKey
from parlour.db.pool import Connection
from parlour.errors import Invalid
from parlour.http.cursors import (
    MAX_LENGTH,
    NO_CURSOR,
    OTHER_LIST,
    TWO_WAYS,
    Position,
    read_cursor,
    sort_key_in,
    write_cursor,
)
from parlour.page_requests import IdSortKey, MomentSortKey
from tests.lists.known import ALL, LISTS, link_of, page_of, rows_in, size_of, whole, with_query
from tests.support.client import Client, faults_of
from tests.support.factories.stock import put_in
from tests.support.factories.users import make_member
from tests.support.people import ABROAD, FOREIGNER, HARBOUR, HILLSIDE

PLACES = (IdSortKey, MomentSortKey, ChildSortKey, NodeSortKey, ProductSortKey)
MARK = b"123456789"
FIRSTS = [addresses[0] for addresses in LISTS.values()]
GARBAGE = [
    "0",
    "First",
    "x",
    "=",
    "AAAA",
    "k8QJ",
    "%00",
    "☃",
    "a b",
    "'",
    "__________",
    "A" * MAX_LENGTH,
    "kZGR" * (MAX_LENGTH // 4),
]
# Parts of places that are none.
ODD: list[Any] = [
    -1,
    2**53,
    2**64 - 1,
    True,
    None,
    1.5,
    float("nan"),
    "x\0y",
    "x" * 161,
    b"x",
    [],
    {},
    msgspec.msgpack.Ext(-1, b"\xff" * 12),
    msgspec.msgpack.Ext(5, b""),
    "0001-01-01T00:00:00+05:00",
    "9999-12-31T23:59:59-05:00",
    "2026-01-31T00:00:00",
]


def encoded(*parts: Any) -> str:
    return urlsafe_b64encode(msgspec.msgpack.encode(parts)).rstrip(b"=").decode()


def decoded(cursor: str) -> tuple[bytes, int, list[Any]]:
    mark, shown, place = msgspec.msgpack.decode(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    return mark, shown, place


async def cursor_of(client: Client, address: str, count: int = 2) -> str:
    page = await page_of(client, address, count, cursor="first")
    cursor: str = page.json()["meta"]["next_cursor"]
    assert cursor
    return cursor


@pytest.mark.parametrize("address", FIRSTS)
async def test_what_is_no_cursor_is_named(client: Client, shelf: Category, address: str) -> None:
    """Q-133."""
    for garbage in GARBAGE:
        answer = await client.get(address.format(shelf.id), params={**_filters(address), "cursor": garbage})
        assert faults_of(answer) == {"cursor": NO_CURSOR}, garbage
    longer = await client.get(address.format(shelf.id), params={**_filters(address), "cursor": "A" * (MAX_LENGTH + 1)})
    assert faults_of(longer) == {"cursor": f"Must be at most {MAX_LENGTH} characters long."}


def _filters(address: str) -> dict[str, str]:
    return dict(httpx.URL(address).params)


@pytest.mark.parametrize("address", ALL)
async def test_odd_places_are_refused_and_break_nothing(client: Client, shelf: Category, address: str) -> None:
    address = address.format(shelf.id)
    mark, shown, place = decoded(await cursor_of(client, address))
    refused = 0
    for odd in ODD:
        for position in range(len(place)):
            forged = encoded(mark, shown, [*place[:position], odd, *place[position + 1 :]])
            answer = await page_of(client, address, 2, cursor=forged)
            if answer.status_code != 200:
                assert faults_of(answer) == {"cursor": NO_CURSOR}, (odd, position)
                refused += 1
    assert refused >= 10
    for parts in (
        (mark, -1, place),
        (mark, "x", place),
        (mark, shown),
        (mark, shown, place, 1),
        (mark, shown, place[:-1]),
    ):
        assert faults_of(await page_of(client, address, 2, cursor=encoded(*parts))) == {"cursor": NO_CURSOR}


@pytest.mark.parametrize("address", ALL)
async def test_a_cursor_is_good_in_its_own_list_only(client: Client, shelf: Category, address: str) -> None:
    """Q-133."""
    address = address.format(shelf.id)
    cursor = await cursor_of(client, address)
    for other in [each.format(shelf.id) for each in ALL]:
        answer = await page_of(client, other, 2, cursor=cursor)
        if other == address:
            assert answer.status_code == 200
        else:
            assert faults_of(answer) == {"cursor": OTHER_LIST}, other


async def test_a_cursor_is_good_at_its_own_place_only(client: Client, shelf: Category) -> None:
    cursor = await cursor_of(client, f"/goods/{HARBOUR}")
    assert faults_of(await page_of(client, f"/goods/{HILLSIDE}", 2, cursor=cursor)) == {"cursor": OTHER_LIST}
    foreigner = client.by(FOREIGNER)
    assert (await page_of(foreigner, f"/goods/{HARBOUR}", 2, cursor=cursor)).status_code == 404
    assert faults_of(await page_of(foreigner, f"/goods/{ABROAD}", 2, cursor=cursor)) == {"cursor": OTHER_LIST}


async def test_a_cursor_of_another_user_shows_ones_own_rows(client: Client, shelf: Category) -> None:
    mark, shown, _ = decoded(await cursor_of(client, "/companies", 1))
    mine = await page_of(client.by(FOREIGNER), "/companies", 300, cursor=encoded(mark, shown, [0]))
    assert [row["id"] for row in rows_in(mine)] == [ABROAD]


async def test_filters_may_be_written_in_another_way(client: Client, shelf: Category) -> None:
    cursor = await cursor_of(client, f"/goods/{HARBOUR}?category_id={shelf.id}&term=argan")
    for same in (f"term=argan&categoryId={shelf.id}", f"category_id={shelf.id}&term=argan&page=0&below=null&_=17"):
        assert (await page_of(client, f"/goods/{HARBOUR}/?{same}", 3, cursor=cursor)).status_code == 200, same


@pytest.mark.parametrize("address", FIRSTS)
async def test_a_page_has_one_beginning(client: Client, shelf: Category, address: str) -> None:
    """Q-133."""
    address = address.format(shelf.id)
    for cursor in ("first", await cursor_of(client, address)):
        assert faults_of(await page_of(client, address, 2, cursor=cursor, page=2)) == {"page": TWO_WAYS}
        assert (await page_of(client, address, 2, cursor=cursor, page=1)).status_code == 200


@pytest.mark.parametrize("filters", ["start_date=2026-03-01", "start_date=2026-03-01&good_id=1", ""])
async def test_a_forged_place_shows_nothing_before_what_may_be_seen(
    client: Client, conn: Connection, tenant: Tenant, shelf: Category, filters: str
) -> None:
    """Neither before the period that is asked for nor, without one, before the days that the user may see."""
    address = f"/storages/transactions/{HARBOUR}?{filters}"
    await put_in(conn, tenant, 1, 2, 1)
    await conn.execute("UPDATE stock_transactions SET occurred_at = occurred_at + interval '10 years'")
    mark, _, _ = decoded(await cursor_of(client, address, 1))
    await conn.execute("UPDATE stock_transactions SET occurred_at = occurred_at - interval '10 years'")
    forged = encoded(mark, 0, [datetime(1, 1, 1, tzinfo=UTC), 0])
    reader = client if filters else client.by(await make_member(conn, "limited", "manager", storages_last_days_count=1))
    assert len(await whole(client, f"/storages/transactions/{HARBOUR}")) == 10
    assert rows_in(await page_of(reader, address, 100, cursor=forged)) == []


@pytest.mark.parametrize("address", FIRSTS)
async def test_without_an_envelope_the_link_leads_on(
    client: Client, conn: Connection, shelf: Category, address: str
) -> None:
    await conn.execute("UPDATE partners SET answers_bare = true")
    if "/v2/" in address:
        return
    answer = await client.get(
        with_query(address.format(shelf.id), **{size_of(address): 1, "cursor": "first"}),
        headers={"Accept": "application/vnd.api.v2+json"},
    )
    assert httpx.URL(link_of(answer) or "").params["cursor"] == answer.json()["meta"]["next_cursor"]


@pytest.mark.parametrize("address", FIRSTS)
async def test_head_has_the_link_too(client: Client, shelf: Category, address: str) -> None:
    asked = with_query(address.format(shelf.id), **{size_of(address): 2, "cursor": "first"})
    whole_answer, head = await client.get(asked), await client.send("HEAD", asked)
    assert head.headers["link"] == whole_answer.headers["link"]


async def test_pages_by_number_have_no_cursors(client: Client, shelf: Category) -> None:
    for address in [each.format(shelf.id) for each in ALL]:
        meta = (await page_of(client, address, 2, page=1)).json().get("meta")
        assert "next_cursor" not in str(meta), address


async def test_the_whole_is_counted_on_every_page(client: Client, shelf: Category) -> None:
    """Q-136."""
    node, log = f"/goods/category_node/{HARBOUR}/{shelf.id}", f"/audit/{HARBOUR}?entity=product"
    for asked in ({"page": 1}, {"page": 3}, {"page": 99}, {"cursor": "first"}):
        children = (await page_of(client, node, 2, **asked)).json()["data"]["children_count"]
        changes = (await page_of(client, log, 2, **asked)).json()["meta"]["count"]
        assert (children, changes) == (18, 9), asked
    cursor = await cursor_of(client, node, 17)
    last = await page_of(client, node, 17, cursor=cursor)
    assert (len(rows_in(last)), last.json()["data"]["children_count"]) == (1, 18)


def _read(text: str, kind: type[Any]) -> Any:
    """The place in a cursor, or the field that is refused."""
    try:
        position = read_cursor(text, 1)
        return None if position is None else sort_key_in(position, MARK, kind)
    except Invalid as refusal:
        (fault,) = refusal.faults
        assert fault.field == "cursor"
        return None


NUMBERS = st.integers(0, 2**53 - 1)
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=160)
MOMENTS = st.datetimes(timezones=st.just(UTC))
FITTING = st.one_of(
    st.builds(IdSortKey, NUMBERS),
    st.builds(MomentSortKey, MOMENTS, NUMBERS),
    st.builds(ChildSortKey, st.integers(0, 1), TEXTS, NUMBERS),
    st.builds(NodeSortKey, st.integers(0, 1), st.integers(0, 1), st.integers(0, 6), TEXTS, NUMBERS),
    st.builds(ProductSortKey, st.integers(0, 6), TEXTS, NUMBERS),
)


@given(FITTING, NUMBERS)
def test_what_is_written_is_read(place: Any, shown: int) -> None:
    cursor = write_cursor(Position(MARK, shown, place))
    assert len(cursor) <= MAX_LENGTH
    position = read_cursor(cursor, 1)
    assert position is not None
    assert (position.shown, sort_key_in(position, MARK, type(place))) == (shown, place)


@given(st.text(max_size=60) | st.binary(max_size=60).map(lambda raw: urlsafe_b64encode(raw).rstrip(b"=").decode()))
def test_any_text_is_read_or_refused(text: str) -> None:
    for kind in PLACES:
        _read(text, kind)


@given(FITTING, st.data())
def test_a_damaged_cursor_is_read_or_refused(place: Any, data: st.DataObject) -> None:
    raw = bytearray(msgspec.msgpack.encode((MARK, 2, place)))
    raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    for kind in PLACES:
        found = _read(urlsafe_b64encode(raw).rstrip(b"=").decode(), kind)
        assert found is None or isinstance(found, kind)
