"""Roles, their rights, and what each role may do in fact. matrix.txt is what a reviewer reads."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from litestar import Litestar

from parlour.access.permissions import Permission
from parlour.access.policy import permissions_of
from parlour.access.roles import NAMES
from parlour.access.tenant import Tenant
from parlour.areas.calendar_feeds.model.feeds import NewFeed
from parlour.areas.calendar_feeds.service.feeds import create_feed
from parlour.db.pool import Connection
from parlour.http.operation import Operation
from tests.support.client import Client
from tests.support.factories.clients import make_comment
from tests.support.factories.schedules import MONDAY, set_hours
from tests.support.factories.users import make_member, take_all_rights
from tests.support.kept_database import KeptDatabase
from tests.support.operations import operations
from tests.support.people import ACCOUNTANT, ADMINISTRATOR, HARBOUR, MANAGER, OWNER, SUPERVISOR, TRAINEE, WORKER, Person
from tests.support.requests import Ids, address, body, name_of
from tests.support.world import book, settle_in

MATRIX = Path(__file__).with_name("matrix.txt")
PEOPLE = {
    "owner": OWNER,
    "manager": MANAGER,
    "administrator": ADMINISTRATOR,
    "accountant": ACCOUNTANT,
    "worker": WORKER,
    "free_readonly_admin": SUPERVISOR,
    "free_readonly": TRAINEE,
}
# Nothing of it is required, and most of it needs more rights.
NOTHING_ELSE = {"update_appointment": {"api_id": "E-17"}}
# What asks for another right than the declared one, too: the area's tests show who may.
ASKS_FOR_MORE = {
    "v2.get_booking_user_chain_attendance_statistics",
    "v2.update_event_appointment",
    "v2.reschedule_event_appointment",
}
HEADING = "Rights and operations by role. tests/access/test_matrix.py holds the server to it.\n"


def guarded(litestar: Litestar) -> list[tuple[str, str, Operation]]:
    """The operations that ask for a right in a location, by name."""
    found = [each for each in operations(litestar) if isinstance(each[2].needs, Permission)]
    return sorted(found, key=lambda each: name_of(each[2]))


def render(litestar: Litestar) -> str:
    rights = [(permission.value, permission) for permission in Permission]
    uses = [(name_of(handler), handler.needs) for _, _, handler in guarded(litestar)]
    lines = [HEADING]
    for title, rows in (("right", rights), ("operation", uses)):
        lines.append(_line(title, NAMES))
        lines += [
            _line(name, ["yes" if right in permissions_of(role) else "-" for role in NAMES]) for name, right in rows
        ]
        lines.append("")
    return "\n".join(lines)


def _cells(right: Permission) -> list[str]:
    return ["yes" if right in permissions_of(role) else "-" for role in NAMES]


def _line(name: str, cells: Sequence[str]) -> str:
    widths = [max(len(role), 3) + 2 for role in NAMES]
    return (f"{name:54}" + "".join(f"{cell:{width}}" for cell, width in zip(cells, widths, strict=True))).rstrip()


def allowed(operation: str, role: str) -> bool:
    """What matrix.txt says."""
    lines = MATRIX.read_text().splitlines()
    roles = next(line for line in lines if line.startswith("operation")).split()[1:]
    cells = next(line for line in lines if line.split()[:1] == [operation]).split()[1:]
    return dict(zip(roles, cells, strict=True))[role] == "yes"


def test_the_printed_table_is_what_the_policy_says(litestar: Litestar) -> None:
    current = render(litestar)
    if MATRIX.read_text() != current:
        pytest.fail(f"Rights have changed. If that is meant, {MATRIX.name} must read:\n\n{current}", pytrace=False)


def test_every_role_has_a_user_to_try_it() -> None:
    assert tuple(PEOPLE) == NAMES


async def settle_with(conn: Connection, tenant: Tenant, person: Person) -> Ids:
    """Give a tenant one of everything, and a person what only its owner may touch."""
    settled = await settle_in(conn, tenant)
    own = msgspec.structs.replace(tenant, user_id=person.id)
    feed = await create_feed(conn, own, NewFeed(None, shows_clients=False))
    await set_hours(conn, own, settled.team_member_id, [MONDAY + timedelta(days=1)])
    unpaid = await book(conn, tenant, settled.team_member_id, settled.service_id, "2026-02-02 17:00")
    return msgspec.structs.replace(
        settled,
        appointment_id=unpaid,
        visit_id=await conn.fetchval("SELECT visit_id FROM appointments WHERE id = $1", unpaid),
        user_id=(await make_member(conn, "colleague")).id,
        session_id=await conn.fetchval("SELECT id FROM sessions WHERE user_id = $1", person.id),
        comment_id=await make_comment(conn, tenant, settled.client_id, author_id=person.id),
        feed_id=feed.feed.id,
    )


@pytest.mark.parametrize("role", PEOPLE)
async def test_a_role_may_do_what_the_table_says_and_nothing_else(
    client: Client, conn: Connection, tenant: Tenant, litestar: Litestar, kept_database: KeptDatabase, role: str
) -> None:
    ids = await kept_database.reach(f"for_{role}", lambda: settle_with(conn, tenant, PEOPLE[role]))
    found: dict[str, int] = {}
    expected: dict[str, int] = {}
    for method, path, handler in guarded(litestar):
        name = name_of(handler)
        # Some fields of the full body need more rights, and some bodies close the books.
        sent = NOTHING_ELSE.get(name) or body(handler, ids, is_full=False)
        response = await client.by(PEOPLE[role]).send(method, address(path, ids), json=sent)
        found[name] = response.status_code
        expected[name] = handler.status if allowed(name, role) else 403
        await kept_database.rewind()
    assert len(found) > 10
    for name in ASKS_FOR_MORE:
        del found[name], expected[name]
    assert found == expected


async def test_a_refusal_names_the_right_that_is_missing(client: Client, conn: Connection, litestar: Litestar) -> None:
    await take_all_rights(conn, WORKER)
    ids = Ids(HARBOUR, 1, 1, 1, 1)
    for method, path, handler in guarded(litestar):
        response = await client.by(WORKER).send(method, address(path, ids), json=body(handler, ids))
        right = handler.needs.value
        assert response.json()["meta"]["message"] == f"You lack the right {right} in this location."
