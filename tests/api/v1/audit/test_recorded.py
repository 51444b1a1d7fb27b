"""What the log says after a request: one line for each thing that was changed, and none for what failed."""

import asyncio
from ipaddress import ip_address
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.api.v1.audit.conftest import Lines
from tests.support.client import Client
from tests.support.factories.catalogue import for_chain, make_category, make_product, product_form
from tests.support.people import CHAIN, HARBOUR, HILLSIDE, MANAGER, OTHER_CHAIN, OWNER, PARTNER, PASSWORD, WORKER

BY_OWNER = {
    "chain_id": CHAIN,
    "origin": "api",
    "user_id": OWNER.id,
    "partner_id": 1,
    "session_id": OWNER.id,
    "ip": ip_address("192.0.2.1"),
}


def told(lines: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(line[name] for name in names) for line in lines]


async def test_the_author_and_the_origin_of_a_new_product_are_recorded(
    client: Client, conn: Connection, tenant: Tenant, lines: Lines
) -> None:
    shelf = await make_category(conn, tenant)
    await conn.execute("DELETE FROM audit_log")
    made = (await client.post(f"/goods/{HARBOUR}", product_form(shelf))).json()["data"]
    (line,) = await lines()
    assert line == {**line, **BY_OWNER, "location_id": HARBOUR, "action": "created", "entity": "product"}
    assert (line["entity_id"], line["before"]) == (made["good_id"], None)
    assert line["after"] == {**line["after"], "title": "Argan", "category_id": shelf.id, "location_id": HARBOUR}


async def test_a_change_records_only_changed_fields(
    client: Client, conn: Connection, tenant: Tenant, lines: Lines
) -> None:
    shelf = await make_category(conn, tenant)
    product = await make_product(conn, tenant, shelf, "Argan")
    await conn.execute("DELETE FROM audit_log")
    await client.put(
        f"/goods/{HARBOUR}/{product.id}", product_form(shelf, title="Jojoba", sale_unit_id=1, service_unit_id=1)
    )
    (line,) = await lines()
    assert line == {**line, **BY_OWNER, "action": "changed", "entity": "product", "entity_id": product.id}
    assert (line["before"], line["after"]) == ({"title": "Argan"}, {"title": "Jojoba"})


async def test_a_change_without_effect_is_not_recorded(
    client: Client, conn: Connection, tenant: Tenant, lines: Lines
) -> None:
    category = await make_category(conn, tenant, "Hair")
    await conn.execute("DELETE FROM audit_log")
    await client.put(f"/goods_categories/{HARBOUR}/{category.id}", {"title": "Hair"})
    assert await lines() == []


async def test_a_soft_delete_is_recorded_as_a_deletion_with_the_old_values(
    client: Client, conn: Connection, tenant: Tenant, lines: Lines
) -> None:
    category = await make_category(conn, tenant, "Hair", article="H-1")
    await conn.execute("DELETE FROM audit_log")
    await client.delete(f"/goods_categories/{HARBOUR}/{category.id}")
    (line,) = await lines()
    assert line == {**line, **BY_OWNER, "action": "deleted", "entity": "category", "after": None}
    assert line["before"] == {**line["before"], "title": "Hair", "article": "H-1"}


async def test_undoing_a_soft_delete_is_recorded_as_restoring(conn: Connection, tenant: Tenant, lines: Lines) -> None:
    category = await make_category(conn, tenant, "Hair")
    await conn.execute("UPDATE categories SET deleted_at = now()")
    await conn.execute("UPDATE categories SET deleted_at = NULL WHERE id = $1", category.id)
    restored = (await lines())[-1]
    assert (restored["action"], restored["before"], restored["after"]["title"]) == ("restored", None, "Hair")


async def test_changes_of_chain_items_are_recorded_without_a_location(
    client: Client, conn: Connection, tenant: Tenant, lines: Lines
) -> None:
    category = await make_category(conn, for_chain(tenant), "Hair")
    await client.put(f"/goods_categories/{HARBOUR}/{category.id}", {"title": "Skin"})
    assert told(await lines(), "chain_id", "location_id", "action") == [
        (CHAIN, None, "created"),
        (CHAIN, None, "changed"),
    ]


async def test_a_request_that_fails_leaves_no_line(
    client: Client, conn: Connection, tenant: Tenant, lines: Lines
) -> None:
    shelf = await make_category(conn, tenant)
    await make_product(conn, tenant, shelf, "Argan")
    await conn.execute("DELETE FROM audit_log")
    refused = [
        await client.post(f"/goods/{HARBOUR}", product_form(shelf, title="")),
        await client.delete(f"/goods_categories/{HARBOUR}/{shelf.id}"),
    ]
    assert [answer.status_code for answer in refused] == [422, 409]
    assert await lines() == []


async def test_a_rolled_back_change_leaves_no_line(conn: Connection, tenant: Tenant, lines: Lines) -> None:
    transaction = conn.transaction()
    await transaction.start()
    await make_category(conn, tenant)
    assert len(await lines()) == 1
    await transaction.rollback()
    assert await lines() == []


async def test_the_next_request_on_a_connection_acts_for_its_own_user(
    client: Client, conn: Connection, tenant: Tenant, lines: Lines
) -> None:
    shelf = await make_category(conn, tenant)
    await conn.execute("DELETE FROM audit_log")
    people = [OWNER, MANAGER] * 10
    await asyncio.gather(
        *(client.by(person).post(f"/goods/{HARBOUR}", product_form(shelf, title=person.name)) for person in people)
    )
    found = await lines()
    assert len(found) == len(people)
    names = {person.id: person.name for person in people}
    assert all(line["after"]["title"] == names[line["user_id"]] for line in found)


async def test_writes_beside_the_server_are_recorded_as_the_database(
    conn: Connection, tenant: Tenant, lines: Lines
) -> None:
    await make_category(conn, tenant)
    assert told(await lines(), "origin", "user_id", "ip") == [("database", None, None)]


async def test_granting_and_revoking_a_role_is_recorded_for_its_user(conn: Connection, lines: Lines) -> None:
    await conn.execute("UPDATE location_roles SET role = 'manager' WHERE user_id = $1", WORKER.id)
    await conn.execute("DELETE FROM location_roles WHERE user_id = $1", WORKER.id)
    found = await lines()
    assert told(found, "entity", "entity_id", "location_id", "action") == [
        ("location_role", WORKER.id, HARBOUR, "changed"),
        ("location_role", WORKER.id, HARBOUR, "deleted"),
    ]
    assert (found[0]["before"], found[0]["after"]) == ({"role": "worker"}, {"role": "manager"})


async def test_signing_in_is_recorded_in_each_chain_of_the_user(client: Client, conn: Connection, lines: Lines) -> None:
    await conn.execute(
        "INSERT INTO chain_roles (chain_id, user_id, role) VALUES ($1, $2, 'manager')", OTHER_CHAIN, MANAGER.id
    )
    await conn.execute("DELETE FROM audit_log")
    body = {"login": MANAGER.email, "password": PASSWORD}
    await client.by(PARTNER).post("/auth", body, headers={"User-Agent": "till/1"})
    found = await lines()
    assert sorted(told(found, "chain_id", "location_id", "entity", "action")) == [
        (CHAIN, HARBOUR, "session", "signed_in"),
        (OTHER_CHAIN, None, "session", "signed_in"),
    ]
    assert {(line["user_id"], line["partner_id"], str(line["ip"])) for line in found} == {(MANAGER.id, 1, "192.0.2.1")}
    assert found[0]["after"] == {"user_id": MANAGER.id, "partner_id": 1, "device": "till/1"}


async def test_sign_ins_of_a_user_of_several_locations_are_recorded_for_the_chain(
    client: Client, conn: Connection, lines: Lines
) -> None:
    await conn.execute(
        "INSERT INTO location_roles (chain_id, location_id, user_id, role) VALUES ($1, $2, $3, 'worker')",
        CHAIN, HILLSIDE, MANAGER.id,
    )  # fmt: skip
    await conn.execute("DELETE FROM audit_log")
    await client.by(MANAGER).delete("/auth")
    assert told(await lines(), "location_id", "action") == [(None, "signed_out")]


async def test_a_pending_invitation_does_not_show_when_its_user_signs_in(
    client: Client, conn: Connection, lines: Lines
) -> None:
    await conn.execute("UPDATE location_roles SET is_accepted = false WHERE user_id = $1", MANAGER.id)
    await conn.execute("DELETE FROM audit_log")
    await client.by(PARTNER).post("/auth", {"login": MANAGER.email, "password": PASSWORD})
    assert await lines() == []


async def test_a_wrong_password_is_recorded_without_the_caller(client: Client, lines: Lines) -> None:
    await client.by(PARTNER).post("/auth", {"login": OWNER.email, "password": "wrong"})
    (line,) = await lines()
    assert line == {**line, "chain_id": CHAIN, "action": "sign_in_failed", "entity": "user", "entity_id": OWNER.id}
    assert (line["user_id"], line["partner_id"], str(line["ip"])) == (None, 1, "192.0.2.1")


async def test_an_unknown_login_is_not_recorded(client: Client, lines: Lines) -> None:
    await client.by(PARTNER).post("/auth", {"login": "stranger@example.com", "password": "wrong"})
    assert await lines() == []


async def test_ending_ones_own_other_session_is_no_signing_out(client: Client, conn: Connection, lines: Lines) -> None:
    session_id = await conn.fetchval(
        "INSERT INTO sessions (user_id, partner_id, token_hash, device) VALUES ($1, 1, 'x', 'till') RETURNING id",
        OWNER.id,
    )
    await conn.execute("DELETE FROM audit_log")
    await client.delete(f"/auth/sessions/{session_id}")
    (line,) = await lines()
    assert line == {**line, **BY_OWNER, "entity_id": session_id, "action": "ended", "after": None}
    assert line["before"]["device"] == "till"


async def test_a_new_password_is_recorded_without_its_value(conn: Connection, lines: Lines) -> None:
    await conn.execute("UPDATE users SET password_hash = 'hash-of-the-new-one' WHERE id = $1", OWNER.id)
    found = await lines()
    assert sorted(told(found, "entity", "action")) == [("session", "ended"), ("user", "password_changed")]
    assert "hash-of-the-new-one" not in str(found)


async def test_a_new_name_is_recorded_with_the_old_one(conn: Connection, lines: Lines) -> None:
    await conn.execute("UPDATE users SET name = 'Olga' WHERE id = $1", OWNER.id)
    (line,) = await lines()
    assert (line["before"], line["after"]) == ({"name": "owner"}, {"name": "Olga"})


@pytest.mark.parametrize("column", ["token_hash", "password_hash", "search_text"])
async def test_no_secret_is_ever_in_the_log(
    client: Client, conn: Connection, tenant: Tenant, lines: Lines, column: str
) -> None:
    await make_product(conn, tenant, await make_category(conn, tenant), "Argan")
    await client.by(PARTNER).post("/auth", {"login": OWNER.email, "password": PASSWORD})
    await conn.execute("UPDATE users SET password_hash = 'other'")
    found = await lines()
    assert len(found) > 5
    assert not any(column in (line["before"] or {}) | (line["after"] or {}) for line in found)
