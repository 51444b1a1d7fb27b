"""GET /locations/{id}/attendances/{attendance_id}/appointments of API v2"""

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.appointments import make_appointment
from tests.support.factories.users import make_member
from tests.support.people import FOREIGNER, HARBOUR
from tests.support.salon import open_salon


def address(attendance: str) -> str:
    return f"/locations/{HARBOUR}/attendances/{attendance}/appointments"


class Visit:
    """Two appointments of a visit with different members, and one beside it."""

    def __init__(self, id_: int, first: int, second: int, other: int, ana: int) -> None:
        self.id, self.first, self.second, self.other, self.ana = id_, first, second, other, ana


@pytest.fixture
async def visit(conn: Connection, tenant: Tenant) -> Visit:
    salon = await open_salon(conn, tenant)
    first = await make_appointment(conn, tenant, salon.ana, "2026-02-02 14:00")
    visit_id = await conn.fetchval("SELECT visit_id FROM appointments WHERE id = $1", first)
    second = await make_appointment(conn, tenant, salon.ben, "2026-02-02 13:00", visit_id=visit_id)
    other = await make_appointment(conn, tenant, salon.ana, "2026-02-02 16:00")
    return Visit(visit_id, first, second, other, salon.ana)


async def shown(v2: Client, attendance: str) -> list[int]:
    response = await v2.get(address(attendance))
    assert response.status_code == 200, response.text
    assert set(response.json()) == {"data"}
    return [int(row["id"]) for row in response.json()["data"]]


async def test_a_visit_by_its_id_and_by_each_appointment(v2: Client, visit: Visit) -> None:
    """Show that an appointment stands for its visit (Q-341)."""
    whole = [visit.second, visit.first]

    assert await shown(v2, f"visit_{visit.id}") == whole
    assert await shown(v2, f"record_{visit.first}") == whole
    assert await shown(v2, f"record_{visit.second}") == whole
    assert await shown(v2, f"record_{visit.other}") == [visit.other]
    with_staff = (await v2.get(f"{address(f'visit_{visit.id}')}?include=staff")).json()
    assert [each["attributes"]["name"] for each in with_staff["included"]] == ["Ben Okafor", "Ana Lima"]


@pytest.mark.parametrize(
    "attendance", ["1", "record", "record_", "record_x", "Record_1", "group_1", "record_1_2", "visit_-1",
                   "visit_9999999999999999999", "record_%D9%A1"],
)  # fmt: skip
async def test_other_forms_are_faults(attendance: str, v2: Client) -> None:
    response = await v2.get(address(attendance))

    expected = {"attendance_id": ["Expected `record_` and an appointment, or `visit_` and a visit."]}
    assert (response.status_code, response.json()["meta"]["errors"]) == (422, expected)


async def test_what_is_not_there(v2: Client, conn: Connection, visit: Visit) -> None:
    await conn.execute("UPDATE appointments SET deleted_at = now() WHERE id = $1", visit.first)

    for attendance in ("record_999999", "visit_999999", f"record_{visit.first}"):
        assert (await v2.get(address(attendance))).status_code == 404
    assert await shown(v2, f"visit_{visit.id}") == [visit.second]
    assert (await v2.by(FOREIGNER).get(address(f"visit_{visit.id}"))).status_code == 404


async def test_rights_limit_what_is_shown(v2: Client, conn: Connection, visit: Visit) -> None:
    anas = await make_member(conn, "ana", record_form_access=True, master_id=visit.ana)
    without = await make_member(conn, "without", record_form_access=False)

    assert await shown(v2.by(anas), f"visit_{visit.id}") == [visit.first]
    assert (await v2.by(anas).get(address(f"record_{visit.second}"))).status_code == 404
    assert (await v2.by(without).get(address(f"visit_{visit.id}"))).status_code == 403
