"""GET /user/permissions/{location_id}"""

from typing import Any

from parlour.access.rights import rights_tree
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.users import make_member
from tests.support.people import FOREIGNER, HARBOUR, NEIGHBOUR, TRAINEE, WORKER, Person

OWN = f"/user/permissions/{HARBOUR}"


async def own(client: Client, person: Person) -> dict[str, Any]:
    found: dict[str, Any] = (await client.by(person).get(OWN)).json()["data"]
    return found


async def test_every_right_is_in_its_section(client: Client) -> None:
    data = (await client.get(OWN)).json()["data"]
    for section, rights in rights_tree().items():
        place = data if section == "top" else data[section]
        assert {right.name for right in rights} <= place.keys(), section


async def test_an_owner_holds_all(client: Client) -> None:
    """Q-040."""
    storages = (await client.get(OWN)).json()["data"]["storages"]
    assert storages["storages_goods_delete_access"] is True
    assert (storages["storages_limited_access"], storages["storages_ids"]) == (False, [])
    assert storages["storages_last_days_count"] == -1


async def test_any_role_will_do_to_ask(client: Client) -> None:
    trainee = await own(client, TRAINEE)
    assert trainee["timetable"]["timetable_access"] is True
    assert trainee["storages"]["storages_access"] is False


async def test_overrides_of_a_user_are_shown(client: Client, conn: Connection) -> None:
    person = await make_member(conn, "anna", "worker", storages_access=True, records_edit_last_days_count=3)
    rights = await own(client, person)
    assert rights["storages"]["storages_access"] is True
    assert rights["record_form"]["records_edit_last_days_count"] == 3


async def test_the_second_name_of_a_right_has_the_same_value(client: Client, conn: Connection) -> None:
    person = await make_member(conn, "anna", "worker", finances_expenses_read_access=True, security_access=True)
    rights = await own(client, person)
    assert rights["finances"]["expenses_read_access"] is True
    assert rights["security_access"] is rights["dashboard"]["security_access"] is True
    assert rights["security"]["security_access"] is True


async def test_a_caller_without_a_role_there_is_refused(client: Client) -> None:
    assert (await client.by(NEIGHBOUR).get(OWN)).status_code == 403
    assert (await client.by(FOREIGNER).get(OWN)).status_code == 404


async def test_an_invitation_that_waits_gives_no_rights(client: Client, conn: Connection) -> None:
    await conn.execute("UPDATE location_roles SET is_accepted = false WHERE user_id = $1", WORKER.id)
    assert (await client.by(WORKER).get(OWN)).status_code == 404
