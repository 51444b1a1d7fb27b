"""GET /locations/{id}/attendance_service_suggestions of API v2"""

from datetime import datetime, timedelta
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.appointments import add_service, make_appointment
from tests.support.factories.clients import make_client
from tests.support.factories.services import assign, make_service
from tests.support.factories.users import make_member
from tests.support.people import FOREIGNER, HARBOUR
from tests.support.salon import Salon, open_salon

LIST = f"/locations/{HARBOUR}/attendance_service_suggestions"


class Past:
    """A member who cuts most, and a client whom she coloured last, massaged often, and cut long ago."""

    def __init__(self, salon: Salon, client: int, massage: int, last: int) -> None:
        self.salon, self.client, self.massage, self.last = salon, client, massage, last


async def had(conn: Connection, tenant: Tenant, days_ago: int, service_id: int, **fields: Any) -> int:
    """Make an appointment so many days ago at noon, with one service."""
    day = datetime.now(tenant.timezone).date() - timedelta(days=days_ago)
    made = await make_appointment(conn, tenant, fields.pop("member"), f"{day} 12:00", **fields)
    await add_service(conn, tenant, made, service_id)
    return made


@pytest.fixture
async def past(conn: Connection, tenant: Tenant) -> Past:
    salon = await open_salon(conn, tenant)
    massage = await make_service(conn, tenant, "Massage")
    await assign(conn, tenant, massage, salon.ana)
    client = await make_client(conn, tenant)
    ana: dict[str, Any] = {"member": salon.ana}
    for days_ago in (20, 21):
        await had(conn, tenant, days_ago, massage, client_id=client, **ana)
    last = await had(conn, tenant, 2, salon.colouring, client_id=client, **ana)
    await had(conn, tenant, 1, massage, client_id=client, attendance="no_show", **ana)
    for days_ago in (5, 6, 7):
        await had(conn, tenant, days_ago, salon.haircut, **ana)
    return Past(salon, client, massage, last)


async def shown(v2: Client, query: str) -> list[tuple[int, str, int | None]]:
    response = await v2.get(f"{LIST}?{query}")
    assert response.status_code == 200, response.text
    rows = [row["attributes"] for row in response.json()["data"]]
    return [(row["service_id"], row["suggestion_type"], row["record_id"]) for row in rows]


async def test_the_best_reason_comes_first(v2: Client, past: Past) -> None:
    """Show three reasons, and each service once (Q-346)."""
    assert await shown(v2, f"staff_id={past.salon.ana}&client_id={past.client}") == [
        (past.salon.colouring, "last_client_visit_attendance_service", past.last),
        (past.massage, "client_popular_service", None),
        (past.salon.haircut, "master_popular_service", None),
    ]
    assert await shown(v2, f"staff_id={past.salon.ana}") == [
        (past.salon.haircut, "master_popular_service", None),
        (past.massage, "master_popular_service", None),
        (past.salon.colouring, "master_popular_service", None),
    ]


async def test_only_what_the_member_provides_and_of_late(
    v2: Client, conn: Connection, tenant: Tenant, past: Past
) -> None:
    await had(conn, tenant, 91, past.salon.haircut, member=past.salon.ben)
    await assign(conn, tenant, past.salon.haircut, past.salon.ben)

    assert await shown(v2, f"staff_id={past.salon.ben}&client_id={past.client}") == []


async def test_include(v2: Client, past: Past) -> None:
    query = f"staff_id={past.salon.ana}&client_id={past.client}&include=attendance_service,record"
    body = (await v2.get(f"{LIST}?{query}")).json()

    service = {"type": "attendance_service", "id": f"{HARBOUR}_{past.salon.colouring}_{past.salon.ana}_0"}
    assert body["data"][0]["id"] == str(past.salon.colouring)
    assert body["data"][0]["relationships"] == {
        "attendance_service": {"data": service},
        "record": {"data": {"type": "record", "id": str(past.last)}},
    }
    assert body["data"][1]["relationships"]["record"] == {"data": None}
    kinds = [each["type"] for each in body["included"]]
    assert (kinds.count("attendance_service"), kinds.count("record")) == (3, 1)


async def test_who_is_not_there(v2: Client, past: Past) -> None:
    member = await v2.get(f"{LIST}?staff_id=999999")
    client = await v2.get(f"{LIST}?staff_id={past.salon.ana}&client_id=999999")
    nobody = await v2.get(LIST)

    assert (member.status_code, member.json()["meta"]["message"]) == (404, "Team member not found.")
    assert (client.status_code, client.json()["meta"]["message"]) == (404, "Client not found.")
    assert (nobody.status_code, list(nobody.json()["meta"]["errors"])) == (422, ["staff_id"])
    assert (await v2.by(FOREIGNER).get(f"{LIST}?staff_id={past.salon.ana}")).status_code == 404


async def test_rights(v2: Client, conn: Connection, past: Past) -> None:
    bens = await make_member(conn, "ben", timetable_access=True, master_id=past.salon.ben)
    unseeing = await make_member(conn, "unseeing", timetable_access=True, record_form_client_access=False)
    of_client = f"staff_id={past.salon.ana}&client_id={past.client}"

    assert await shown(v2.by(bens), f"staff_id={past.salon.ana}") == []
    assert (await v2.by(unseeing).get(f"{LIST}?{of_client}")).status_code == 403
    assert len(await shown(v2.by(unseeing), f"staff_id={past.salon.ana}")) == 3
