"""Merging cards of one person, undoing it, and others who write at the same time."""

import asyncio
from decimal import Decimal
from typing import Any

import pytest

from parlour.access.tenant import Tenant, get_operators_tenant
from parlour.areas.clients.model.clients import ClientPatch, GivenClient
from parlour.areas.clients.queries.merges import MOVES, find_current_card
from parlour.areas.clients.service.matching import find_or_create_client
from parlour.areas.clients.service.merges import merge_clients, undo_merge
from parlour.db.actor import Actor
from parlour.db.pool import Connection, Pool, transaction
from parlour.errors import Conflict, Invalid, NotFound
from tests.clients.people import Cards, make_cards, state_of
from tests.support.factories.appointments import make_appointment
from tests.support.factories.clients import make_client
from tests.support.factories.event_schedules import make_client_schedule, make_schedule, make_series
from tests.support.factories.events import make_event, make_event_service
from tests.support.kept_database import KeptDatabase
from tests.support.people import HILLSIDE
from tests.support.waiting import wait_until_blocked

MOVED = {"visits": 2, "appointments": 2, "client_comments": 1, "client_files": 1, "stock_transactions": 1}


@pytest.fixture
async def cards(conn: Connection, tenant: Tenant) -> Cards:
    return await make_cards(conn, tenant)


async def merge(conn: Connection, tenant: Tenant, cards: Cards) -> int:
    async with conn.transaction():
        merged = await merge_clients(conn, tenant, cards.maya, [cards.other, cards.third])
    assert merged.id is not None
    return merged.id


async def states(conn: Connection, cards: Cards) -> list[dict[str, Any]]:
    return [await state_of(conn, each) for each in (cards.maya, cards.other, cards.third)]


async def test_one_card_gets_all_that_the_others_have(conn: Connection, tenant: Tenant, cards: Cards) -> None:
    await merge(conn, tenant, cards)
    maya, other, third = await states(conn, cards)
    assert maya["card"] == maya["card"] | {
        "name": "Maya", "surname": "Reyes", "middle_name": "M", "phone": "13155550100", "email": "maya@example.com",
        "card": "L-1", "gender": "female", "importance": "gold", "birth_date": "1990-04-17",
        "comment": "Prefers mornings", "refuses_mailings": True, "discount": 5,
        "custom_values": {"1": "own", "2": [1, 2.5]}, "starting_sold": 30, "starting_paid": 27, "starting_balance": -3,
        "visit_count": 3, "first_visit_on": "2026-03-01", "last_visit_on": "2026-03-03", "sold_amount": 180,
        "paid_amount": 27, "balance": -153, "merged_into": None, "deleted_at": None,
    }  # fmt: skip
    assert maya["search_text"] == "maya reyes m\x1fmaya@example.com\x1fl-1"
    assert (maya["appointments"], maya["sales"], maya["tags"]) == (cards.arrived, [cards.sale], cards.tags)
    assert [len(maya[kind]) for kind in ("visits", "comments", "files")] == [3, 1, 1]
    for alias in (other, third):
        assert alias["card"]["merged_into"] == cards.maya
        assert alias["card"]["deleted_at"] is not None
        assert (alias["appointments"], alias["visits"], alias["sales"]) == ([], [], [])
        assert (alias["card"]["visit_count"], alias["card"]["sold_amount"]) == (0, 10)
    assert await find_current_card(conn, tenant, cards.third) == cards.maya
    assert await find_current_card(conn, tenant, cards.maya) is None


async def test_a_preview_says_the_same_and_moves_nothing(conn: Connection, tenant: Tenant, cards: Cards) -> None:
    before = await states(conn, cards)
    would = await merge_clients(conn, tenant, cards.maya, [cards.other, cards.third], is_preview=True)
    assert await states(conn, cards) == before
    assert (would.id, would.moved, would.tags) == (None, MOVED, 1)
    assert would.added == (Decimal(20), Decimal(18), Decimal(-2))
    assert {name: source for name, source in would.filled.items() if source == cards.third} == {
        "middle_name": cards.third
    }
    done = await merge_clients(conn, tenant, cards.maya, [cards.other, cards.third])
    assert (done.filled, done.moved, done.tags, done.added) == (would.filled, would.moved, would.tags, would.added)


async def test_undoing_puts_everything_back(conn: Connection, tenant: Tenant, cards: Cards) -> None:
    before = await states(conn, cards)
    merge_id = await merge(conn, tenant, cards)
    await undo_merge(conn, tenant, cards.maya, merge_id)
    assert await states(conn, cards) == before
    with pytest.raises(NotFound):
        await undo_merge(conn, tenant, cards.maya, merge_id)
    assert await merge(conn, tenant, cards) != merge_id


async def test_a_phone_number_moves_to_a_card_without_one_and_back(conn: Connection, tenant: Tenant) -> None:
    card, other = await make_client(conn, tenant, "Maya"), await make_client(conn, tenant, "M", phone="13155550101")
    merged = await merge_clients(conn, tenant, card, [other])
    assert (await state_of(conn, card))["card"]["phone"] == "13155550101"
    await undo_merge(conn, tenant, card, merged.id or 0)
    assert [(await state_of(conn, each))["card"]["phone"] for each in (card, other)] == ["", "13155550101"]


async def test_what_came_since_stays_with_the_card(conn: Connection, tenant: Tenant, cards: Cards) -> None:
    merge_id = await merge(conn, tenant, cards)
    later = await make_appointment(conn, tenant, cards.member, "2026-04-01 10:00", client_id=cards.maya)
    await conn.execute("UPDATE clients SET card = 'L-9' WHERE id = $1", cards.maya)
    await undo_merge(conn, tenant, cards.maya, merge_id)
    maya = await state_of(conn, cards.maya)
    assert (maya["appointments"], maya["card"]["card"]) == ([cards.arrived[0], later], "L-9")


async def test_what_was_changed_since_is_named_and_nothing_is_undone(
    conn: Connection, tenant: Tenant, cards: Cards
) -> None:
    merge_id = await merge(conn, tenant, cards)
    stranger = await make_client(conn, tenant, "Stranger")
    await conn.execute("UPDATE appointments SET client_id = $1 WHERE id = $2", stranger, cards.arrived[1])
    await conn.execute(
        'UPDATE clients SET email = \'new@example.com\', custom_values = \'{"1": "own", "2": [9]}\' WHERE id = $1',
        cards.maya,
    )
    before = await states(conn, cards)
    with pytest.raises(Conflict) as refused:
        await undo_merge(conn, tenant, cards.maya, merge_id)
    assert refused.value.details == {
        "changed": {"fields": ["email", "custom_values.2"], "appointments": [cards.arrived[1]]}
    }
    assert refused.value.message.endswith(f"email, custom_values.2, appointments {cards.arrived[1]}.")
    assert await states(conn, cards) == before


@pytest.mark.parametrize(
    "change",
    [
        "deleted_at = now() WHERE id = {maya}",
        "erased_at = now() WHERE id = {other}",
        "merged_into = NULL WHERE id = {other}",
    ],
)
async def test_cards_that_are_gone_since_are_named(conn: Connection, tenant: Tenant, cards: Cards, change: str) -> None:
    merge_id = await merge(conn, tenant, cards)
    await conn.execute(f"UPDATE clients SET {change.format(maya=cards.maya, other=cards.other)}")
    with pytest.raises((Conflict, NotFound)) as refused:
        await undo_merge(conn, tenant, cards.maya, merge_id)
    if isinstance(refused.value, Conflict):
        assert refused.value.details == {"client_ids": [cards.other]}


async def test_a_number_that_another_has_now_keeps_the_merge(conn: Connection, tenant: Tenant, cards: Cards) -> None:
    merge_id = await merge(conn, tenant, cards)
    await make_client(conn, tenant, "New", phone="13155550101")
    with pytest.raises(Conflict, match="phone number"):
        async with conn.transaction():
            await undo_merge(conn, tenant, cards.maya, merge_id)
    assert (await state_of(conn, cards.other))["card"]["merged_into"] == cards.maya


async def test_merges_may_follow_each_other(conn: Connection, tenant: Tenant, cards: Cards) -> None:
    first = await merge_clients(conn, tenant, cards.other, [cards.third])
    second = await merge_clients(conn, tenant, cards.maya, [cards.other])
    assert await find_current_card(conn, tenant, cards.third) == cards.maya
    with pytest.raises(NotFound):
        await undo_merge(conn, tenant, cards.other, first.id or 0)
    await undo_merge(conn, tenant, cards.maya, second.id or 0)
    await undo_merge(conn, tenant, cards.other, first.id or 0)
    assert [len(each["appointments"]) for each in await states(conn, cards)] == [1, 1, 1]


async def test_a_tag_that_another_merged_card_has_stays(conn: Connection, tenant: Tenant, cards: Cards) -> None:
    first = await merge_clients(conn, tenant, cards.third, [cards.other])
    again = await make_client(conn, tenant, "Again", tag_ids=cards.tags[1:])
    await merge_clients(conn, tenant, cards.third, [again])
    await undo_merge(conn, tenant, cards.third, first.id or 0)
    assert (await state_of(conn, cards.third))["tags"] == cards.tags[1:]


async def test_cards_that_are_not_there_are_named(conn: Connection, tenant: Tenant, cards: Cards) -> None:
    elsewhere = await make_client(conn, await get_operators_tenant(conn, HILLSIDE))
    with pytest.raises(Invalid) as refused:
        await merge_clients(conn, tenant, cards.maya, [cards.other, elsewhere, 999_999])
    assert [fault.field for fault in refused.value.faults] == ["client_ids[1]", "client_ids[2]"]
    with pytest.raises(Invalid) as refused:
        await merge_clients(conn, tenant, cards.maya, [cards.other, cards.maya, cards.other])
    assert [fault.field for fault in refused.value.faults] == ["client_ids[1]", "client_ids[2]"]
    with pytest.raises(NotFound):
        await merge_clients(conn, tenant, elsewhere, [cards.other])


async def test_of_client_schedules_of_one_schedule_one_moves(conn: Connection, tenant: Tenant, cards: Cards) -> None:
    event = await make_event(conn, tenant, cards.member, await make_event_service(conn, tenant), "2026-02-02 10:00")
    schedule_id = await make_schedule(conn, tenant, event)
    third = await make_client(conn, tenant, "Noa")
    series_id = await make_series(conn, tenant, schedule_id, event)
    made = [await make_client_schedule(conn, tenant, schedule_id, each, series_id) for each in (cards.other, third)]

    async with conn.transaction():
        await merge_clients(conn, tenant, cards.maya, [cards.other, third])

    rows = await conn.fetch("SELECT id, client_id FROM client_schedules ORDER BY id")
    assert [tuple(row) for row in rows] == [(made[0], cards.maya), (made[1], third)]


async def test_every_table_of_clients_moves_or_has_a_reason(conn: Connection) -> None:
    """A new table with a client needs a place in `MOVES`, and in the erasure."""
    stays = {"client_tags", "client_merges", "appointment_figures", "booked_services", "message_refusals"}
    rows = await conn.fetch("""
        SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'client_id'
    """)
    assert {row[0] for row in rows} - stays == MOVES.keys()


async def book(pool: Pool, tenant: Tenant, member: int, client_id: int) -> int:
    """Book for a client as an operation does: the client first, then the visit and the appointment."""
    async with transaction(pool, Actor("api")) as conn:
        found = await find_or_create_client(conn, tenant, GivenClient(id=client_id))
        return await make_appointment(conn, tenant, member, "2026-05-01 10:00", client_id=found)


async def test_an_appointment_that_is_made_during_a_merge_is_never_lost(
    conn: Connection, tenant: Tenant, cards: Cards, kept_database: KeptDatabase
) -> None:
    pool = await kept_database.pool()
    async with conn.transaction():
        await merge_clients(conn, tenant, cards.maya, [cards.other])
        late = asyncio.create_task(book(pool, tenant, cards.member, cards.other))
        await wait_until_blocked(conn, late)
    booked = await late
    maya = await state_of(conn, cards.maya)
    assert booked in maya["appointments"]
    assert (await state_of(conn, cards.other))["visits"] == []


async def test_a_merge_waits_for_an_appointment_that_is_being_made(
    conn: Connection, tenant: Tenant, cards: Cards, kept_database: KeptDatabase
) -> None:
    pool = await kept_database.pool()

    async def merge_now() -> None:
        async with transaction(pool, Actor("api")) as other:
            await merge_clients(other, tenant, cards.maya, [cards.other])

    async with conn.transaction():
        booked = await make_appointment(conn, tenant, cards.member, "2026-05-01 10:00", client_id=cards.other)
        late = asyncio.create_task(merge_now())
        await wait_until_blocked(conn, late)
    await late
    assert booked in (await state_of(conn, cards.maya))["appointments"]


async def test_two_merges_of_the_same_cards_in_other_orders_end(
    conn: Connection, tenant: Tenant, cards: Cards, kept_database: KeptDatabase
) -> None:
    pool = await kept_database.pool()

    async def merge_now(card: int, other: int) -> None:
        async with transaction(pool, Actor("api")) as another:
            await merge_clients(another, tenant, card, [other])

    results = await asyncio.gather(
        merge_now(cards.maya, cards.other), merge_now(cards.other, cards.maya), return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in results) in (["NoneType", "NotFound"], ["Invalid", "NoneType"])


async def test_a_card_of_an_alias_number_is_a_new_one(conn: Connection, tenant: Tenant, cards: Cards) -> None:
    await merge(conn, tenant, cards)
    given = GivenClient(phone="13155550101", patch=ClientPatch(name="New"))
    assert await find_or_create_client(conn, tenant, given) not in (cards.maya, cards.other)
