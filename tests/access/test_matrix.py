"""Roles, their rights, and what each role may do in fact. matrix.txt is what a reviewer reads."""

from collections.abc import Sequence
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
from tests.support.factories.booking_forms import make_form
from tests.support.factories.catalogue import make_category
from tests.support.factories.clients import make_client, make_comment, make_file
from tests.support.factories.custom_fields import make_field
from tests.support.factories.merges import merge_another
from tests.support.factories.payments import accounts_of
from tests.support.factories.resources import make_resource
from tests.support.factories.reviews import make_review
from tests.support.factories.schedules import set_hours
from tests.support.factories.tags import make_tag
from tests.support.factories.team import make_position
from tests.support.factories.users import make_member, take_all_rights
from tests.support.operations import operations
from tests.support.people import ACCOUNTANT, ADMINISTRATOR, HARBOUR, MANAGER, OWNER, SUPERVISOR, TRAINEE, WORKER
from tests.support.requests import Ids, address, body, name_of
from tests.support.world import book, gather, make_bottle, offer, sell

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
ASKS_FOR_MORE = {"v2.get_booking_user_chain_attendance_statistics"}
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


@pytest.mark.parametrize("role", PEOPLE)
async def test_a_role_may_do_what_the_table_says_and_nothing_else(
    client: Client, conn: Connection, tenant: Tenant, litestar: Litestar, role: str
) -> None:
    shelf = await make_category(conn, tenant, "Shelf")
    session_id = await conn.fetchval("SELECT id FROM sessions WHERE user_id = $1", PEOPLE[role].id)
    own = msgspec.structs.replace(tenant, user_id=PEOPLE[role].id)
    found: dict[str, int] = {}
    expected: dict[str, int] = {}
    for method, path, handler in guarded(litestar):
        category = await make_category(conn, tenant, "Empty")
        product = await make_bottle(conn, tenant, shelf)
        colleague = await make_member(conn, f"colleague-{len(found)}")
        sold = await sell(conn, tenant, product.id)
        await conn.execute("UPDATE services SET deleted_at = now()")  # few, so that lists of them stay short
        await conn.execute("UPDATE service_categories SET deleted_at = now()")
        offered = await offer(conn, tenant, product.id, sold["storage_id"])
        await conn.execute("UPDATE tags SET deleted_at = now()")  # whose titles are free again
        tag = await make_tag(conn, tenant, "Newcomer")
        await conn.execute("UPDATE resources SET deleted_at = now()")
        resource = await make_resource(conn, tenant, "Solarium", "Bed 1")
        await conn.execute("UPDATE custom_fields SET deleted_at = now()")
        field = await make_field(conn, tenant)
        await conn.execute("UPDATE positions SET deleted_at = now()")
        position_id = await make_position(conn, tenant, "Colourist")
        await conn.execute("UPDATE clients SET deleted_at = now()")
        client_id = await make_client(conn, tenant, "Maya", phone="13155550175")
        await set_hours(conn, tenant, offered["team_member_id"])
        gathering = await gather(conn, tenant, offered["team_member_id"])
        booked = await book(conn, tenant, offered["team_member_id"], offered["service_id"])
        feed = await create_feed(conn, own, NewFeed(None, shows_clients=False))
        comment_id = await make_comment(conn, tenant, client_id, author_id=PEOPLE[role].id)
        file_id = await make_file(conn, tenant, client_id)
        merged = await merge_another(conn, tenant, client_id)
        visit_id = await conn.fetchval("SELECT visit_id FROM appointments WHERE id = $1", booked)
        cash, _ = await accounts_of(conn, tenant)
        review_id = await make_review(conn, tenant, offered["team_member_id"])
        form_id = await make_form(conn, tenant)
        ids = Ids(
            HARBOUR, category.id, product.id, shelf.id, session_id, colleague.id,
            tag_id=tag.id, resource_id=resource.id, instance_id=resource.instances[0].id, field_id=field.id,
            position_id=position_id, form_id=form_id, client_id=client_id, comment_id=comment_id, file_id=file_id,
            appointment_id=booked, feed_id=feed.feed.id, review_id=review_id, visit_id=visit_id, account_id=cash,
            **merged, **sold, **offered, **gathering,
        )  # fmt: skip
        # Some fields of the full body need more rights, and some bodies close the books.
        sent = NOTHING_ELSE.get(name_of(handler)) or body(handler, ids, is_full=False)
        response = await client.by(PEOPLE[role]).send(method, address(path, ids), json=sent)
        await conn.execute("UPDATE locations SET stock_closed_until = NULL WHERE id = $1", HARBOUR)
        name = name_of(handler)
        found[name] = response.status_code
        expected[name] = handler.status if allowed(name, role) else 403
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
