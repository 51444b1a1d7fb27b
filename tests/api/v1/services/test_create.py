"""POST /services/{location_id}"""

from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.api.v1.services.bodies import DEFAULTS, SERVICE, member
from tests.support.client import Client, faults_of
from tests.support.factories.services import make_service_category
from tests.support.factories.team import make_team_member
from tests.support.factories.users import make_member
from tests.support.people import HARBOUR, OWNER

CREATE = f"/services/{HARBOUR}"
MISSING = "This field is missing."
NO_MEMBER = "There is no such team member here."
NO_CATEGORY = "There is no such category here."


async def test_a_title_is_enough(client: Client) -> None:
    response = await client.post(CREATE, {"title": "Haircut"})
    assert response.status_code == 201
    assert response.headers["ETag"] == '"1"'
    body = response.json()
    id_ = body["data"].pop("id")
    assert body == {"success": True, "data": {"salon_service_id": id_, **DEFAULTS}, "meta": []}


async def test_the_answer_is_the_new_service(client: Client, conn: Connection, tenant: Tenant) -> None:
    category_id = await make_service_category(conn, tenant)
    ana, noa = await make_team_member(conn, tenant), await make_team_member(conn, tenant, "Noa Bell", weight=5)
    staff = [{"id": ana}, {"id": noa, "seance_length": 1800}]
    response = await client.post(CREATE, {**SERVICE, "category_id": category_id, "staff": staff})
    data = response.json()["data"]
    assert {name: data[name] for name in SERVICE} == SERVICE
    assert (data["category_id"], data["is_online"]) == (category_id, True)
    assert data["staff"] == [member(noa, 1800, "Noa Bell"), member(ana, 2700)]
    listed = (await client.get(CREATE)).json()["data"]
    assert listed == [data]


@pytest.mark.parametrize(
    ("sent", "prices"), [({"price_min": 20}, (20, 20)), ({"price_min": 20, "price_max": 0}, (20, 20))]
)
async def test_a_highest_price_of_0_means_a_fixed_price(
    client: Client, sent: dict[str, Any], prices: tuple[int, int]
) -> None:
    data = (await client.post(CREATE, {"title": "Haircut", **sent})).json()["data"]
    assert (data["price_min"], data["price_max"]) == prices


async def test_fields_that_only_patch_documents_are_taken_as_well(client: Client) -> None:
    """Show that what a client reads it can create (Q-182)."""
    more = {
        "booking_title": "Cut",
        "is_multi": True,
        "is_need_limit_date": 1,
        "date_from": "2026-12-01",
        "date_to": "2026-12-24",
        "seance_search_start": 36000,
        "seance_search_finish": 72000,
        "seance_search_step": 1800,
        "step": 3600,
        "tax_variant": 1,
        "vat_id": 2,
    }
    data = (await client.post(CREATE, {"title": "Haircut", **more})).json()["data"]
    assert {name: data[name] for name in more} == {**more, "is_need_limit_date": True}


async def test_members_have_prices_and_the_length_of_the_service(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    ana, noa = await make_team_member(conn, tenant), await make_team_member(conn, tenant, "Noa Bell")
    staff = [{"id": ana, "price": {"min": 10, "max": None}}, {"id": noa, "price": {"min": 10, "max": 12.5}}]
    data = (await client.post(CREATE, {"title": "Haircut", "duration": 86400, "staff": staff})).json()["data"]
    assert data["staff"] == [
        member(ana, 86100, price={"min": 10, "max": 10}),
        member(noa, 86100, "Noa Bell", price={"min": 10, "max": 12.5}),
    ]


FAULTS: list[tuple[Any, dict[str, str]]] = [
    ({}, {"title": MISSING}),
    ({"title": " "}, {"title": "Must not be empty."}),
    ({"price_min": 5, "price_max": 4}, {"title": MISSING, "price_max": "Must not be below the lowest price."}),
    ({"title": "A", "price_min": 1.005}, {"price_min": "1.005 has more decimals than USD has (2)."}),
    ({"title": "A", "duration": 301}, {"duration": "Must be a multiple of 300."}),
    ({"title": "A", "duration": 0}, {"duration": "Must be at least 300."}),
    ({"title": "A", "duration": 86700}, {"duration": "Must be at most 86400."}),
    ({"title": "A", "technical_break_duration": 100}, {"technical_break_duration": "Must be a multiple of 300."}),
    ({"title": "A", "technical_break_duration": 3900}, {"technical_break_duration": "Must be at most 3600."}),
    ({"title": "A", "discount": 101}, {"discount": "Must be at most 100."}),
    ({"title": "A", "active": 2}, {"active": "Must be at most 1."}),
    ({"title": "A", "date_from": "soon"}, {"date_from": "Expected a day, such as 2026-01-31, or 0000-00-00 for none."}),
    (
        {"title": "A", "date_from": "2026-02-01", "date_to": "2026-01-31"},
        {"date_to": "Must not be before the first day."},
    ),
    (
        {"title": "A", "seance_search_start": 600, "seance_search_finish": 300},
        {"seance_search_finish": "Must not be before the beginning."},
    ),
    ({"title": "A", "staff": [{"seance_length": 600}]}, {"staff[0].id": MISSING}),
    ({"title": "A", "staff": [{"id": 1, "seance_length": 200}]}, {"staff[0].seance_length": "Must be at least 300."}),
    ({"title": "A", "staff": [{"id": 1, "price": {}}]}, {"staff[0].price.min": MISSING}),
    (
        {"title": "A", "staff": [{"id": 1, "price": {"min": 5, "max": 4}}]},
        {"staff[0].price.max": "Must not be below the lowest price."},
    ),
    ([], {"body": "Expected a JSON object."}),
]


async def test_every_fault_of_the_body_is_named(client: Client, conn: Connection) -> None:
    for body, faults in FAULTS:
        assert faults_of(await client.post(CREATE, body)) == faults, body
    assert await conn.fetchval("SELECT count(*) FROM services") == 0


async def test_everything_that_is_unknown_is_named_at_its_place_together_with_other_faults(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant
) -> None:
    ana, other = await make_team_member(conn, tenant), await make_team_member(conn, hillside)
    category_id = await make_service_category(conn, hillside)
    card_id = await conn.fetchval(
        "INSERT INTO bills_of_materials (chain_id, location_id, title) VALUES ($1, $2, 'Colour') RETURNING id",
        hillside.chain_id,
        hillside.location_id,
    )
    staff = [{"id": ana}, {"id": other}, {"id": ana}, {"id": 999, "technological_card_id": card_id}]
    sent = {"duration": 1, "category_id": category_id, "staff": staff}
    assert faults_of(await client.post(CREATE, sent)) == {
        "duration": "Must be at least 300.",
        "title": MISSING,
        "category_id": NO_CATEGORY,
        "staff[1].id": NO_MEMBER,
        "staff[2].id": "It is in the list already.",
        "staff[3].id": NO_MEMBER,
        "staff[3].technological_card_id": "There is no such technological card here.",
    }
    assert await conn.fetchval("SELECT count(*) FROM services") == 0


async def test_a_deleted_member_or_category_is_unknown(client: Client, conn: Connection, tenant: Tenant) -> None:
    ana, category_id = await make_team_member(conn, tenant), await make_service_category(conn, tenant)
    await conn.execute("UPDATE team_members SET deleted_at = now()")
    await conn.execute("UPDATE service_categories SET deleted_at = now()")
    sent = {"title": "Haircut", "category_id": category_id, "staff": [{"id": ana}]}
    assert faults_of(await client.post(CREATE, sent)) == {"category_id": NO_CATEGORY, "staff[0].id": NO_MEMBER}


async def test_a_category_of_the_chain_may_be_named(client: Client, conn: Connection, chain: Tenant) -> None:
    category_id = await make_service_category(conn, chain)
    answer = await client.post(CREATE, {"title": "Haircut", "category_id": category_id})
    assert answer.json()["data"]["category_id"] == category_id


RIGHTS = [
    ({"price_min": 5}, "settings_services_edit_price_access"),
    ({"discount": 5}, "settings_services_edit_price_access"),
    ({"active": 1}, "settings_services_edit_online_seance_date_time_access"),
    ({"seance_search_step": 300}, "settings_services_edit_online_seance_date_time_access"),
    ({"booking_title": "Cut"}, "settings_services_edit_title_access"),
    ({"staff": []}, None),
    ({"title": "Cut", "weight": 5, "comment": "x", "api_id": "1", "duration": 900, "price_min": 0}, None),
]


@pytest.mark.parametrize(("sent", "right"), RIGHTS)
async def test_each_optional_field_needs_its_right(
    client: Client, conn: Connection, sent: dict[str, Any], right: str | None
) -> None:
    creator = await make_member(conn, "creator", settings_services_create_access=True)
    answer = await client.by(creator).post(CREATE, {"title": "Haircut", **sent})
    if right is None:
        assert answer.status_code == 201, answer.text
    else:
        assert answer.status_code == 403
        assert answer.json()["meta"]["message"] == f"You lack the right {right} in this location."


async def test_members_cards_and_own_prices_need_their_rights(client: Client, conn: Connection, tenant: Tenant) -> None:
    ana = await make_team_member(conn, tenant)
    creator = await make_member(conn, "creator", settings_services_create_access=True)
    staff = [{"id": ana, "technological_card_id": 5, "price": {"min": 1}}]
    answer = await client.by(creator).post(CREATE, {"title": "Haircut", "staff": staff})
    assert answer.json()["meta"]["message"] == (
        "You lack the right edit_master_service_and_duration, settings_services_edit_price_access, tech_card_edit"
        " in this location."
    )
    assert await conn.fetchval("SELECT count(*) FROM services") == 0


async def test_the_audit_log_tells_of_the_service_and_its_members(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    ana = await make_team_member(conn, tenant)
    data = (await client.post(CREATE, {"title": "Haircut", "staff": [{"id": ana}]})).json()["data"]
    lines = await conn.fetch(
        "SELECT entity, action, user_id FROM audit_log WHERE entity LIKE 'service%' AND entity_id = $1 ORDER BY entity",
        data["id"],
    )
    created = [("service", "created", OWNER.id), ("service_team_member", "created", OWNER.id)]
    assert [tuple(line) for line in lines] == created
