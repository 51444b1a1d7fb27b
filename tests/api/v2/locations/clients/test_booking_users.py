"""GET /locations/{id}/attendance/clients/{client_id} and the statistics of clients of API v2"""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.custom_fields.model.fields import Kind
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.appointments import add_service, make_appointment
from tests.support.factories.clients import make_client
from tests.support.factories.custom_fields import make_field
from tests.support.factories.tags import make_tag
from tests.support.factories.users import make_member
from tests.support.people import CHAIN, FOREIGNER, HARBOUR, OTHER_CHAIN
from tests.support.salon import open_salon

PHONE = "13155550175"


class Known:
    """A client who came twice, and missed an appointment."""

    def __init__(self, id_: int, tag_id: int, field_id: int, first_visit: int) -> None:
        self.id, self.tag_id, self.field_id, self.first_visit = id_, tag_id, field_id, first_visit


@pytest.fixture
async def known(conn: Connection, tenant: Tenant) -> Known:
    salon = await open_salon(conn, tenant)
    field = await make_field(conn, tenant, kind=Kind.CLIENT)
    tag = await make_tag(conn, tenant)
    id_ = await make_client(
        conn, tenant, "Maya", [tag.id], surname="Reyes", phone=PHONE, email="maya@example.com", comment="Mornings",
        birth_date=date(1990, 4, 17), gender="female", discount=Decimal(5), card="L-1",
        custom_values=json.dumps({str(field.id): "dry"}),
    )  # fmt: skip
    came: dict[str, Any] = {"client_id": id_, "attendance": "waiting"}
    for start in ("2026-02-02 10:00", "2026-01-05 10:00"):
        made = await make_appointment(conn, tenant, salon.ana, start, **came)
        await add_service(conn, tenant, made, salon.haircut)
    await conn.execute("UPDATE appointments SET attendance = 'arrived' WHERE client_id = $1", id_)
    first = await conn.fetchval("SELECT visit_id FROM appointments WHERE id = $1", made)
    await make_appointment(conn, tenant, salon.ana, "2026-02-03 10:00", client_id=id_, attendance="no_show")
    return Known(id_, tag.id, field.id, first)


def card(client_id: int) -> str:
    return f"/locations/{HARBOUR}/attendance/clients/{client_id}"


def in_location(client_id: int) -> str:
    return f"/locations/{HARBOUR}/clients/{client_id}/attendances_statistic"


def in_chain(client_id: int, chain_id: int = CHAIN) -> str:
    return f"/locations/{HARBOUR}/clients/{client_id}/chain_attendances_statistic/{chain_id}"


async def test_a_client_as_it_is_shown(v2: Client, known: Known) -> None:
    body = (await v2.get(card(known.id))).json()

    assert body == {
        "data": {
            "type": "client",
            "id": str(known.id),
            "attributes": {
                "name": "Maya", "surname": "Reyes", "patronymic": "", "phone": PHONE, "additional_phone": "",
                "email": "maya@example.com", "comment": "Mornings", "client_tips": False,
                "birthday": "1990-04-17T00:00:00", "card_number": "L-1", "gender": 2, "discount": 5,
                "discount_percent": 5,
            },
        },
        "meta": [],
    }  # fmt: skip


async def test_include(v2: Client, known: Known) -> None:
    names = ("labels", "first_successful_visit", "loyalty_cards", "loyalty_certificates", "loyalty_abonements",
             "custom_field_values", "agreements")  # fmt: skip
    body = (await v2.get(f"{card(known.id)}?include={','.join(names)}")).json()

    value = f"client_{known.id}_{known.field_id}"
    assert body["data"]["relationships"] == {
        "labels": {"data": [{"type": "tag", "id": str(known.tag_id)}]},
        "first_successful_visit": {"data": {"type": "visit", "id": str(known.first_visit)}},
        "loyalty_cards": {"data": []},
        "loyalty_certificates": {"data": []},
        "loyalty_abonements": {"data": []},
        "custom_field_values": {"data": [{"type": "custom_field_value", "id": value}]},
        "agreements": {"data": None},
    }
    found = {each["type"]: each["attributes"] for each in body["included"]}
    assert found["visit"] == {"datetime": "2026-01-05 10:00:00"}
    assert (found["tag"]["title"], found["custom_field_value"]["value"]) == ("Regular guest", "dry")
    assert (await v2.get(f"{card(known.id)}?include=visits")).status_code == 422


async def test_what_the_user_may_not_see(v2: Client, conn: Connection, known: Known) -> None:
    hidden: dict[str, Any] = {"clients_card_comment_access": False, "custom_fields_client_values_read_access": False}
    limited = await make_member(conn, "limited", record_form_client_access=True, **hidden)
    without = await make_member(conn, "without", record_form_client_access=False)

    shown = (await v2.by(limited).get(card(known.id))).json()["data"]["attributes"]
    assert (shown["name"], shown["surname"], shown["comment"]) == ("Maya", "", "")
    assert (shown["phone"] == PHONE, shown["email"]) == (False, "m***@***")
    assert (await v2.by(limited).get(f"{card(known.id)}?include=custom_field_values")).status_code == 403
    for address in (card(known.id), in_location(known.id), in_chain(known.id)):
        assert (await v2.by(without).get(address)).status_code == 403
        assert (await v2.by(FOREIGNER).get(address)).status_code == 404


@pytest.mark.parametrize("is_deleted", [False, True])
async def test_figures_of_a_location(is_deleted: bool, v2: Client, conn: Connection, known: Known) -> None:
    if is_deleted:
        await conn.execute("UPDATE clients SET deleted_at = now() WHERE id = $1", known.id)
        assert (await v2.get(card(known.id))).status_code == 404

    assert (await v2.get(in_location(known.id))).json() == {
        "data": {
            "type": "client_attendances_statistic",
            "id": f"{known.id}_{HARBOUR}",
            "attributes": {
                "company_id": HARBOUR,
                "successful_attendances_count": 2,
                "failed_attendances_count": 1,
                "balance_amount": -100,
                "spent_amount": 100,
                "paid_amount": 0,
                "last_successful_attendance_datetime": "2026-02-02 10:00:00",
            },
            "relationships": {"deposits": {"data": []}},
        },
        "included": [],
        "meta": [],
    }


async def test_figures_of_the_chain(v2: Client, conn: Connection, known: Known, hillside: Tenant) -> None:
    """Show that cards with the number count, and amounts only in the location's currency (Q-347)."""
    there = await make_client(conn, hillside, phone=PHONE, starting_sold=Decimal(70))
    ben = await open_salon(conn, hillside)
    await make_appointment(conn, hillside, ben.ben, "2026-03-02 10:00", client_id=there, attendance="arrived")
    await make_client(conn, hillside, "Another", phone="4915112345678", starting_sold=Decimal(9))
    for is_deleted in (False, True):
        if is_deleted:
            await conn.execute("UPDATE clients SET deleted_at = now() WHERE id = $1", known.id)
        found = (await v2.get(in_chain(known.id))).json()["data"]

        assert (found["type"], found["id"]) == ("client_chain_attendances_statistic", f"{known.id}_{CHAIN}")
        assert found["attributes"] == {
            "chain_id": CHAIN,
            "successful_attendances_count": 3,
            "failed_attendances_count": 1,
            "balance_amount": -100,
            "spent_amount": 100,
            "paid_amount": 0,
            "last_successful_attendance_datetime": "2026-03-02 04:00:00",
        }


async def test_who_sees_figures_of_the_chain(v2: Client, conn: Connection, known: Known) -> None:
    rights: dict[str, Any] = {"record_form_client_access": True, "records_group_id_access": True}
    allowed = await make_member(conn, "allowed", **{**rights, "records_group_id": CHAIN})
    elsewhere = await make_member(conn, "elsewhere", **{**rights, "records_group_id": OTHER_CHAIN})
    only_here = await make_member(conn, "only-here", **{**rights, "records_group_id_access": False})

    assert (await v2.by(allowed).get(in_chain(known.id))).status_code == 200
    assert (await v2.by(elsewhere).get(in_chain(known.id))).status_code == 403
    assert (await v2.by(only_here).get(in_chain(known.id))).status_code == 403
    assert (await v2.get(in_chain(known.id, OTHER_CHAIN))).json()["meta"]["message"] == "Chain not found."
    assert (await v2.get(in_chain(999_999))).status_code == 404


async def test_a_client_who_never_came(v2: Client, conn: Connection, tenant: Tenant) -> None:
    new = await make_client(conn, tenant)

    found = (await v2.get(in_location(new))).json()["data"]["attributes"]
    assert (found["successful_attendances_count"], found["last_successful_attendance_datetime"]) == (0, None)
    body = (await v2.get(f"{card(new)}?include=first_successful_visit")).json()
    assert (body["data"]["relationships"], body["included"]) == ({"first_successful_visit": {"data": None}}, [])
