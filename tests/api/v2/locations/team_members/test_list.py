"""GET /locations/{location_id}/team_members"""

from datetime import date
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.images import make_photo
from tests.support.factories.rows import insert
from tests.support.factories.team import make_employee, make_position, make_team_member
from tests.support.people import ADMINISTRATOR, FOREIGNER, HARBOUR, NEIGHBOUR, OWNER, PARTNER, WORKER, Person

TEAM = f"/locations/{HARBOUR}/team_members"


def resource(member_id: int, **attributes: Any) -> dict[str, Any]:
    shown = {
        "name": "Ana Lima",
        "tt_markup": 15,
        "specialization": "",
        "image": "",
        "position_id": 0,
        "is_available_as_assistant": False,
    }
    return {"type": "staff", "id": str(member_id), "attributes": {**shown, **attributes}}


async def names(v2: Client, query: str = "") -> list[str]:
    return [each["attributes"]["name"] for each in (await v2.get(f"{TEAM}{query}")).json()["data"]]


async def test_members_by_weight_without_relations(v2: Client, conn: Connection, tenant: Tenant) -> None:
    assert (await v2.get(TEAM)).json() == {"data": []}
    plain = await make_team_member(conn, tenant)
    position_id = await make_position(conn, tenant)
    full = await make_team_member(
        conn, tenant, "Ben", weight=1, search_step=1800, specialization="Colour", position_id=position_id,
        is_assistant=True,
    )  # fmt: skip
    await make_photo(conn, tenant, full)
    photo = f"http://127.0.0.1:8000/images/71/{0:032x}.webp"
    assert (await v2.get(TEAM)).json() == {
        "data": [
            resource(
                full, name="Ben", tt_markup=30, specialization="Colour", image=photo, position_id=position_id,
                is_available_as_assistant=True,
            ),
            resource(plain),
        ]
    }  # fmt: skip


@pytest.fixture
async def team(conn: Connection, tenant: Tenant) -> int:
    """Members who differ in everything that can be asked for; returns the id of a position."""
    stylist, barber = await make_position(conn, tenant, "Top Stylist"), await make_position(conn, tenant, "Barber")
    ana = await make_team_member(conn, tenant, "Ana Lima", weight=5, position_id=stylist, user_id=OWNER.id)
    await make_team_member(conn, tenant, "Zoë Müller", weight=4, position_id=barber, is_paid=True)
    await make_team_member(conn, tenant, "Сергей", weight=3, is_dismissed=True, is_assistant=True)
    await make_team_member(conn, tenant, "Gone", weight=2)
    await conn.execute("UPDATE team_members SET deleted_at = now() WHERE name = 'Gone'")
    await insert(conn, "schedules", tenant, team_member_id=ana, last_day=date(2026, 3, 31))
    return stylist


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "Ana Zoë Сергей"),
        ("filter[name]=LIMA", "Ana"),
        ("filter[name]=zoe mu", "Zoë"),
        ("filter[name]=сер", "Сергей"),
        ("filter[name]=nobody", ""),
        ("filter[position_id]=0", "Сергей"),
        ("filter[position_id]=999999", ""),
        ("filter[position_title]=style", ""),
        ("filter[position_title]=styl", "Ana"),
        ("filter[fired]=0", "Ana Zoë"),
        ("filter[fired]=1", "Сергей"),
        ("filter[fired]=2", "Ana Zoë Сергей"),
        ("filter[deleted]=0", "Ana Zoë Сергей"),
        ("filter[deleted]=1", "Gone"),
        ("filter[deleted]=2", "Ana Zoë Сергей Gone"),
        ("filter[user_linked]=0", "Zoë Сергей"),
        ("filter[user_linked]=1", "Ana"),
        ("filter[is_paid]=0", "Ana Сергей"),
        ("filter[is_paid]=1", "Zoë"),
        ("filter[has_schedule]=0", "Zoë Сергей"),
        ("filter[has_schedule]=1", "Ana"),
        ("filter[is_assistant]=0", "Ana Zoë"),
        ("filter[is_assistant]=1", "Сергей"),
        ("filter[fired]=0&filter[is_paid]=0", "Ana"),
    ],
)
@pytest.mark.usefixtures("team")
async def test_filters(v2: Client, query: str, found: str) -> None:
    assert [name.split()[0] for name in await names(v2, f"?{query}")] == found.split()


async def test_members_with_a_position(v2: Client, team: int) -> None:
    assert await names(v2, f"?filter[position_id]={team}") == ["Ana Lima"]


@pytest.mark.usefixtures("team")
async def test_faults_of_a_query_are_named(v2: Client) -> None:
    query = "?filter[fired]=3&filter[deleted]=x&filter[position_id]=-1&filter[odd]=1"
    assert faults_of(await v2.get(f"{TEAM}{query}")).keys() == {"filter[odd]"}
    assert faults_of(await v2.get(f"{TEAM}?filter[fired]=3&filter[deleted]=x&filter[position_id]=-1")) == {
        "filter[fired]": "Must be at most 2.",
        "filter[deleted]": "Expected a whole number.",
        "filter[position_id]": "Must be at least 0.",
    }


async def test_positions_are_brought_along_once(v2: Client, conn: Connection, tenant: Tenant) -> None:
    position_id = await make_position(conn, tenant)
    for name, position in (("Ana", position_id), ("Ben", position_id), ("Cem", None)):
        await make_team_member(conn, tenant, name, position_id=position)
    answer = (await v2.get(f"{TEAM}?include=position")).json()
    related = {"position": {"data": {"type": "staff_position", "id": str(position_id)}}}
    assert [each["relationships"] for each in answer["data"]] == [related, related, {"position": {"data": None}}]
    assert answer["included"] == [
        {"type": "staff_position", "id": str(position_id), "attributes": {"title": "Stylist"}}
    ]


async def test_employees_are_brought_along(v2: Client, conn: Connection, tenant: Tenant) -> None:
    """Q-168."""
    member_id = await make_team_member(conn, tenant, weight=1)
    await make_team_member(conn, tenant, "Ben")
    await make_employee(
        conn, tenant, member_id, phone="+13155550175", last_name="Lima", middle_name="Reis", citizenship="Portugal",
        hired_on=date(2024, 3, 1), registered_until=date(2027, 1, 31), gender="female", identity_document="P 1",
        tax_number="00-1", insurance_number="I-1",
    )  # fmt: skip
    answer = (await v2.get(f"{TEAM}?include[]=employee&include[]=position")).json()
    assert [each["relationships"]["employee"]["data"] for each in answer["data"]] == [
        {"type": "employee", "id": str(member_id)},
        None,
    ]
    assert answer["included"] == [
        {
            "type": "employee",
            "id": str(member_id),
            "attributes": {
                "phone": "+13155550175",
                "name": "Ana Reis Lima",
                "firstname": "Ana",
                "surname": "Lima",
                "patronymic": "Reis",
                "date_admission": "2024-03-01T00:00:00",
                "date_registration_end": "2027-01-31T00:00:00",
                "citizenship": "Portugal",
                "gender": 2,
                "passport_data": "P 1",
                "personal_tax_reference_number": "00-1",
                "number_insurance_certificates": "I-1",
            },
        }
    ]


async def test_an_employee_of_whom_little_is_known(v2: Client, conn: Connection, tenant: Tenant) -> None:
    await make_employee(conn, tenant, await make_team_member(conn, tenant))
    (found,) = (await v2.get(f"{TEAM}?include=employee")).json()["included"]
    attributes = found["attributes"]
    assert (attributes["name"], attributes["gender"], attributes["date_admission"]) == ("Ana", 0, None)


async def test_personal_data_needs_the_right_to_change_team_members(
    v2: Client, conn: Connection, tenant: Tenant
) -> None:
    """Q-168."""
    await make_employee(conn, tenant, await make_team_member(conn, tenant))
    reader = v2.by(ADMINISTRATOR)
    assert (await reader.get(f"{TEAM}?include=position")).status_code == 200
    refused = await reader.get(f"{TEAM}?include=employee")
    assert refused.status_code == 403
    assert refused.json()["meta"]["message"] == "You lack the right master_edit in this location."


async def test_others_are_not_shown(v2: Client, conn: Connection, hillside: Tenant, abroad: Tenant) -> None:
    for owner in (hillside, abroad):
        await make_employee(conn, owner, await make_team_member(conn, owner))
    assert (await v2.get(f"{TEAM}?include=employee&filter[deleted]=2")).json() == {"data": [], "included": []}


@pytest.mark.parametrize(("person", "status"), [(PARTNER, 401), (WORKER, 403), (NEIGHBOUR, 403), (FOREIGNER, 404)])
async def test_who_may_not_is_refused(v2: Client, person: Person, status: int) -> None:
    assert (await v2.by(person).get(TEAM)).status_code == status
