"""Accepting an invitation below its page: what of it is checked, in which order, and what is written of it."""

from collections.abc import Awaitable, Callable, Iterator
from ipaddress import ip_address
from typing import Any

import pytest

from parlour.access.password_rules import LENGTH
from parlour.areas.users import operator
from parlour.areas.users.model.users import Contact, Invitation, Invite
from parlour.areas.users.service import acceptance
from parlour.areas.users.service.acceptance import CLOSED_MEANWHILE, Acceptance
from parlour.areas.users.service.invitations import InvitationDelivery
from parlour.db.pool import Connection, Pool
from parlour.errors import Conflict, Invalid
from tests.support.kept_database import KeptDatabase
from tests.support.passwords import Watched
from tests.support.people import HARBOUR, HILLSIDE

ANNA, PHONE = "anna@example.com", "+13155550188"
SECRET = "a password of her own"
HERE = ip_address("192.0.2.7")
STATE = """
    SELECT u.name, u.is_approved, u.is_email_confirmed, lr.is_accepted
    FROM users u JOIN location_roles lr ON lr.user_id = u.id WHERE u.id = $1 AND lr.location_id = $2
"""
Making = Callable[..., Awaitable[Invitation]]


@pytest.fixture
async def pool(kept_database: KeptDatabase, database_url: str) -> Pool:
    assert database_url
    return await kept_database.pool()


@pytest.fixture
def passwords() -> Iterator[Watched]:
    made = Watched()
    yield made
    made.close()


@pytest.fixture
def invited(conn: Connection, pool: Pool) -> Making:
    async def make(
        email: str | None = ANNA, phone: str | None = None, *, location_id: int = HARBOUR, sends_email: bool = True
    ) -> Invitation:
        invite = Invite(Contact(email, phone), None, "worker", {}, None, "")
        link = await operator.invite(conn, location_id, invite, InvitationDelivery("http://parlour.test", sends_email))
        found = await acceptance.find(pool, link.rpartition("/")[2])
        assert found
        return found

    return make


def sent(name: str = "Anna", password: str = SECRET) -> Acceptance:
    return Acceptance(name, password, HERE)


async def state(conn: Connection, invitation: Invitation) -> dict[str, Any]:
    row = await conn.fetchrow(STATE, invitation.user_id, invitation.location_id)
    assert row is not None
    return dict(row)


async def test_a_new_password_is_hashed_in_one_of_the_few_places(
    pool: Pool, passwords: Watched, invited: Making
) -> None:
    await acceptance.accept(pool, passwords, await invited(), sent())
    assert not passwords.is_taken


@pytest.mark.parametrize("name", ["A", "a" * 255, f" {'a' * 255} "])
async def test_a_name_has_one_to_255_characters(
    pool: Pool, passwords: Watched, conn: Connection, invited: Making, name: str
) -> None:
    invitation = await invited()
    await acceptance.accept(pool, passwords, invitation, sent(name))
    assert (await state(conn, invitation))["name"] == name.strip()


async def test_faults_of_name_and_password_are_named_together(
    pool: Pool, passwords: Watched, conn: Connection, invited: Making
) -> None:
    invitation = await invited()
    with pytest.raises(Invalid) as refused:
        await acceptance.accept(pool, passwords, invitation, sent("a" * 256, "short"))
    assert [fault.field for fault in refused.value.faults] == ["name", "password"]
    assert [fault.message for fault in refused.value.faults][1] == LENGTH
    assert not (await state(conn, invitation))["is_accepted"]


@pytest.mark.parametrize("contact", [(ANNA, None), (None, PHONE)])
@pytest.mark.parametrize("sends_email", [True, False])
async def test_only_an_address_that_a_mail_went_to_is_confirmed(
    pool: Pool, passwords: Watched, conn: Connection, invited: Making, contact: tuple[Any, Any], sends_email: bool
) -> None:
    await conn.execute("UPDATE users SET is_email_confirmed = false")
    invitation = await invited(*contact, sends_email=sends_email)
    await acceptance.accept(pool, passwords, invitation, sent())
    confirmed = await conn.fetch("SELECT id FROM users WHERE is_email_confirmed")
    assert [row["id"] for row in confirmed] == ([invitation.user_id] if contact[0] and sends_email else [])


async def test_an_address_that_the_user_has_left_meanwhile_is_not_confirmed(
    pool: Pool, passwords: Watched, conn: Connection, invited: Making
) -> None:
    invitation = await invited()
    await conn.execute("UPDATE users SET email = 'new@example.com' WHERE id = $1", invitation.user_id)
    await acceptance.accept(pool, passwords, invitation, sent())
    assert (await state(conn, invitation))["is_email_confirmed"] is False


async def test_a_user_who_has_chosen_a_password_meanwhile_keeps_it(
    pool: Pool, passwords: Watched, conn: Connection, invited: Making
) -> None:
    """Two locations have invited the same new user, and both pages are open."""
    here, there = await invited(), await invited(location_id=HILLSIDE)
    await acceptance.accept(pool, passwords, here, sent())
    kept = await conn.fetchval("SELECT password_hash FROM users WHERE id = $1", here.user_id)
    with pytest.raises(Conflict, match=CLOSED_MEANWHILE):
        await acceptance.accept(pool, passwords, there, sent("Eve", "another password"))
    assert await state(conn, there) == {
        "name": "Anna",
        "is_approved": True,
        "is_email_confirmed": True,
        "is_accepted": False,
    }
    assert await conn.fetchval("SELECT password_hash FROM users WHERE id = $1", here.user_id) == kept


async def test_of_the_user_alone_and_of_the_location_alone_something_is_accepted(
    pool: Pool, passwords: Watched, conn: Connection, invited: Making
) -> None:
    """Another user waits here, the same user waits elsewhere, and others have roles: all that stays."""
    others = [await invited("ben@example.com"), await invited(location_id=HILLSIDE)]
    invitation = await invited()
    before = await conn.fetch("SELECT id, name, password_hash, is_approved FROM users ORDER BY id")
    await acceptance.accept(pool, passwords, invitation, sent("Anna Berg"))
    after = await conn.fetch("SELECT id, name, password_hash, is_approved FROM users ORDER BY id")
    assert [now["id"] for was, now in zip(before, after, strict=True) if was != now] == [invitation.user_id]
    assert (await state(conn, invitation))["is_accepted"]
    for other in others:
        assert not (await state(conn, other))["is_accepted"]
    closed = await conn.fetch("SELECT id FROM invitations WHERE accepted_at IS NOT NULL")
    assert [row["id"] for row in closed] == [invitation.id]


async def test_the_log_has_the_user_and_the_address(
    pool: Pool, passwords: Watched, conn: Connection, invited: Making
) -> None:
    invitation = await invited()
    await acceptance.accept(pool, passwords, invitation, sent())
    row = await conn.fetchrow("SELECT origin, user_id, host(ip) AS ip FROM audit_log ORDER BY id DESC LIMIT 1")
    assert row is not None
    assert tuple(row) == ("api", invitation.user_id, str(HERE))
