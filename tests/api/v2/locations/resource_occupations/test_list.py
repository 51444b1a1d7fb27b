"""GET /locations/{id}/resource_occupations of API v2"""

from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.appointments import make_appointment
from tests.support.factories.events import book_seats, make_event, make_event_service
from tests.support.factories.resources import make_resource
from tests.support.factories.rows import insert
from tests.support.factories.users import make_member
from tests.support.people import FOREIGNER, HARBOUR
from tests.support.salon import Salon, open_salon

LIST = f"/locations/{HARBOUR}/resource_occupations"
SINCE, UNTIL = "filter[date_intersect_from_strict]", "filter[date_intersect_to_strict]"


def period(since: str = "2026-02-02T00:00:00", until: str = "2026-02-03T00:00:00") -> str:
    return f"{LIST}?{SINCE}={since}&{UNTIL}={until}"


class Rooms:
    """A solarium that a haircut needs and a sauna, both taken at two o'clock, and by whom."""

    def __init__(self, salon: Salon, solarium: Any, sauna: Any, first: int, second: int) -> None:
        self.salon, self.solarium, self.sauna, self.first, self.second = salon, solarium, sauna, first, second


@pytest.fixture
async def rooms(conn: Connection, tenant: Tenant) -> Rooms:
    salon = await open_salon(conn, tenant)
    solarium = await make_resource(conn, tenant, "Solarium", "Bed 1")
    sauna = await make_resource(conn, tenant, "Sauna", "Large one")
    await insert(conn, "service_resources", tenant, service_id=salon.haircut, resource_id=solarium.id)
    bed, large = [solarium.instances[0].id], [sauna.instances[0].id]
    first = await make_appointment(conn, tenant, salon.ana, "2026-02-02 14:00", resource_instance_ids=bed)
    second = await make_appointment(conn, tenant, salon.ben, "2026-02-02 14:00", resource_instance_ids=large)
    fields: dict[str, Any] = {"resource_instance_ids": bed}
    await make_appointment(conn, tenant, salon.ana, "2026-02-02 16:00", attendance="no_show", **fields)
    await make_appointment(conn, tenant, salon.ana, "2026-02-02 17:00")
    return Rooms(salon, solarium, sauna, first, second)


async def shown(v2: Client, address: str) -> list[int]:
    response = await v2.get(address)
    assert response.status_code == 200, response.text
    return [row["attributes"]["source_id"] for row in response.json()["data"]]


async def test_an_occupation_as_it_is_shown(v2: Client, rooms: Rooms) -> None:
    body = (await v2.get(period())).json()

    bed = rooms.solarium.instances[0].id
    assert set(body) == {"data"}
    assert body["data"][0] == {
        "type": "resource_occupation",
        "id": f"record_{rooms.first}_{bed}",
        "attributes": {
            "source_type": "record",
            "source_type_slug": "record",
            "source_id": rooms.first,
            "resource_id": rooms.solarium.id,
            "resource_instance_id": bed,
            "from": "2026-02-02 14:00:00",
            "to": "2026-02-02 15:00:00",
        },
    }
    assert [row["attributes"]["source_id"] for row in body["data"]] == [rooms.first, rooms.second]


async def test_what_touches_the_period_is_not_in_it(v2: Client, rooms: Rooms) -> None:
    both = [rooms.first, rooms.second]

    assert await shown(v2, period("2026-02-02T14:59:59", "2026-02-02T20:00:00")) == both
    assert await shown(v2, period("2026-02-02T10:00:00", "2026-02-02T14:00:01")) == both
    assert await shown(v2, period("2026-02-02T15:00:00", "2026-02-02T20:00:00")) == []
    assert await shown(v2, period("2026-02-02T10:00:00", "2026-02-02T14:00:00")) == []


async def test_filters_by_services(v2: Client, rooms: Rooms) -> None:
    haircut, colouring = rooms.salon.haircut, rooms.salon.colouring

    assert await shown(v2, f"{period()}&filter[service_id]={haircut}") == [rooms.first]
    assert await shown(v2, f"{period()}&filter[service_id]={colouring}") == []
    assert await shown(v2, f"{period()}&filter[service_ids][]={colouring}&filter[service_ids][]={haircut}") == [
        rooms.first
    ]
    assert await shown(v2, f"{period()}&filter[service_id]=999999") == []


async def test_rights_limit_what_is_shown(v2: Client, conn: Connection, rooms: Rooms) -> None:
    """Show that occupations of other members' appointments are hidden with these (Q-345)."""
    bens = await make_member(conn, "ben", timetable_access=True, master_id=rooms.salon.ben)
    without = await make_member(conn, "without", timetable_access=False)

    assert await shown(v2.by(bens), period()) == [rooms.second]
    assert (await v2.by(without).get(period())).status_code == 403
    assert (await v2.by(FOREIGNER).get(period())).status_code == 404


@pytest.mark.parametrize(
    ("since", "until", "fault"),
    [
        ("2026-02-02", "2026-02-02", "Must come after the beginning."),
        ("2026-02-02", "2026-06-02", "Must be less than 93 days after the beginning."),
    ],
)
async def test_faults_of_the_period(since: str, until: str, fault: str, v2: Client) -> None:
    response = await v2.get(period(since, until))

    assert (response.status_code, response.json()["meta"]["errors"]) == (422, {UNTIL: [fault]})


async def test_both_ends_are_needed(v2: Client) -> None:
    response = await v2.get(LIST)

    assert (response.status_code, set(response.json()["meta"]["errors"])) == (422, {SINCE, UNTIL})


async def test_an_event_takes_them_once(v2: Client, conn: Connection, tenant: Tenant, rooms: Rooms) -> None:
    bed = rooms.solarium.instances[0].id
    yoga = await make_event_service(conn, tenant)
    event = await make_event(conn, tenant, rooms.salon.ana, yoga, "2026-02-02 10:00", resource_instance_ids=[bed])
    await book_seats(conn, tenant, event, resource_instance_ids=[bed])
    gone = await make_event(conn, tenant, rooms.salon.ana, yoga, "2026-02-02 11:00", resource_instance_ids=[bed])
    await conn.execute("UPDATE events SET deleted_at = now() WHERE id = $1", gone)

    first, *others = (await v2.get(period())).json()["data"]

    attributes = first["attributes"]
    assert (first["id"], attributes["source_type"], attributes["source_type_slug"], attributes["source_id"]) == (
        f"activity_{event}_{bed}", "activity", "activity", event,
    )  # fmt: skip
    assert [each["attributes"]["source_type"] for each in others] == ["record", "record"]
    only_ben = v2.by(await make_member(conn, "only-ben", "administrator", master_id=rooms.salon.ben))
    assert await shown(only_ben, period()) == [rooms.second]
