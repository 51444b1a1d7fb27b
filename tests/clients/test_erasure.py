"""Erasing a person: nothing says any more who it was, and visits and amounts stay."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from parlour.access.tenant import Tenant, get_operators_tenant
from parlour.areas.clients.service.erasure import erase_client
from parlour.areas.clients.service.merges import merge_clients, undo_merge
from parlour.db.pool import Connection
from parlour.errors import Conflict, Forbidden, NotFound
from tests.clients.people import Cards, make_cards, state_of
from tests.support.factories.clients import make_client
from tests.support.factories.payments import make_payment
from tests.support.factories.reviews import make_review
from tests.support.people import HILLSIDE

# What is personal of the other card and of what belongs to it.
SECRETS = (
    "Reyes",
    "13155550101",
    "maya@example.com",
    "L-2",
    "Prefers mornings",
    "1990-04-17",
    "Call 2",
    "For Maya",
    "female",
    "Mia R.",
    "Best cut ever",
    "Paid by her sister",
)
EVERYWHERE = """
    SELECT table_name FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name = 'chain_id' AND table_name NOT IN ('tags', 'products', 'categories')
"""


@pytest.fixture
async def cards(conn: Connection, tenant: Tenant) -> Cards:
    return await make_cards(conn, tenant)


async def found(conn: Connection) -> set[str]:
    """What of the secrets is still in any table of business data."""
    left = set()
    for (table,) in await conn.fetch(EVERYWHERE):
        for (row,) in await conn.fetch(f"SELECT to_jsonb(t)::text FROM {table} t"):
            left |= {secret for secret in SECRETS if secret in row}
    return left


async def test_nothing_in_any_table_says_who_it_was(conn: Connection, tenant: Tenant, cards: Cards) -> None:
    await conn.execute("UPDATE clients SET email = email, comment = comment || '!' WHERE id = $1", cards.other)
    booked = cards.arrived[1]
    words: dict[str, Any] = {"appointment_id": booked, "author_name": "Mia R.", "text": "Best cut ever", "rating": 4}
    review = await make_review(conn, tenant, **words)
    await make_review(conn, tenant, **words, deleted_at=datetime.now(UTC))
    await make_payment(conn, tenant, booked, "20", comment="Paid by her sister")
    assert await found(conn) == {*SECRETS}
    erased, contents = await erase_client(conn, tenant, cards.other)
    assert contents == ["private/none"]
    assert await found(conn) == set()
    counts = msgspec.structs.asdict(erased)
    assert counts.pop("audit_lines") >= 6
    assert counts == {
        "client_ids": [cards.other],
        "fields": 8,
        "custom_values": 2,
        "tags": 2,
        "comments": 1,
        "files": 1,
        "appointments": 1,
        "sales": 1,
        "reviews": 2,
        "payments": 1,
    }
    assert await conn.fetchval("SELECT rating FROM reviews WHERE id = $1", review) == 4


async def test_visits_and_amounts_stay(conn: Connection, tenant: Tenant, cards: Cards) -> None:
    before = await state_of(conn, cards.other)
    await erase_client(conn, tenant, cards.other)
    after = await state_of(conn, cards.other)
    for kind in ("appointments", "visits", "sales"):
        assert after[kind] == before[kind] != []
    kept = ("visit_count", "first_visit_on", "sold_amount", "paid_amount", "balance", "starting_sold", "discount")
    assert {name: after["card"][name] for name in kept} == {name: before["card"][name] for name in kept}
    assert (after["card"]["name"], after["card"]["phone"], after["tags"]) == ("—", "", [])
    assert after["card"]["erased_at"] is not None
    assert after["card"]["deleted_at"] is not None
    others = [await state_of(conn, each) for each in (cards.maya, cards.third)]
    assert [other["card"]["name"] for other in others] == ["13155550100", "Third"]
    comments = await conn.fetch("SELECT comment FROM appointments WHERE id <> $1 ORDER BY id", cards.arrived[1])
    assert [row[0] for row in comments] == [f"Call {cards.maya}", f"Call {cards.third}"]


async def test_the_audit_log_keeps_who_did_what_and_when(conn: Connection, tenant: Tenant, cards: Cards) -> None:
    select = """
        SELECT id, at, action, entity, user_id, after FROM audit_log
        WHERE entity_id = $1 AND entity IN ('client', 'client_tag') ORDER BY id
    """
    before = [dict(row) for row in await conn.fetch(select, cards.other)]
    await erase_client(conn, tenant, cards.other)
    after = [dict(row) for row in await conn.fetch(select, cards.other)]
    for then, now in zip(before, after, strict=False):
        assert {**then, "after": None} == {**now, "after": None}
    cards_lines = [row for row in after if row["entity"] == "client"]
    assert [line["action"] for line in cards_lines] == ["created", "deleted"]
    created = msgspec.json.decode(cards_lines[0]["after"])
    assert created["email"] == created["surname"] == created["custom_values"] == "[erased]"
    assert (created["middle_name"], created["importance"], created["starting_sold"]) == ("", "gold", 10)


async def test_merged_cards_and_deleted_ones_with_the_number_are_the_same_person(
    conn: Connection, tenant: Tenant, cards: Cards
) -> None:
    deleted = await make_client(conn, tenant, "Reyes", phone="13155550101", deleted_at=datetime.now(UTC))
    merged = await merge_clients(conn, tenant, cards.maya, [cards.other])
    erased, _ = await erase_client(conn, tenant, cards.maya)
    assert erased.client_ids == sorted([cards.maya, cards.other, deleted])
    assert await found(conn) == set()
    with pytest.raises((Conflict, NotFound)):
        await undo_merge(conn, tenant, cards.maya, merged.id or 0)


async def test_with_the_chain_cards_of_other_locations_are_erased_too(
    conn: Connection, tenant: Tenant, cards: Cards
) -> None:
    hillside = await get_operators_tenant(conn, HILLSIDE)
    elsewhere = await make_client(conn, hillside, "Reyes", phone="13155550101", starting_sold=Decimal(3))
    without = await make_client(conn, hillside, "Nameless")
    assert (await erase_client(conn, tenant, cards.third))[0].client_ids == [cards.third]
    assert (await erase_client(conn, tenant, cards.other, in_chain=True))[0].client_ids == [cards.other, elsewhere]
    assert (await state_of(conn, without))["card"]["name"] == "Nameless"


async def test_a_deleted_card_can_be_erased_an_erased_one_can_not(
    conn: Connection, tenant: Tenant, cards: Cards
) -> None:
    await conn.execute("UPDATE clients SET deleted_at = now() WHERE id = $1", cards.other)
    await erase_client(conn, tenant, cards.other)
    merged = await merge_clients(conn, tenant, cards.maya, [cards.third])
    assert merged.id
    for gone in (cards.other, cards.third, 999_999):
        with pytest.raises(NotFound):
            await erase_client(conn, tenant, gone)


async def test_the_chain_needs_the_right_in_the_chain(conn: Connection, tenant: Tenant, cards: Cards) -> None:
    limited = msgspec.structs.replace(tenant, chain_permissions=frozenset())
    with pytest.raises(Forbidden):
        await erase_client(conn, limited, cards.other, in_chain=True)
    assert (await state_of(conn, cards.other))["card"]["surname"] == "Reyes"
