"""POST /company/{location_id}/clients/search"""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.folding import search_text
from parlour.db.pool import Connection
from tests.support.client import Client, Form
from tests.support.factories.appointments import add_service, make_appointment
from tests.support.factories.clients import make_client
from tests.support.factories.services import make_service
from tests.support.factories.team import make_team_member
from tests.support.factories.users import make_member
from tests.support.people import ABROAD, HARBOUR, HILLSIDE, MANAGER, NEIGHBOUR, NOBODY, PARTNER, WORKER, Person

SEARCH = f"/company/{HARBOUR}/clients/search"


async def enter(conn: Connection, tenant: Tenant, name: str, **fields: Any) -> int:
    """Make a client who can be found."""
    card, email = fields.pop("card", ""), fields.pop("email", "")
    text = search_text(f"{name} {fields.get('surname', '')}", email, card)
    return await make_client(conn, tenant, name, card=card, email=email, search_text=text, **fields)


async def found(client: Client, *filters: Any, **rest: Any) -> list[int]:
    """Search, and return the ids of the page."""
    response = await client.post(SEARCH, {"filters": [*filters], **rest})
    assert response.status_code == 200, response.text
    return [row["id"] for row in response.json()["data"]]


def by_text(value: Any) -> dict[str, Any]:
    return {"type": "quick_search", "state": {"value": value}}


@pytest.fixture
async def maya(conn: Connection, tenant: Tenant) -> int:
    return await enter(
        conn, tenant, "Maya", surname="Reyes", phone="13155550175", email="maya@example.com", card="L-1207",
        gender="female", importance="gold", discount=Decimal(5), birth_date=date(1990, 4, 17),
        starting_sold=Decimal(350),
    )  # fmt: skip


@pytest.fixture
async def ben(conn: Connection, tenant: Tenant) -> int:
    return await enter(conn, tenant, "Ben", phone="4915112345678")


async def test_without_a_body_there_is_the_id_alone(client: Client, maya: int, ben: int) -> None:
    response = await client.post(SEARCH, {})
    assert response.status_code == 200
    assert response.json() == {"success": True, "data": [{"id": maya}, {"id": ben}], "meta": {"total_count": 2}}


async def test_fields_come_under_the_names_that_were_asked_for(client: Client, conn: Connection, maya: int) -> None:
    """Q-278"""
    await conn.execute("UPDATE clients SET changed_at = '2026-01-31T23:30:00Z' WHERE id = $1", maya)
    names = [
        "id", "name", "phone", "email", "discount", "first_visit_date", "last_visit_date", "sold_amount",
        "visits_count", "visit_count", "deposit_balance", "importance", "gender", "birth_date",
        "last_change_date", "spent", "paid",
    ]  # fmt: skip
    (row,) = (await client.post(SEARCH, {"fields": names})).json()["data"]
    assert row == {
        "id": maya,
        "name": "Maya",
        "phone": "13155550175",
        "email": "maya@example.com",
        "discount": 5,
        "first_visit_date": None,
        "last_visit_date": None,
        "sold_amount": 350,
        "visits_count": 0,
        "visit_count": 0,
        "deposit_balance": None,
        "importance": 3,
        "gender": 2,
        "birth_date": "1990-04-17",
        "last_change_date": "2026-01-31T18:30:00-0500",
    }


async def test_one_field_may_be_a_text(client: Client, maya: int) -> None:
    assert (await client.post(SEARCH, {"fields": "name,phone"})).json()["data"] == [
        {"id": maya, "name": "Maya", "phone": "13155550175"}
    ]


async def test_dates_of_visits_are_local_days(client: Client, conn: Connection, tenant: Tenant, ben: int) -> None:
    ana = await make_team_member(conn, tenant)
    for day in ("2026-03-02", "2026-01-31", "2026-02-01"):
        await make_appointment(conn, tenant, ana, f"{day} 23:30", client_id=ben, attendance="arrived")
    names = ["first_visit_date", "last_visit_date", "visits_count"]
    assert (await client.post(SEARCH, {"fields": names})).json()["data"] == [
        {"id": ben, "first_visit_date": "2026-01-31", "last_visit_date": "2026-03-02", "visits_count": 3}
    ]


@pytest.mark.parametrize(
    "text",
    ["maya", "REYES", "rey", "reyes maya", "mayá", "maya@exa", "l-1207", "1207", "+1 (315) 555-01-75", "3155550175",
     "555017", "5550175 maya", 13155550175, "(315)"],
)  # fmt: skip
async def test_people_are_found_by_what_is_typed(text: Any, client: Client, maya: int, ben: int) -> None:
    assert await found(client, by_text(text)) == [maya]


@pytest.mark.parametrize("text", ["mayo", "maya ben", "556", "reyes@", "100%", "_aya", "999999999999999999999"])
async def test_nobody_is_found_by_something_else(text: str, client: Client, maya: int) -> None:
    assert await found(client, by_text(text)) == []


@pytest.mark.parametrize("text", ["01511 2345678", "0151/12345678", "+49 151 12345678"])
async def test_a_number_is_found_as_it_is_dialled_in_its_country(
    text: str, client: Client, conn: Connection, ben: int
) -> None:
    """Q-276"""
    await conn.execute("UPDATE locations SET country_code = 'DE' WHERE id = $1", HARBOUR)
    assert await found(client, by_text(text)) == [ben]


async def test_a_blank_text_is_no_filter(client: Client, maya: int, ben: int) -> None:
    assert await found(client, by_text("  ")) == [maya, ben]


@pytest.mark.parametrize(
    ("kind", "state", "who"),
    [
        ("importance", {"value": [3, 2]}, "maya"),
        ("importance", {"value": 0}, "ben"),
        ("importance", {"value": "0"}, "ben"),
        ("gender", {"value": [2]}, "maya"),
        ("gender", [2], "maya"),
        ("sold_amount", {"from": 350, "to": 350}, "maya"),
        ("sold_amount", {"from": None, "to": "349.99"}, "ben"),
        ("birthday", {"from": "2026-04-17 00:00:00", "to": "2026-04-17 23:59:59"}, "maya"),
        ("birthday", {"from": "12-20", "to": "04-17"}, "maya"),
        ("birthday", {"from": "1980-01-01", "to": "1995-12-31"}, "maya"),
        ("birthday", {"from": "1990-04-17"}, "maya"),
        ("age", {"from": 20, "to": 80}, "maya"),
        ("is_newsletter_allowed", {"value": True}, "both"),
        ("is_mass_notification_allowed", {"value": "false"}, "none"),
        ("gender", {"value": []}, "both"),
        ("id", {"value": ""}, "both"),
        ("sold_amount", {"from": None, "to": None}, "both"),
    ],
)
async def test_cards_are_filtered(kind: str, state: Any, who: str, client: Client, maya: int, ben: int) -> None:
    """Q-273, Q-275"""
    expected = {"maya": [maya], "ben": [ben], "both": [maya, ben], "none": []}[who]
    assert await found(client, {"type": kind, "state": state}) == expected


@pytest.mark.parametrize(
    ("kind", "state", "is_found"),
    [
        ("has_mobile_app", {"value": False}, True),
        ("has_mobile_app", {"value": True}, False),
        ("has_passteam_card", {"value": 1}, False),
        ("abonement_is_frozen", {"value": True}, False),
        ("abonement_is_used", {"value": False}, True),
        ("certificate_is_used", {"value": True}, False),
        ("is_push_notification_enabled", {"value": True}, False),
        ("is_personal_data_processing_allowed", {"value": True}, False),
        ("deposit_balance", {"from": 0}, True),
        ("abonement_balance", {"from": 1, "to": 2}, False),
        ("certificate_balance", {"to": 100}, True),
        ("abonement_types", {"value": [1]}, False),
        ("certificate_types", {"value": [1]}, False),
        ("passteam_card_ids", {"value": ["a"]}, False),
        ("sale", {"abonement_balance": {"from": 1}}, False),
        ("sale", {}, True),
    ],
)
async def test_what_clients_cant_have_yet_is_missing_for_all(
    kind: str, state: Any, is_found: bool, client: Client, ben: int
) -> None:
    """Q-270"""
    assert bool(await found(client, {"type": kind, "state": state})) is is_found


async def test_statuses_are_not_the_numbers_of_attendance(
    client: Client, conn: Connection, tenant: Tenant, maya: int, ben: int
) -> None:
    """Q-271"""
    ana = await make_team_member(conn, tenant)
    for number, status in enumerate(("no_show", "waiting", "arrived", "confirmed"), 1):
        made = await make_appointment(conn, tenant, ana, "2026-03-02 10:00", client_id=ben, attendance=status)
        for other in range(1, 5):
            state = {"status": {"value": [other]}}
            assert await found(client, {"type": "record", "state": state}) == ([ben] if other == number else [])
        await conn.execute("UPDATE appointments SET deleted_at = now() WHERE id = $1", made)


async def test_all_parts_of_a_record_hold_for_the_same_appointments(
    client: Client, conn: Connection, tenant: Tenant, maya: int, ben: int
) -> None:
    """Q-272"""
    ana, bo = await make_team_member(conn, tenant), await make_team_member(conn, tenant, "Bo")
    cut, wash = await make_service(conn, tenant), await make_service(conn, tenant, "Wash")
    first = await make_appointment(conn, tenant, ana, "2026-03-02 10:00", client_id=ben, attendance="arrived")
    second = await make_appointment(conn, tenant, bo, "2026-03-05 10:00", client_id=ben)
    await add_service(conn, tenant, first, cut, "50")
    await add_service(conn, tenant, second, wash, "80")
    day = {"from": "2026-03-02 00:00:00", "to": "2026-03-02 23:59:59"}
    hers = {"staff": {"value": [ana]}, "service": {"value": cut}, "created": day, "status": {"value": [3]}}
    money = {"records_count": {"from": 1, "to": 1}, "sold_amount": {"from": 50, "to": 50}}
    assert await found(client, {"type": "record", "state": {**hers, **money}}) == [ben]
    for other in (
        {"staff": [bo]},
        {"service": [wash]},
        {"created": {"to": "2026-03-01"}},
        {"sold_amount": {"from": 51}},
    ):
        assert await found(client, {"type": "record", "state": {**hers, **money, **other}}) == []
    assert await found(client, {"type": "record", "state": {"records_count": {"from": 2}, "sold_amount": {"to": 130}}}) == [ben]  # fmt: skip # noqa: E501


async def test_who_came_and_not_again_is_found_with_two_records(
    client: Client, conn: Connection, tenant: Tenant, maya: int, ben: int
) -> None:
    ana = await make_team_member(conn, tenant)
    for who, day in ((maya, "2026-01-05"), (ben, "2026-01-05"), (ben, "2026-03-05")):
        await make_appointment(conn, tenant, ana, f"{day} 10:00", client_id=who, attendance="arrived")
    came = {"type": "record", "state": {"status": {"value": [3]}, "created": {"to": "2026-02-01"}}}
    not_again = {"type": "record", "state": {"created": {"from": "2026-02-02"}, "invert": True}}
    assert await found(client, came) == [maya, ben]
    assert await found(client, came, not_again) == [maya]
    assert await found(client, {"type": "client", "state": {"record": not_again["state"]}}, came) == [maya]


async def test_one_filter_suffices_with_or(client: Client, maya: int, ben: int) -> None:
    """Q-274"""
    filters = [by_text("ben"), {"type": "client", "state": {"gender": [2], "importance": [3]}}]
    assert await found(client, *filters) == []
    assert await found(client, *filters, operation="or") == [maya, ben]
    assert await found(client, by_text("ben"), {"type": "client", "state": {"gender": [2], "importance": [1]}},
                       operation="OR") == [ben]  # fmt: skip


async def test_pages_have_the_number_of_all(client: Client, conn: Connection, tenant: Tenant) -> None:
    ids = [await enter(conn, tenant, f"Client {number}") for number in range(30)]
    for body, expected in [
        ({}, ids[:25]),
        ({"page": 2, "count": 3}, ids[25:]),
        ({"page": "2", "page_size": "7"}, ids[7:14]),
        ({"page": 0, "page_size": 200}, ids),
        ({"page": 9, "page_size": None}, []),
    ]:
        answer = (await client.post(SEARCH, body)).json()
        assert [row["id"] for row in answer["data"]] == expected
        assert answer["meta"] == {"total_count": 30}


async def test_clients_without_a_value_come_last(client: Client, maya: int, ben: int) -> None:
    for order in ("email", "EMAIL"):
        response = await client.post(SEARCH, {"order_by": order})
        assert response.status_code == (200 if order == "email" else 422)
    assert await found(client, order_by="email", order_by_direction="desc") == [maya, ben]
    assert await found(client, order_by="email", order_by_direction="ASC") == [maya, ben]
    assert await found(client, order_by="name") == [ben, maya]
    assert await found(client, order_by="visit_count", order_by_direction="desc") == [maya, ben]


async def test_a_form_and_a_query_are_read_like_a_body(client: Client, maya: int, ben: int) -> None:
    form = {"filters[0][type]": "quick_search", "filters[0][state][value]": "ben", "fields[]": "name"}
    expected = [{"id": ben, "name": "Ben"}]
    assert (await client.post(SEARCH, Form(form))).json()["data"] == expected
    assert (await client.post(SEARCH, {}, params=form)).json()["data"] == expected
    number = {"filters[0][type]": "importance", "filters[0][state][value][]": "3"}
    assert (await client.post(SEARCH, Form(number))).json()["data"] == [{"id": maya}]


async def test_a_single_filter_needs_no_list(client: Client, maya: int, ben: int) -> None:
    response = await client.post(SEARCH, {"filters": by_text("ben")})
    assert response.json()["data"] == [{"id": ben}]


@pytest.mark.parametrize(
    ("filter_", "fault"),
    [
        ({"type": "shoe_size", "state": {}}, '.type: There is no filter "shoe_size".'),
        ({"state": {"value": 1}}, ".type: There is no filter null."),
        ({"type": ["client"], "state": {}}, '.type: There is no filter ["client"].'),
        ({"type": {"of": "client"}, "state": {}}, '.type: There is no filter {"of": "client"}.'),
        ("maya", ": Expected an object with type and state."),
        (by_text(None), ".state.value: Expected a text of at most 255 characters."),
        ({"type": "gender", "state": {"value": [3]}}, ".state.value: Expected numbers of 0 unknown, 1 male, 2 female."),
        ({"type": "gender", "state": None}, ".state.value: Expected a list of values."),
        ({"type": "id", "state": {"value": ["x"]}}, '.state.value: Expected ids, not "x".'),
        ({"type": "age", "state": {"from": 1.5}}, ".state.from: Expected whole years up to 150."),
        ({"type": "age", "state": 7}, ".state: Expected an object with from and to."),
        ({"type": "sold_amount", "state": {"from": "x"}}, '.state.from: Expected a number, not "x".'),
        ({"type": "sold_amount", "state": {"from": 2, "to": 1}}, ".state.to: Must not be below from."),
        ({"type": "birthday", "state": {"from": "2026-02-30"}},
         '.state.from: Expected a date, such as 2026-01-31, not "2026-02-30".'),
        ({"type": "has_mobile_app", "state": {"value": "x"}}, '.state.value: Expected true or false, not "x".'),
        ({"type": "record", "state": {"status": {"value": [-1]}}},
         ".state.status.value: Expected numbers of 1 no_show, 2 waiting, 3 arrived, 4 confirmed."),
        ({"type": "record", "state": {"invert": True}}, ".state.invert: There is nothing to invert."),
        ({"type": "record", "state": {"master": [1]}}, '.state: There is no "master" in it.'),
        ({"type": "client", "state": {"shoe_size": {}}}, '.type: There is no filter "shoe_size".'),
        ({"type": "client", "state": [1]}, ".state: Expected an object with filters by their types."),
    ],
)  # fmt: skip
async def test_a_filter_that_means_nothing_is_refused(filter_: Any, fault: str, client: Client) -> None:
    response = await client.post(SEARCH, {"filters": [by_text("maya"), filter_]})
    assert response.status_code == 400
    meta = {"message": f"These filters mean nothing: filters[1]{fault}", "errors": {"filters": [f"filters[1]{fault}"]}}
    assert response.json() == {"success": False, "data": None, "meta": meta}


async def test_all_bad_filters_are_named(client: Client) -> None:
    response = await client.post(SEARCH, {"filters": [{"type": "a"}, {"type": "b"}]})
    assert len(response.json()["meta"]["errors"]["filters"]) == 2


async def test_there_may_be_fifty_filters(client: Client, maya: int) -> None:
    assert await found(client, *[by_text("maya")] * 50) == [maya]
    response = await client.post(SEARCH, {"filters": [by_text("maya")] * 51})
    assert response.json()["meta"]["errors"] == {"filters": ["At most 50 filters are possible."]}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"page_size": 201}, "page_size"),
        ({"page": -1}, "page"),
        ({"order_by": "spent"}, "order_by"),
        ({"order_by_direction": "up"}, "order_by_direction"),
        ({"operation": "XOR"}, "operation"),
        ({"filters": 7}, "filters"),
    ],
)
async def test_other_bad_input_is_named(body: dict[str, Any], field: str, client: Client) -> None:
    """Q-279"""
    response = await client.post(SEARCH, body)
    assert response.status_code == 422
    assert [*response.json()["meta"]["errors"][0]] == [f"[{field}]"]


async def test_contacts_are_masked_and_cant_be_guessed(client: Client, conn: Connection, maya: int, ben: int) -> None:
    """A user who doesn't see phone numbers finds one that is given whole, and no others (Q-277)."""
    manager = client.by(await make_member(conn, "masked", "manager", clients_phones_access=False))
    body = {"fields": ["name", "phone", "email"], "filters": [by_text("+1 315 555-01-75")]}
    assert (await manager.post(SEARCH, body)).json()["data"] == [
        {"id": maya, "name": "Maya", "phone": "1********75", "email": "m***@***"}
    ]
    assert await found(manager, by_text("5550175")) == []
    assert await found(manager, by_text("maya@example")) == []
    assert await found(manager, by_text("l-1207 reyes")) == [maya]
    assert await found(manager, order_by="phone", order_by_direction="desc") == [ben, maya]


async def test_a_name_that_is_a_number_cant_be_guessed_either(client: Client, conn: Connection, tenant: Tenant) -> None:
    named = await enter(conn, tenant, "+1 315 555-0188", phone="13155550188")
    masked = await make_member(conn, "masked", "manager", clients_phones_access=False)
    assert await found(client.by(masked), by_text("0188")) == []
    assert await found(client, by_text("0188")) == [named]


async def test_a_user_may_see_the_clients_of_one_member_alone(
    client: Client, conn: Connection, tenant: Tenant, maya: int, ben: int
) -> None:
    ana = await make_team_member(conn, tenant)
    await make_appointment(conn, tenant, ana, "2026-03-02 10:00", client_id=ben)
    member = client.by(await make_member(conn, "member", "manager", clients_visit_master_id=ana))
    response = await member.post(SEARCH, {"filters": []})
    assert response.json() == {"success": True, "data": [{"id": ben}], "meta": {"total_count": 1}}
    assert await found(member, by_text("maya")) == []
    assert await found(member, {"type": "record", "state": {"status": [2]}}) == [ben]


async def test_deleted_clients_and_those_of_others_arent_found(
    client: Client, conn: Connection, tenant: Tenant, maya: int
) -> None:
    await conn.execute("UPDATE clients SET deleted_at = now() WHERE id = $1", maya)
    await conn.execute(
        "INSERT INTO clients (chain_id, location_id, name, search_text) SELECT chain_id, id, 'Maya', 'maya'"
        " FROM locations WHERE id <> $1", HARBOUR,
    )  # fmt: skip
    assert await found(client) == []
    assert await found(client, by_text("maya")) == []


@pytest.mark.parametrize(
    ("person", "location", "status"),
    [(NOBODY, HARBOUR, 401), (PARTNER, HARBOUR, 401), (WORKER, HARBOUR, 403), (NEIGHBOUR, HARBOUR, 403),
     (MANAGER, HILLSIDE, 403), (MANAGER, ABROAD, 404), (MANAGER, HARBOUR, 200)],
)  # fmt: skip
async def test_who_may_search(person: Person, location: int, status: int, client: Client) -> None:
    response = await client.by(person).post(f"/company/{location}/clients/search", {})
    assert response.status_code == status
