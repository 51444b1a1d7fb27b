"""PUT /record/{location_id}/{record_id}"""

from datetime import datetime, timedelta
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.tags.model import Kind
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.clients import make_client
from tests.support.factories.custom_fields import make_field
from tests.support.factories.resources import make_resource
from tests.support.factories.rows import insert
from tests.support.factories.schedules import set_hours
from tests.support.factories.services import assign
from tests.support.factories.tags import make_tag
from tests.support.factories.users import make_member
from tests.support.people import FOREIGNER, HARBOUR, NEIGHBOUR, TRAINEE, Person
from tests.support.salon import Salon

CREATE = f"/records/{HARBOUR}"


async def made(client: Client, body: dict[str, Any]) -> dict[str, Any]:
    response = await client.post(CREATE, body)
    assert response.status_code == 201, response.text
    data: dict[str, Any] = response.json()["data"]
    return data


async def changed(client: Client, record: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    response = await client.put(f"/record/{HARBOUR}/{record['id']}", body)
    assert response.status_code == 201, response.text
    data: dict[str, Any] = response.json()["data"]
    return data


def taken(response: Any) -> bool:
    return response.status_code == 422 and [error.get("code") for error in response.json()["meta"]["errors"]] == [433]


def without_time(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != "last_change_date"}


async def test_what_is_left_out_stays(client: Client, conn: Connection, tenant: Tenant, salon: Salon) -> None:
    """Show it for the vendor's own client, which sends the time alone (Q-240)."""
    tag = await make_tag(conn, tenant, "Newcomer", kind=Kind.COMMON)
    await make_field(conn, tenant, code="skin_type")
    record = await made(
        client,
        salon.booking(
            client={"phone": "13155550142"}, comment="Note", record_labels=[tag.id], api_id="A", custom_color="f44336",
            custom_fields={"skin_type": "dry"}, sms_remain_hours=5, send_sms=True, attendance=2,
        ),
    )  # fmt: skip

    moved = await changed(client, record, {"datetime": "2026-02-02 16:00"})

    times = {"date": "2026-02-02 16:00:00", "datetime": "2026-02-02T16:00:00-05:00"}
    assert without_time(moved) == {**without_time(record), **times}
    assert without_time(await changed(client, record, {})) == without_time(moved)


async def test_what_was_read_may_be_sent_back(client: Client, conn: Connection, tenant: Tenant, salon: Salon) -> None:
    """Show that nothing changes by it, and that prices set by hand stay (Q-240)."""
    tag = await make_tag(conn, tenant, "Newcomer", kind=Kind.COMMON)
    services = [{"id": salon.haircut, "cost": 33}, {"id": salon.haircut, "amount": 2, "discount": 5}, salon.colouring]
    body = salon.booking(client={"phone": "13155550142"}, record_labels=[tag.id], technical_break_duration=600)
    record = await made(client, body | {"services": services})
    clerk = await make_member(
        conn, "clerk", "administrator", records_services_cost_access=False, records_services_discount_access=False,
        records_edit_services_access=False, records_edit_duration_access=False, records_edit_comment_access=False,
        records_edit_date_and_master_access=False, record_form_client_add_access=False,
    )  # fmt: skip

    shown = (await client.by(clerk).get(f"/record/{HARBOUR}/{record['id']}")).json()["data"]
    back = await changed(client.by(clerk), record, shown)

    assert without_time(back) == without_time(record)


async def test_services_are_replaced(client: Client, salon: Salon) -> None:
    """Show that one without a price gets the price of the price list again (Q-240)."""
    record = await made(client, salon.booking() | {"services": [{"id": salon.haircut, "cost": 33}, salon.colouring]})
    data = await changed(client, record, {"services": [{"id": salon.haircut}]})
    assert [(each["id"], each["cost"]) for each in data["services"]] == [(salon.haircut, 50)]
    assert data["seance_length"] == record["seance_length"]
    assert (await changed(client, record, {"services": []}))["services"] == []


async def test_its_own_time_is_free_for_it(client: Client, salon: Salon) -> None:
    record = await made(client, salon.booking("14:00"))
    await made(client, salon.booking("16:00"))

    assert (await changed(client, record, {"datetime": "2026-02-02 14:30"}))["date"] == "2026-02-02 14:30:00"
    longer = {"seance_length": 5400}
    assert (await changed(client, record, longer))["seance_length"] == 5400
    assert taken(await client.put(f"/record/{HARBOUR}/{record['id']}", {"seance_length": 7200}))
    assert (await changed(client, record, {"seance_length": 7200, "save_if_busy": True}))["seance_length"] == 7200


async def test_a_forced_one_may_be_changed_where_it_is(client: Client, salon: Salon) -> None:
    """Show that the time is checked only if it changes, or the services do."""
    await made(client, salon.booking())
    forced = await made(client, salon.booking(save_if_busy=True))

    assert (await changed(client, forced, {"comment": "Together", "attendance": 1}))["comment"] == "Together"
    body = {"services": [salon.haircut, salon.colouring]}
    assert taken(await client.put(f"/record/{HARBOUR}/{forced['id']}", body))


async def test_a_no_show_frees_the_time_and_comes_back_if_it_can(client: Client, salon: Salon) -> None:
    first = await made(client, salon.booking())
    missed = await changed(client, first, {"attendance": -1})
    assert (missed["attendance"], missed["visit_attendance"], missed["confirmed"]) == (-1, -1, 0)
    second = await made(client, salon.booking())

    assert taken(await client.put(f"/record/{HARBOUR}/{first['id']}", {"attendance": 0}))
    assert (await client.delete(f"/record/{HARBOUR}/{second['id']}")).status_code == 204
    assert (await changed(client, first, {"attendance": 0}))["confirmed"] == 1


async def test_a_break_that_is_changed_alone(client: Client, salon: Salon) -> None:
    """Show that the time of the services stays (Q-235)."""
    record = await made(client, salon.booking(technical_break_duration=600))
    for given, length, pause in (
        ({"technical_break_duration": 900}, 4500, 900),
        ({"technical_break_duration": 0}, 3600, 0),
        ({"technical_break_duration": 300, "seance_length": 5400}, 5400, 300),
        ({"technical_break_duration": None}, 5400, 300),
    ):
        data = await changed(client, record, given)
        assert (data["seance_length"], data["technical_break_duration"]) == (length, pause)


async def test_a_break_has_to_fit(client: Client, salon: Salon) -> None:
    record = await made(client, salon.booking(seance_length=86_400, save_if_busy=True))
    response = await client.put(f"/record/{HARBOUR}/{record['id']}", {"technical_break_duration": 300})
    message = (
        "Must be from 300 to 86400 seconds in steps of 300, with the technical break in it: 86700 and 300 don't fit."
    )
    assert faults_of(response) == {"technical_break_duration": message}


async def test_another_day_is_another_visit(client: Client, conn: Connection, tenant: Tenant, salon: Salon) -> None:
    """Show that it comes back to the first one with its day, and that visits stay without appointments (Q-234)."""
    maya = {"phone": "13155550142"}
    record = await made(client, salon.booking(client=maya))
    moved = await changed(client, record, {"datetime": "2026-02-03 14:00", "save_if_busy": 1})
    assert moved["visit_id"] != record["visit_id"]
    back = await changed(client, record, {"datetime": "2026-02-02 14:00"})
    assert back["visit_id"] == record["visit_id"]
    noa = await make_client(conn, tenant, "Noa")
    other = await changed(client, record, {"client": {"id": noa}})
    assert (other["client"]["name"], other["visit_id"] not in (moved["visit_id"], record["visit_id"])) == ("Noa", True)
    without = await changed(client, record, {"client": None})
    assert (without["client"], without["visit_id"] not in (other["visit_id"], record["visit_id"])) == (None, True)


async def test_another_member(client: Client, conn: Connection, tenant: Tenant, salon: Salon) -> None:
    """Show that the services take as long as the new member needs, and that prices stay."""
    record = await made(client, salon.booking() | {"services": [{"id": salon.haircut, "cost": 33}]})
    response = await client.put(f"/record/{HARBOUR}/{record['id']}", {"staff_id": salon.ben})
    assert response.status_code == 400
    await assign(conn, tenant, salon.haircut, salon.ben, duration=2700)
    data = await changed(client, record, {"staff_id": salon.ben})
    [service] = data["services"]
    assert (data["staff"]["name"], service["cost"]) == ("Ben Okafor", 33)
    assert service["staff_service_link"] == {"length": 2700}
    await made(client, salon.booking())


FAULTS: list[tuple[dict[str, Any], str, str]] = [
    ({"staff_id": 999}, "staff_id", "There is no such team member in this location."),
    ({"services": [999]}, "services[0].id", "This location offers no service 999."),
    ({"record_labels": [999]}, "record_labels", "This location has no tags of appointments with these ids: 999."),
    ({"client": {"id": 999}}, "client.id", "There is no such client in this location."),
    (
        {"client": {"phone": "12"}},
        "client.phone",
        "Expected a phone number of 9 to 15 digits with its country code, such as +13155550175.",
    ),
    ({"datetime": "2026-03-08 02:30"}, "datetime", "This time doesn't exist: clocks are put forward then."),
    ({"datetime": "2026-02-02 14:00:30"}, "datetime", "Must be a whole minute, without seconds."),
    (
        {"seance_length": 600, "technical_break_duration": 900},
        "seance_length",
        "Must be from 300 to 86400 seconds in steps of 300, with the technical break in it: 600 and 900 don't fit.",
    ),
]


@pytest.mark.parametrize(("body", "field", "message"), FAULTS)
async def test_what_is_wrong_is_named(
    body: dict[str, Any], field: str, message: str, client: Client, salon: Salon
) -> None:
    record = await made(client, salon.booking())
    response = await client.put(f"/record/{HARBOUR}/{record['id']}", {"save_if_busy": True, **body})
    assert faults_of(response) == {field: message}
    assert (await client.get(f"/record/{HARBOUR}/{record['id']}")).json()["data"] == record


async def test_a_time_without_work(client: Client, salon: Salon) -> None:
    record = await made(client, salon.booking())
    assert taken(await client.put(f"/record/{HARBOUR}/{record['id']}", {"datetime": "2026-02-02 18:30"}))


async def test_a_member_who_is_dismissed_or_of_others(client: Client, conn: Connection, salon: Salon) -> None:
    record = await made(client, salon.booking())
    own = client.by(await make_member(conn, "own", "administrator", master_id=salon.ana))
    refused = await own.put(f"/record/{HARBOUR}/{record['id']}", {"staff_id": salon.ben})
    message = "Your rights don't include appointments of this team member."
    assert (refused.status_code, refused.json()["meta"]["message"]) == (403, message)

    await conn.execute("UPDATE team_members SET is_dismissed = true WHERE id = $1", salon.ben)
    response = await client.put(f"/record/{HARBOUR}/{record['id']}", {"staff_id": salon.ben})
    assert faults_of(response) == {"staff_id": f"Team member {salon.ben} is dismissed and takes no appointments."}


async def test_a_room_that_is_taken(client: Client, conn: Connection, tenant: Tenant, salon: Salon) -> None:
    room = await make_resource(conn, tenant, "Room", "Only")
    await insert(conn, "service_resources", tenant, service_id=salon.haircut, resource_id=room.id)
    await assign(conn, tenant, salon.haircut, salon.ben)
    record = await made(client, salon.booking("10:00"))
    await made(client, salon.booking("12:00") | {"staff_id": salon.ben})
    response = await client.put(f"/record/{HARBOUR}/{record['id']}", {"datetime": "2026-02-02 12:00"})
    message = "No Room is free all the time from 2026-02-02 12:00 to 13:00."
    assert (response.status_code, response.json()["meta"]["errors"]) == (422, [{"code": 433, "message": message}])


async def test_what_is_gone_since_may_stay(client: Client, conn: Connection, salon: Salon) -> None:
    """Show that an appointment keeps a service that was deleted, and a member who was dismissed (Q-236)."""
    record = await made(client, salon.booking() | {"services": [salon.haircut, salon.colouring]})
    await conn.execute("UPDATE services SET deleted_at = now(), title = 'Gone' WHERE id = $1", salon.haircut)
    await conn.execute("UPDATE team_members SET is_dismissed = true WHERE id = $1", salon.ana)
    shown = (await client.get(f"/record/{HARBOUR}/{record['id']}")).json()["data"]
    data = await changed(client, record, shown | {"datetime": "2026-02-02 15:00"})
    assert [service["title"] for service in data["services"]] == ["Haircut", "Colouring"]


async def test_a_room_is_kept_if_it_is_free(client: Client, conn: Connection, tenant: Tenant, salon: Salon) -> None:
    room = await make_resource(conn, tenant, "Room", "Left", "Right")
    right = room.instances[1].id
    await insert(conn, "service_resources", tenant, service_id=salon.haircut, resource_id=room.id)
    await assign(conn, tenant, salon.haircut, salon.ben)
    await made(client, salon.booking("10:00"))
    second = await made(client, salon.booking("10:00") | {"staff_id": salon.ben})
    assert second["resource_instance_ids"] == [right]

    moved = await changed(client, second, {"datetime": "2026-02-02 12:00"})
    assert moved["resource_instance_ids"] == [right]
    await made(client, salon.booking("13:00"))
    await changed(client, moved, {"datetime": "2026-02-02 13:00"})
    assert (await changed(client, moved, {"services": [salon.haircut, salon.haircut]}))["resource_instance_ids"] == [
        right
    ]
    assert (await changed(client, moved, {"comment": "x"}))["resource_instance_ids"] == [right]


async def test_an_appointment_stays_individual(client: Client, salon: Salon) -> None:
    record = await made(client, salon.booking())
    response = await client.put(f"/record/{HARBOUR}/{record['id']}", {"activity_id": 7})
    assert faults_of(response) == {"activity_id": "Must stay 0."}
    assert (await changed(client, record, {"activity_id": 0}))["activity_id"] == 0


async def test_a_tag_that_was_deleted_is_not_shown(
    client: Client, conn: Connection, tenant: Tenant, salon: Salon
) -> None:
    """Show that sending back the ids that were there is no fault, and that an empty list clears them."""
    tag = await make_tag(conn, tenant, "Newcomer", kind=Kind.COMMON)
    other = await make_tag(conn, tenant, "Regular", kind=Kind.APPOINTMENT)
    record = await made(client, salon.booking(record_labels=[tag.id, other.id]))
    await conn.execute("UPDATE tags SET deleted_at = now() WHERE id = $1", tag.id)
    data = await changed(client, record, {"record_labels": [str(tag.id), {"id": other.id, "title": "Regular"}]})
    assert [label["title"] for label in data["record_labels"]] == ["Regular"]
    assert (await changed(client, record, {"record_labels": []}))["record_labels"] == []


async def test_custom_fields_stay_without_the_right(
    client: Client, conn: Connection, tenant: Tenant, salon: Salon
) -> None:
    """Show that it is no error (Q-239)."""
    await make_field(conn, tenant, code="skin_type")
    record = await made(client, salon.booking(custom_fields={"skin_type": "dry"}))
    clerk = await make_member(conn, "clerk", "administrator", custom_fields_record_values_edit_access=False)
    data = await changed(client.by(clerk), record, {"custom_fields": {"skin_type": "oily", "unknown": 1}})
    assert data["custom_fields"] == {"skin_type": "dry"}
    assert (await changed(client, record, {"custom_fields": {"skin_type": ""}}))["custom_fields"] == []


@pytest.mark.parametrize(
    ("right", "body"),
    [
        ("records_edit_date_and_master_access", {"datetime": "2026-02-02 15:00"}),
        ("records_edit_duration_access", {"seance_length": 1800}),
        ("records_edit_comment_access", {"comment": "New"}),
        ("records_edit_services_access", {"services": []}),
        ("records_services_cost_access", {"services": [{"id": 1, "cost": 1}]}),
        ("records_services_discount_access", {"services": [{"id": 1, "discount": 1}]}),
        ("edit_records_access", {"api_id": "1"}),
    ],
)
async def test_changes_need_their_rights(
    right: str, body: dict[str, Any], client: Client, conn: Connection, salon: Salon
) -> None:
    record = await made(client, salon.booking())
    clerk = client.by(await make_member(conn, "clerk", "administrator", **{right: False}))
    response = await clerk.put(f"/record/{HARBOUR}/{record['id']}", body)
    assert (response.status_code, right in response.json()["meta"]["message"]) == (403, True)
    assert (await client.get(f"/record/{HARBOUR}/{record['id']}")).json()["data"] == record


async def test_arrived_clients_need_a_right(client: Client, conn: Connection, salon: Salon) -> None:
    record = await made(client, salon.booking(attendance=1))
    clerk = client.by(
        await make_member(
            conn, "clerk", "administrator",
            edit_records_attendance_access=False, delete_customer_came_records_access=False,
        )
    )  # fmt: skip
    assert (await clerk.put(f"/record/{HARBOUR}/{record['id']}", {"api_id": "1"})).status_code == 403
    assert (await clerk.delete(f"/record/{HARBOUR}/{record['id']}")).status_code == 403


async def test_past_days_may_be_closed_to_changes(
    client: Client, conn: Connection, tenant: Tenant, salon: Salon
) -> None:
    """Show it for the day on which it was and for that on which it shall be."""
    today = datetime.now(tenant.timezone).date()
    await set_hours(conn, tenant, salon.ana, [today - timedelta(days=days) for days in (3, 4)])
    clerk = client.by(await make_member(conn, "clerk", "administrator", records_edit_last_days_count=3))
    recent = await made(client, salon.booking() | {"datetime": f"{today - timedelta(days=3)} 12:00"})
    old = await made(client, salon.booking() | {"datetime": f"{today - timedelta(days=4)} 12:00"})

    assert (await changed(clerk, recent, {"api_id": "1"}))["api_id"] == "1"
    for record, body in ((old, {"api_id": "1"}), (recent, {"datetime": f"{today - timedelta(days=4)} 15:00"})):
        response = await clerk.put(f"/record/{HARBOUR}/{record['id']}", body)
        message = "Your rights reach back 3 days here."
        assert (response.status_code, response.json()["meta"]["message"]) == (403, message)
    assert (await clerk.delete(f"/record/{HARBOUR}/{old['id']}")).status_code == 403


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_what_the_user_does_not_see_is_not_there(
    method: str, client: Client, conn: Connection, salon: Salon
) -> None:
    record = await made(client, salon.booking())
    limits: list[dict[str, Any]] = [{"master_id": salon.ben}, {"position_id": 99}, {"last_days_count": 3}]
    for number, limit in enumerate(limits):
        clerk = client.by(await make_member(conn, f"clerk-{number}", "administrator", **limit))
        rest = {"json": {"api_id": "1"}} if method == "PUT" else {}
        assert (await clerk.send(method, f"/record/{HARBOUR}/{record['id']}", **rest)).status_code == 404
        assert (await clerk.get(CREATE)).json()["data"] == []


@pytest.mark.parametrize(("person", "status"), [(TRAINEE, 403), (NEIGHBOUR, 403), (FOREIGNER, 404)])
async def test_who_may_not(person: Person, status: int, client: Client, salon: Salon) -> None:
    record = await made(client, salon.booking())
    path = f"/record/{HARBOUR}/{record['id']}"
    assert (await client.by(person).put(path, {"api_id": "1"})).status_code == status
    assert (await client.by(person).delete(path)).status_code == status


async def test_revisions(client: Client, salon: Salon) -> None:
    record = await made(client, salon.booking())
    path = f"/record/{HARBOUR}/{record['id']}"
    first = await client.put(path, {"comment": "One"}, headers={"If-Match": '"1"'})
    assert (first.status_code, first.headers["ETag"]) == (201, '"2"')
    assert (await client.put(path, {"comment": "Two"}, headers={"If-Match": '"1"'})).status_code == 412
    assert (await client.delete(path, headers={"If-Match": '"1"'})).status_code == 412
    assert (await client.delete(path, headers={"If-Match": '"2"'})).status_code == 204
