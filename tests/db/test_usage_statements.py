"""Statements on what services of appointments use up: which rows they are, and on which documents they come."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from parlour.access.identity import Identity
from parlour.access.tenant import Tenant, get_tenant
from parlour.areas.inventory.model.usages import NewUsage, PostedUsage
from parlour.areas.inventory.queries import usages
from parlour.areas.inventory.service import usages as service
from parlour.areas.stock.model.stock import Kind, UnitKind
from parlour.db.pool import Connection
from parlour.db.retrying import ConcurrentChange
from tests.support.factories.catalogue import BOTTLE, MILLILITRE, make_category, make_product
from tests.support.factories.stock import LONG_AGO, make_document, make_transaction, storages_of
from tests.support.people import ABROAD, FOREIGNER, HILLSIDE, OWNER
from tests.support.values import values_for

HOUR = timedelta(hours=1)


@pytest.fixture
async def tenants(conn: Connection, tenant: Tenant) -> list[Tenant]:
    """In a location, in another of its chain, and in another chain."""
    hillside = await get_tenant(conn, Identity(1, OWNER.id, OWNER.id), HILLSIDE)
    return [tenant, hillside, await get_tenant(conn, Identity(1, FOREIGNER.id, FOREIGNER.id), ABROAD)]


async def make_argan(conn: Connection, tenant: Tenant) -> int:
    units: dict[str, Any] = {"sale_unit_id": BOTTLE, "write_off_unit_id": MILLILITRE, "unit_ratio": Decimal(3)}
    return (await make_product(conn, tenant, await make_category(conn, tenant), "Argan", **units)).id


async def make_usage(conn: Connection, tenant: Tenant, kind: Kind = Kind.USAGE, **fields: Any) -> PostedUsage:
    """Six millilitres at 25.00 each in a haircut, or what is given, as it should be listed."""
    first, _ = await storages_of(conn, tenant)
    product_id = await make_argan(conn, tenant)
    document_id = await make_document(conn, tenant, kind, first)
    said: dict[str, Any] = {"appointment_id": 40, "service_id": 9, "team_member_id": 5, "client_id": 7, "price": 25}
    said |= fields
    made = await make_transaction(conn, tenant, document_id, product_id, -6, **said)
    price = Decimal("8.3333333333") if said.get("unit") == UnitKind.SALE else Decimal(25)
    names = ("appointment_id", "team_member_id", "client_id", "service_id")
    shared = {name: said[name] for name in names}
    own: dict[str, Any] = {"occurred_at": LONG_AGO, "storage_id": first, "product_id": product_id, "amount": Decimal(6)}
    return PostedUsage(**shared, **own, price=price, id=made, document_id=document_id)


async def test_usages_are_what_services_of_these_appointments_used(conn: Connection, tenants: list[Tenant]) -> None:
    found = []
    for tenant in tenants:
        posted = [await make_usage(conn, tenant, appointment_id=41), await make_usage(conn, tenant)]
        posted.append(await make_usage(conn, tenant, unit=UnitKind.SALE))
        await make_usage(conn, tenant, appointment_id=42)
        await make_usage(conn, tenant, appointment_id=0)
        await make_usage(conn, tenant, service_id=0)
        await make_usage(conn, tenant, deleted_at=LONG_AGO)
        await make_usage(conn, tenant, Kind.SALE)
        found.append(posted)
    for tenant, posted in zip(tenants, found, strict=True):
        assert await usages.list_usages(conn, tenant, [41, 40]) == posted
        assert await usages.list_usages(conn, tenant, [0, 43]) == []


async def test_where_nothing_changes_nothing_is_checked(conn: Connection, tenant: Tenant) -> None:
    await conn.execute("UPDATE locations SET allows_negative_stock = false")
    posted = [await make_usage(conn, tenant)]
    stock = await service.lock_products(conn, tenant, [])
    await service.replace_usages(conn, tenant, stock, [], [], {})
    await service.replace_usages(conn, tenant, stock, posted, posted, {})
    assert await usages.list_usages(conn, tenant, [40]) == posted


async def test_every_product_that_is_used_must_be_locked(conn: Connection, tenant: Tenant) -> None:
    one, other = [await make_usage(conn, tenant) for _ in range(2)]
    stock = await service.lock_products(conn, tenant, [one.product_id])
    with pytest.raises(ConcurrentChange):
        await service.replace_usages(conn, tenant, stock, [one, other], [], {})
    await service.replace_usages(conn, tenant, stock, [one], [], {})
    assert await usages.list_usages(conn, tenant, [40]) == [other]


async def test_usages_of_who_is_no_user_name_none(conn: Connection, tenant: Tenant) -> None:
    first, _ = await storages_of(conn, tenant)
    fixed: dict[str, Any] = {"product_id": await make_argan(conn, tenant), "storage_id": first}
    fixed |= {"sale_unit_id": BOTTLE, "write_off_unit_id": MILLILITRE, "unit": UnitKind.WRITE_OFF}
    await usages.create_usages(conn, replace(tenant, user_id=0), [values_for(NewUsage, **fixed)])
    for table in ("stock_documents", "stock_transactions"):
        assert [row["user_id"] for row in await conn.fetch(f"SELECT user_id FROM {table}")] == [None]


async def test_usages_of_one_appointment_moment_storage_and_person_are_on_one_document(
    conn: Connection, tenant: Tenant
) -> None:
    first, second = await storages_of(conn, tenant)
    fixed: dict[str, Any] = {"product_id": await make_argan(conn, tenant), "unit": UnitKind.WRITE_OFF}
    fixed |= {"sale_unit_id": BOTTLE, "write_off_unit_id": MILLILITRE, "discount": Decimal(0)}
    alike: dict[str, Any] = {"appointment_id": 40, "storage_id": first, "occurred_at": LONG_AGO, "team_member_id": 5}
    others: list[dict[str, Any]] = [{}, {}, {"appointment_id": 41}, {"storage_id": second}]
    others += [{"occurred_at": LONG_AGO + HOUR}, {"team_member_id": 6}, {}]
    rows: list[NewUsage] = [
        values_for(NewUsage, **{**fixed, **alike, **other, "position": number, "service_id": number + 1})
        for number, other in enumerate(others)
    ]
    await usages.create_usages(conn, tenant, rows[::-1])
    written = await conn.fetch("""
        SELECT t.service_id, t.document_id, d.chain_id, d.location_id, d.kind, d.user_id, t.kind AS line,
               t.user_id AS who, d.storage_id, d.occurred_at, d.team_member_id, t.appointment_id,
               t.location_id AS place, t.client_id
        FROM stock_transactions t JOIN stock_documents d ON d.id = t.document_id ORDER BY t.id
    """)
    assert [row["service_id"] for row in written] == [1, 2, 3, 4, 5, 6, 7]
    on = [row["document_id"] for row in written]
    assert on[0] == on[1] == on[6]
    assert len(set(on)) == await conn.fetchval("SELECT count(*) FROM stock_documents") == 5
    for row, usage in zip(written, rows, strict=True):
        assert (row["chain_id"], row["location_id"], row["place"]) == (tenant.chain_id, *[tenant.location_id] * 2)
        assert (row["kind"], row["line"], row["user_id"], row["who"]) == ("usage", "usage", *[tenant.user_id] * 2)
        names = ("storage_id", "occurred_at", "team_member_id", "appointment_id", "client_id")
        assert {name: row[name] for name in names} == {name: getattr(usage, name) for name in names}
