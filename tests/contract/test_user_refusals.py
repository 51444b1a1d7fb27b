"""What operations on users refuse, provoked and compared with the published examples."""

from typing import Any

import pytest

from parlour.access.roles import roles
from parlour.db.pool import Connection
from tests.contract.test_refusals import RefusalChecker
from tests.support.client import Client
from tests.support.contract import Description
from tests.support.factories.users import give_role, make_member
from tests.support.people import HARBOUR, HILLSIDE, WORKER, Person

INVITE = f"/user/invite/{HARBOUR}"
CHANGE, REMOVE = "update_user_permissions", "remove_user_from_location"
COPY, REMOVE_FROM = "copy_user_permissions_to_locations", "remove_user_from_locations"
ALL_BUT_CLIENTS = {**roles()["owner"].values, "clients_access": False}


@pytest.fixture
def checker(published: Description) -> RefusalChecker:
    return RefusalChecker(published)


def at(person: Person, what: str = "") -> str:
    return f"/company/{HARBOUR}/users/{person.id}{what}"


def links(*location_ids: int, **more: Any) -> dict[str, Any]:
    return {"user_company_links": [{"company_id": id_, **more} for id_ in location_ids]}


def rights(slug: str, value: Any = True) -> dict[str, Any]:
    return {"user_permissions": [{"slug": slug, "value": value}]}


def invite(search: str = "anna@example.com", **more: Any) -> dict[str, Any]:
    return {"invites": [{"search": search, **more}]}


@pytest.fixture
async def manager(conn: Connection) -> Person:
    """Somebody with every right but one."""
    return await make_member(conn, "almost", "manager", **ALL_BUT_CLIENTS)


@pytest.fixture
def almost(client: Client, manager: Person) -> Client:
    return client.by(manager)


async def test_changing_a_user_who_holds_more(almost: Client, conn: Connection, checker: RefusalChecker) -> None:
    await give_role(conn, WORKER, "worker", clients_access=True)
    answer = await almost.put(at(WORKER, "/permissions"), rights("timetable_access"))
    checker.compare(CHANGE, "holds_more", answer)
    checker.compare(REMOVE, "holds_more", await almost.delete(at(WORKER)))
    answer = await almost.post(at(WORKER, "/copy_to_companies"), links(HARBOUR))
    checker.compare(COPY, "holds_more", answer)
    answer = await almost.post(at(WORKER, "/remove_from_companies"), links(HARBOUR))
    checker.compare(REMOVE_FROM, "holds_more", answer)


async def test_replacing_the_invitation_of_a_user_who_will_hold_more(
    client: Client, almost: Client, checker: RefusalChecker
) -> None:
    await client.post(INVITE, invite(**rights("clients_access")))
    checker.compare("create_user_invitation", "holds_more", await almost.post(INVITE, invite()))
    await client.post(INVITE, invite("otto@example.com", user_role="owner"))
    answer = await almost.post(INVITE, invite("otto@example.com"))
    checker.compare("create_user_invitation", "owners_change_owners", answer)


async def test_making_and_changing_owners_without_being_one(
    almost: Client, conn: Connection, checker: RefusalChecker
) -> None:
    owner = await make_member(conn, "otto", "owner")
    answer = await almost.put(at(WORKER, "/permissions"), {"user_role": "owner"})
    checker.compare(CHANGE, "owners_make_owners", answer)
    answer = await almost.post(INVITE, invite(user_role="owner"))
    checker.compare("create_user_invitation", "owners_make_owners", answer)
    answer = await almost.put(at(owner, "/permissions"), {"user_role": "worker"})
    checker.compare(CHANGE, "owners_change_owners", answer)
    checker.compare(REMOVE, "owners_change_owners", await almost.delete(at(owner)))
    answer = await almost.post(at(owner, "/remove_from_companies"), links(HARBOUR))
    checker.compare(REMOVE_FROM, "owners_change_owners", answer)
    answer = await almost.post(at(owner, "/copy_to_companies"), links(HARBOUR))
    checker.compare(COPY, "owners_change_owners", answer)


async def test_copying_an_owner_without_being_one(
    almost: Client, manager: Person, conn: Connection, checker: RefusalChecker
) -> None:
    owner = await make_member(conn, "otto", "owner")
    await give_role(conn, manager, "manager", HILLSIDE, **ALL_BUT_CLIENTS)
    answer = await almost.post(at(owner, "/copy_to_companies"), links(HILLSIDE))
    checker.compare(COPY, "owners_make_owners", answer)


async def test_locations_that_are_named_badly(client: Client, checker: RefusalChecker) -> None:
    for operation, path in ((REMOVE_FROM, "/remove_from_companies"), (COPY, "/copy_to_companies")):
        checker.compare(operation, "named_twice", await client.post(at(WORKER, path), links(HARBOUR, HARBOUR)))
    answer = await client.post(at(WORKER, "/remove_from_companies"), links(HILLSIDE))
    checker.compare(REMOVE_FROM, "no_role_there", answer)


async def test_cutting_the_rights_of_an_owner(client: Client, conn: Connection, checker: RefusalChecker) -> None:
    cut = rights("clients_access", value=False)
    answer = await client.put(at(WORKER, "/permissions"), {"user_role": "owner", **cut})
    checker.compare(CHANGE, "owner_holds_all", answer)
    answer = await client.post(INVITE, invite(user_role="owner", **cut))
    checker.compare("create_user_invitation", "owner_holds_all", answer)
    owner = await make_member(conn, "otto", "owner")
    answer = await client.post(at(owner, "/copy_to_companies"), links(HILLSIDE, **cut))
    checker.compare(COPY, "owner_holds_all", answer)


async def test_an_unknown_right(client: Client, checker: RefusalChecker) -> None:
    unknown = rights("no_such_right")
    checker.compare(CHANGE, "unknown_right", await client.put(at(WORKER, "/permissions"), unknown))
    checker.compare("create_user_invitation", "unknown_right", await client.post(INVITE, invite(**unknown)))
    answer = await client.post(at(WORKER, "/copy_to_companies"), links(HILLSIDE, **unknown))
    checker.compare(COPY, "unknown_right", answer)


async def test_inviting_who_is_here_and_inviting_twice(client: Client, checker: RefusalChecker) -> None:
    checker.compare("create_user_invitation", "has_role", await client.post(INVITE, invite(WORKER.email)))
    twice = {"invites": [*invite()["invites"], *invite()["invites"]]}
    checker.compare("create_user_invitation", "invited_twice", await client.post(INVITE, twice))


async def test_inviting_one_person_too_often(client: Client, conn: Connection, checker: RefusalChecker) -> None:
    await conn.execute(
        "INSERT INTO invitations_sent (chain_id, user_id, recipient_hash, sent_at)"
        " SELECT 1, 1, sha256('anna@example.com'), now() - interval '59 minutes' FROM generate_series(1, 5)"
    )
    checker.compare("create_user_invitation", "too_many_invitations", await client.post(INVITE, invite()))
