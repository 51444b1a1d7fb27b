"""DELETE /locations/{id}/appointments/{id} and POST /locations/{id}/timetable/appointments/delete of API v2"""

from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.appointments import make_appointment
from tests.support.factories.users import make_member
from tests.support.people import FOREIGNER, HARBOUR
from tests.support.salon import Salon, open_salon

DELETE = f"/locations/{HARBOUR}/timetable/appointments/delete"
RIGHTS: dict[str, Any] = {"delete_records_access": True, "record_form_access": True, "timetable_access": True}


@pytest.fixture
async def salon(conn: Connection, tenant: Tenant) -> Salon:
    return await open_salon(conn, tenant)


def address(id_: int) -> str:
    return f"/locations/{HARBOUR}/appointments/{id_}"


async def test_deleting(v2: Client, client: Client, conn: Connection, tenant: Tenant, salon: Salon) -> None:
    made = await make_appointment(conn, tenant, salon.ana, "2026-02-02 14:00")

    stale = await v2.delete(address(made), headers={"If-Match": '"7"'})
    response, again = await v2.delete(address(made)), await v2.delete(address(made))

    assert (stale.status_code, response.status_code, response.content, again.status_code) == (412, 204, b"", 404)
    assert (await client.get(f"/record/{HARBOUR}/{made}")).json()["data"]["deleted"] is True
    assert (await client.post(f"/records/{HARBOUR}", salon.booking())).status_code == 201


@pytest.mark.parametrize("name", ["recordId", "record_id"])
async def test_the_calendar_shows_what_is_left_of_the_visit(
    name: str, v2: Client, conn: Connection, tenant: Tenant, salon: Salon
) -> None:
    first = await make_appointment(conn, tenant, salon.ana, "2026-02-02 14:00")
    visit_id = await conn.fetchval("SELECT visit_id FROM appointments WHERE id = $1", first)
    second = await make_appointment(conn, tenant, salon.ben, "2026-02-02 13:00", visit_id=visit_id)

    left = await v2.post(f"{DELETE}?include=staff", {name: first})
    nothing = await v2.post(DELETE, {name: second})
    again = await v2.post(DELETE, {name: second})

    assert (left.status_code, [row["id"] for row in left.json()["data"]]) == (200, [str(second)])
    assert [each["id"] for each in left.json()["included"]] == [str(salon.ben)]
    assert (nothing.status_code, nothing.json()) == (200, {"data": []})
    assert again.status_code == 404


async def test_faults(v2: Client) -> None:
    missing, wrong = await v2.post(DELETE, {}), await v2.post(DELETE, {"recordId": 0})

    assert (missing.status_code, list(missing.json()["meta"]["errors"])) == (422, ["recordId"])
    assert (wrong.status_code, wrong.json()["meta"]["errors"]) == (422, {"recordId": ["Must be at least 1."]})


async def test_rights(v2: Client, conn: Connection, tenant: Tenant, salon: Salon) -> None:
    """Show limits of days and of members, and what isn't shown without the right to open appointments (Q-343)."""
    made = await make_appointment(conn, tenant, salon.ana, "2026-02-02 14:00")
    visit_id = await conn.fetchval("SELECT visit_id FROM appointments WHERE id = $1", made)
    arrived = await make_appointment(conn, tenant, salon.ana, "2026-02-02 16:00", attendance="arrived")
    await make_appointment(conn, tenant, salon.ana, "2026-02-02 17:00", visit_id=visit_id)
    bens = await make_member(conn, "ben", **{**RIGHTS, "master_id": salon.ben})
    late = await make_member(conn, "late", **{**RIGHTS, "records_edit_last_days_count": 1})
    without = await make_member(conn, "without", **{**RIGHTS, "delete_records_access": False})
    closed = await make_member(conn, "closed", **{**RIGHTS, "record_form_access": False})

    for person, status in ((bens, 404), (late, 403), (without, 403), (FOREIGNER, 404)):
        assert (await v2.by(person).delete(address(made))).status_code == status
        assert (await v2.by(person).post(DELETE, {"recordId": made})).status_code == status
    assert (await v2.by(closed).post(DELETE, {"recordId": arrived})).status_code == 403
    hidden = await v2.by(closed).post(DELETE, {"recordId": made})
    assert (hidden.status_code, hidden.json()) == (200, {"data": []})
