"""POST /activity/{location_id}"""

from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.tags.model import Kind
from parlour.db.pool import Connection
from tests.support.books import differences
from tests.support.client import Client, faults_of
from tests.support.factories.appointments import make_appointment
from tests.support.factories.tags import make_tag
from tests.support.factories.users import make_member
from tests.support.people import HARBOUR
from tests.support.studio import CREATE, Studio, conflict_of, created, shown

NO_SERVICE = "This location has no such service for group events."


async def test_the_answer_is_the_event(client: Client, conn: Connection, tenant: Tenant, studio: Studio) -> None:
    """Show the status 200 (Q-411), and both names of the location and of the member."""
    tag = await make_tag(conn, tenant, "Full moon", kind=Kind.EVENT)
    body = studio.event(
        resource_instance_ids=[studio.right], length=4500, technical_break_duration=900, comment="Slow pace",
        color="#4CAF50", instructions="Bring a mat", stream_link="https://example.com/live", label_ids=[tag.id],
    )  # fmt: skip

    response = await client.post(CREATE, body)

    assert (response.status_code, response.headers["ETag"]) == (200, '"1"')
    answer = response.json()
    event = answer["data"]
    assert answer == {"success": True, "data": event, "meta": []}
    service, staff = event.pop("service"), event.pop("staff")
    assert event == {
        "id": event["id"], "salon_id": HARBOUR, "company_id": HARBOUR, "service_id": studio.yoga,
        "staff_id": studio.ana, "master_id": studio.ana, "date": "2026-02-02T10:00:00-0500", "timestamp": 1770044400,
        "length": 4500, "capacity": 5, "records_count": 0, "color": "#4caf50", "font_color": "#000000",
        "instructions": "Bring a mat", "stream_link": "https://example.com/live", "notified": False,
        "comment": "Slow pace", "prepaid": "forbidden", "is_deleted": False,
        "duration_details": {
            "id": event["id"], "services_duration": 3600, "technical_break_duration": 900,
        },
        "resource_instances": [{"id": studio.right, "title": "Right", "resource_id": studio.hall}],
        "labels": [
            {"id": tag.id, "title": "Full moon", "color": tag.color, "icon": tag.icon, "font_color": tag.font_color}
        ],
        "records": [],
    }  # fmt: skip
    assert service == {
        "id": studio.yoga, "category_id": 0, "title": "Yoga", "price_min": 15, "price_max": 15, "comment": "",
        "image_url": "", "salon_service_id": studio.yoga, "prepaid": "forbidden",
        "category": {"id": 0, "category_id": 0, "title": ""},
    }  # fmt: skip
    assert staff == {
        "id": studio.ana, "api_id": None, "name": "Ana Lima", "company_id": HARBOUR, "specialization": "", "rating": 0,
        "show_rating": 1, "avatar": "", "avatar_big": "", "comments_count": 0, "votes_count": 0, "average_score": 0,
        "prepaid": "forbidden", "position": {"id": 1, "title": "Stylist"},
    }  # fmt: skip
    assert shown(await client.get(f"/activity/{HARBOUR}/{event['id']}")) == {
        **event,
        "service": service,
        "staff": staff,
    }
    assert await differences(conn, tenant.chain_id) == []


async def test_what_is_left_out(client: Client, conn: Connection, tenant: Tenant, studio: Studio) -> None:
    """Show that it takes as long as the service takes the member, and the break of the service (Q-412)."""
    await conn.execute("UPDATE services SET technical_break = 600 WHERE id = $1", studio.yoga)

    event = await created(client, studio.event())

    assert (event["length"], event["duration_details"]["technical_break_duration"]) == (4200, 600)
    assert (event["comment"], event["color"], event["font_color"], event["resource_instances"]) == (None, "", "", [])
    assert await differences(conn, tenant.chain_id) == []


async def test_what_is_busy_is_a_conflict_unless_it_is_forced(
    client: Client, conn: Connection, tenant: Tenant, studio: Studio
) -> None:
    """Show that appointments and events are in each other's way (Q-413)."""
    await make_appointment(conn, tenant, studio.ana, "2026-02-02 10:30", 30)
    await created(client, studio.event("14:00", staff_id=studio.ben, resource_instance_ids=[studio.left]))

    responses = [
        await client.post(CREATE, body)
        for body in (
            studio.event("10:00"),
            studio.event("18:30"),
            studio.event("14:30", resource_instance_ids=[studio.left]),
        )
    ]

    assert [conflict_of(response) for response in responses] == [
        f"Team member {studio.ana} is busy between 2026-02-02 10:00 and 11:00.",
        f"Team member {studio.ana} doesn't work all the time from 2026-02-02 18:30 to 19:30.",
        "Left isn't free all the time from 2026-02-02 14:30 to 15:30.",
    ]
    assert await conn.fetchval("SELECT count(*) FROM events") == 1
    forced = await created(client, studio.event("14:30", resource_instance_ids=[studio.left], force=True))
    assert forced["resource_instances"] == [{"id": studio.left, "title": "Left", "resource_id": studio.hall}]
    await created(client, studio.event("11:00"))
    response = await client.post(f"/records/{HARBOUR}", studio.salon.booking("11:30"))
    assert response.json()["meta"]["errors"][0]["code"] == 433
    assert await differences(conn, tenant.chain_id) == []


@pytest.mark.parametrize(
    ("sent", "faults"),
    [
        ({"date": "2026-03-08 02:30"}, {"date": "This time doesn't exist: clocks are put forward then."}),
        ({"date": "2026-02-02 10:00:30"}, {"date": "Must be a whole minute, without seconds."}),
        ({"capacity": 0}, {"capacity": "Must be at least 1."}),
        ({"color": "green"}, {"color": "Expected a colour, such as #FF8800 or #F80."}),
        ({"length": 400}, {"length": "Must be a multiple of 300."}),
        (
            {"length": 600, "technical_break_duration": 900},
            {"length": "Must be from 300 to 86400 seconds in steps of 300, with the technical break in it: "
                       "600 and 900 don't fit."},
        ),
        ({"staff_id": 999, "service_id": 999},
         {"staff_id": "There is no such team member in this location.", "service_id": NO_SERVICE}),
        ({"resource_instance_ids": [999], "label_ids": [998]},
         {"resource_instance_ids[0]": "There is no such room or device in this location.",
          "label_ids[0]": "This location has no such tag for events."}),
    ],
)  # fmt: skip
async def test_faults(sent: dict[str, Any], faults: dict[str, str], client: Client, studio: Studio) -> None:
    response = await client.post(CREATE, studio.event() | sent)
    assert faults_of(response) == faults


async def test_an_empty_body_lacks_all_that_is_needed(client: Client, studio: Studio) -> None:
    response = await client.post(CREATE, {})
    assert faults_of(response) == dict.fromkeys(
        ("date", "service_id", "staff_id", "capacity", "force"), "This field is missing."
    )


async def test_what_no_event_is_made_of(client: Client, conn: Connection, tenant: Tenant, studio: Studio) -> None:
    """Show it for a service for one client, a dismissed member, a tag of clients, and a deleted room."""
    tag = await make_tag(conn, tenant, "Newcomer", kind=Kind.CLIENT)
    await conn.execute("UPDATE team_members SET is_dismissed = true WHERE id = $1", studio.ben)
    await conn.execute("UPDATE resource_instances SET deleted_at = now() WHERE id = $1", studio.left)

    body = studio.event(
        service_id=studio.salon.haircut, staff_id=studio.ben, label_ids=[tag.id], resource_instance_ids=[studio.left]
    )
    response = await client.post(CREATE, body)

    assert faults_of(response) == {
        "service_id": NO_SERVICE,
        "staff_id": f"Team member {studio.ben} is dismissed and takes no appointments.",
        "label_ids[0]": "This location has no such tag for events.",
        "resource_instance_ids[0]": "There is no such room or device in this location.",
    }


async def test_the_member_must_provide_the_service(
    client: Client, conn: Connection, tenant: Tenant, studio: Studio
) -> None:
    await conn.execute("DELETE FROM service_team_members WHERE team_member_id = $1", studio.ben)
    response = await client.post(CREATE, studio.event(staff_id=studio.ben, force=True))
    message = f"Team member {studio.ben} doesn't provide these services: {studio.yoga}."
    assert (response.status_code, response.json()["meta"]["message"]) == (400, message)


@pytest.mark.parametrize(
    ("limit", "message"),
    [
        ({"records_edit_last_days_count": 3}, "Your rights reach back 3 days here."),
        ({"master_id": 999}, "Your rights don't include appointments of this team member."),
    ],
)
async def test_limits_of_rights(
    limit: dict[str, int], message: str, client: Client, conn: Connection, studio: Studio
) -> None:
    clerk = client.by(await make_member(conn, "clerk", "administrator", **limit))
    response = await clerk.post(CREATE, studio.event())
    assert (response.status_code, response.json()["meta"]["message"]) == (403, message)
