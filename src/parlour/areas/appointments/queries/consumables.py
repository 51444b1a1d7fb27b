"""Statements on what services of appointments use up: by bills of materials, or as a user has set it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.consumables import (
    Consumable,
    GivenConsumable,
    NamedProduct,
    Served,
    WantedConsumable,
)
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

LIST_PRODUCT_IDS: LiteralString = """
    SELECT product_id FROM appointment_consumables
    WHERE chain_id = $1 AND location_id = $2 AND appointment_id = ANY ($3::bigint[])
    UNION
    SELECT product_id FROM stock_transactions
    WHERE chain_id = $1 AND location_id = $2 AND appointment_id = ANY ($3::bigint[]) AND appointment_id <> 0
      AND kind = 'usage' AND service_id <> 0 AND deleted_at IS NULL
    UNION
    SELECT l.product_id
    FROM service_team_members a
    JOIN bill_lines l ON l.chain_id = a.chain_id AND l.bill_id = a.bill_id
    WHERE a.chain_id = $1 AND a.location_id = $2 AND a.team_member_id = ANY ($4::bigint[])
      AND a.service_id = ANY ($5::bigint[])
"""


async def list_product_ids(
    conn: Connection,
    tenant: Tenant,
    appointment_ids: Collection[int],
    member_ids: Collection[int],
    service_ids: Collection[int],
) -> list[int]:
    """List all products that appointments have used up, or can use up with one of the members and services."""
    ids = [*appointment_ids], [*member_ids], [*service_ids]
    rows = await conn.fetch(LIST_PRODUCT_IDS, tenant.chain_id, tenant.location_id, *ids)
    return [row[0] for row in rows]


# Of products that are there: one that was deleted is no longer used up.
LIST_WANTED: LiteralString = """
    WITH given AS (
        SELECT * FROM unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::integer[])
            WITH ORDINALITY AS g (appointment_id, team_member_id, service_id, amount, number)
    ), wanted AS (
        SELECT g.number, l.id AS place, g.appointment_id, g.service_id, l.storage_id, l.product_id,
               round(l.amount * g.amount, 4) AS amount, NULL::numeric AS price
        FROM given g
        JOIN service_team_members a ON a.chain_id = $1 AND a.location_id = $2 AND a.service_id = g.service_id
            AND a.team_member_id = g.team_member_id
        JOIN bills_of_materials b ON b.chain_id = $1 AND b.id = a.bill_id AND b.deleted_at IS NULL
        JOIN bill_lines l ON l.chain_id = $1 AND l.bill_id = b.id
        WHERE NOT EXISTS (
            SELECT FROM appointment_usages u
            WHERE u.chain_id = $1 AND u.appointment_id = g.appointment_id AND u.service_id = g.service_id)
        UNION ALL
        SELECT g.number, 0, g.appointment_id, g.service_id, c.storage_id, c.product_id, c.amount, c.price
        FROM given g
        JOIN appointment_consumables c ON c.chain_id = $1 AND c.location_id = $2
            AND c.appointment_id = g.appointment_id AND c.service_id = g.service_id
    )
    SELECT w.appointment_id, w.service_id, w.storage_id, w.product_id, trim_scale(w.amount) AS amount,
           trim_scale(w.price) AS price
    FROM wanted w
    JOIN products p ON p.chain_id = $1 AND p.id = w.product_id AND p.deleted_at IS NULL
    WHERE w.amount > 0
    ORDER BY w.number, w.place, w.product_id, w.storage_id
"""


async def list_wanted(
    conn: Connection, tenant: Tenant, served: Iterable[tuple[Served, Mapping[int, int]]]
) -> list[WantedConsumable]:
    """List what amounts of services use up in their appointments."""
    rows = [
        (each.id, each.team_member_id, service_id, amount)
        for each, amounts in served
        for service_id, amount in amounts.items()
    ]
    columns = [[*column] for column in zip(*rows, strict=True)] or [[], [], [], []]
    return to_structs(WantedConsumable, await conn.fetch(LIST_WANTED, tenant.chain_id, tenant.location_id, *columns))


LIST_WITHOUT_BILL: LiteralString = """
    SELECT service_id FROM appointment_usages
    WHERE chain_id = $1 AND location_id = $2 AND appointment_id = $3 AND NOT shows_bill
"""


async def list_without_bill(conn: Connection, tenant: Tenant, appointment_id: int) -> list[int]:
    """List the services of an appointment whose bill was taken from it."""
    rows = await conn.fetch(LIST_WITHOUT_BILL, tenant.chain_id, tenant.location_id, appointment_id)
    return [row[0] for row in rows]


# The cost price is the one that products show as `unit_actual_cost`.
LIST_PRODUCTS: LiteralString = """
    SELECT p.id, p.title, u.short_title AS unit,
           trim_scale(round(coalesce(k.average, p.cost_price::numeric(38, 20) / p.unit_ratio),
                            greatest(d.decimals + 2, 4))) AS unit_cost_price
    FROM products p
    JOIN units u ON u.id = p.write_off_unit_id
    LEFT JOIN stock_costs k ON k.chain_id = p.chain_id AND k.product_id = p.id AND NOT p.is_cost_price_fixed
    CROSS JOIN (
        SELECT currency_decimals(currency) AS decimals FROM locations WHERE chain_id = $1 AND id = $2
    ) AS d
    WHERE p.chain_id = $1 AND p.id = ANY ($3::bigint[])
"""


async def list_products(conn: Connection, tenant: Tenant, product_ids: Collection[int]) -> list[NamedProduct]:
    """List the products of these ids, also deleted ones."""
    rows = await conn.fetch(LIST_PRODUCTS, tenant.chain_id, tenant.location_id, [*product_ids])
    return to_structs(NamedProduct, rows)


SET_USAGE: LiteralString = """
    INSERT INTO appointment_usages AS u (chain_id, location_id, appointment_id, service_id, shows_bill)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (chain_id, appointment_id, service_id) DO UPDATE SET shows_bill = u.shows_bill AND excluded.shows_bill
"""
SET_CONSUMABLES: LiteralString = """
    WITH given AS (
        SELECT * FROM unnest($5::bigint[], $6::bigint[], $7::numeric[], $8::numeric[])
            AS g (product_id, storage_id, amount, price)
    ), removed AS (
        DELETE FROM appointment_consumables c
        WHERE c.chain_id = $1 AND c.appointment_id = $3 AND c.service_id = $4 AND NOT EXISTS (
            SELECT FROM given g WHERE g.product_id = c.product_id AND g.storage_id = c.storage_id)
    )
    INSERT INTO appointment_consumables AS c (
        chain_id, location_id, appointment_id, service_id, product_id, storage_id, amount, price)
    SELECT $1, $2, $3, $4, g.product_id, g.storage_id, g.amount, g.price FROM given g
    ON CONFLICT (chain_id, appointment_id, service_id, product_id, storage_id)
        DO UPDATE SET amount = excluded.amount, price = excluded.price
        WHERE (c.amount, c.price) IS DISTINCT FROM (excluded.amount, excluded.price)
"""


async def set_consumables(
    conn: Connection,
    tenant: Tenant,
    appointment_id: int,
    service_id: int,
    consumables: Sequence[GivenConsumable | Consumable],
    *,
    shows_bill: bool,
) -> None:
    """Make these the consumables of a service of a locked appointment. A bill that was taken from it stays away."""
    place = tenant.chain_id, tenant.location_id, appointment_id, service_id
    await conn.execute(SET_USAGE, *place, shows_bill)
    names = ("product_id", "storage_id", "amount", "price")
    await conn.execute(SET_CONSUMABLES, *place, *([getattr(each, name) for each in consumables] for name in names))


FORGET_OTHERS: LiteralString = """
    DELETE FROM appointment_usages
    WHERE chain_id = $1 AND location_id = $2 AND appointment_id = $3 AND service_id <> ALL ($4::bigint[])
"""


async def forget_others(conn: Connection, tenant: Tenant, appointment_id: int, service_ids: Collection[int]) -> None:
    """Forget what was set for services that a locked appointment no longer has."""
    await conn.execute(FORGET_OTHERS, tenant.chain_id, tenant.location_id, appointment_id, [*service_ids])
