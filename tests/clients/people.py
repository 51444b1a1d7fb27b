"""Cards of one person, with all that belongs to them."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.stock.model.stock import Kind
from parlour.db.pool import Connection
from tests.support.factories.appointments import add_service, make_appointment
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.clients import make_client, make_comment, make_file
from tests.support.factories.services import make_service
from tests.support.factories.stock import make_document, make_transaction, storages_of
from tests.support.factories.tags import make_tag
from tests.support.factories.team import make_team_member

STATE = """
    SELECT to_jsonb(c) - '{changed_at,revision,search_text}'::text[] AS card, c.search_text,
           ARRAY (SELECT tag_id FROM client_tags t WHERE t.client_id = c.id ORDER BY tag_id) AS tags,
           ARRAY (SELECT a.id FROM appointments a WHERE a.client_id = c.id ORDER BY a.id) AS appointments,
           ARRAY (SELECT v.id FROM visits v WHERE v.client_id = c.id ORDER BY v.id) AS visits,
           ARRAY (SELECT o.id FROM client_comments o WHERE o.client_id = c.id ORDER BY o.id) AS comments,
           ARRAY (SELECT f.id FROM client_files f WHERE f.client_id = c.id ORDER BY f.id) AS files,
           ARRAY (SELECT s.id FROM stock_transactions s WHERE s.client_id = c.id ORDER BY s.id) AS sales
    FROM clients c WHERE c.id = $1
"""


class Cards(msgspec.Struct, frozen=True):
    """The card that stays, another with a number, and one more."""

    maya: int
    other: int
    third: int
    member: int
    arrived: list[int]
    """Appointments that the client came to: one of each card."""
    sale: int
    """A sale to the other card."""
    tags: list[int]
    """The card that stays has the first, the other one both."""


async def make_cards(conn: Connection, tenant: Tenant) -> Cards:
    member = await make_team_member(conn, tenant)
    service = await make_service(conn, tenant)
    tags = [(await make_tag(conn, tenant, title)).id for title in ("One", "Two")]
    money: dict[str, Any] = dict(
        zip(("starting_sold", "starting_paid", "starting_balance"), map(Decimal, (10, 9, -1)), strict=True)
    )
    maya = await make_client(
        conn,
        tenant,
        "13155550100",
        phone="13155550100",
        card="L-1",
        custom_values='{"1": "own"}',
        search_text="13155550100\x1f\x1fl-1",
        **money,
    )
    other = await make_client(
        conn, tenant, "Maya", surname="Reyes", phone="13155550101", email="maya@example.com", card="L-2",
        gender="female", importance="gold", birth_date=date(1990, 4, 17), comment="Prefers mornings",
        refuses_mailings=True, discount=Decimal(5), custom_values='{"1": "other", "2": [1, 2.50]}', **money,
    )  # fmt: skip
    third = await make_client(conn, tenant, "Third", middle_name="M", email="third@example.com", **money)
    await conn.executemany(
        "INSERT INTO client_tags (chain_id, client_id, tag_id, location_id) VALUES ($1, $2, $3, $4)",
        [
            (tenant.chain_id, client, tag, tenant.location_id)
            for client, tag in ((maya, tags[0]), *((other, t) for t in tags))
        ],
    )
    arrived = []
    for day, client in enumerate((maya, other, third), 1):
        booked = await make_appointment(
            conn, tenant, member, f"2026-03-0{day} 10:00", client_id=client, attendance="arrived",
            comment=f"Call {client}", visitor_name="Maya", custom_values='{"7": "x"}',
        )  # fmt: skip
        await add_service(conn, tenant, booked, service, "50")
        arrived.append(booked)
    await make_comment(conn, tenant, other, "Allergic to ammonia")
    await make_file(conn, tenant, other, "Reyes.pdf")
    return Cards(maya, other, third, member, arrived, await sell(conn, tenant, other), tags)


async def sell(conn: Connection, tenant: Tenant, client_id: int) -> int:
    product = await make_product(conn, tenant, await make_category(conn, tenant), "Balm")
    _, storage_id, *_ = await storages_of(conn, tenant)
    document_id = await make_document(conn, tenant, Kind.SALE, storage_id)
    return await make_transaction(conn, tenant, document_id, product.id, -1, client_id=client_id, comment="For Maya")


async def state_of(conn: Connection, client_id: int) -> dict[str, Any]:
    """A card and all that belongs to it; the moments of changes are left out."""
    row = await conn.fetchrow(STATE, client_id)
    assert row is not None
    return {**row, "card": msgspec.json.decode(row["card"])}
