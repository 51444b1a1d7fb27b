"""What a violated constraint means for the caller."""

import asyncpg
import pytest

from parlour.areas.accounts.operator import NewUser, create_user
from parlour.db.constraints import violations_mean
from parlour.db.pool import Connection
from parlour.errors import Conflict
from tests.support.people import OWNER


async def test_a_named_constraint_is_a_fault_of_the_caller(conn: Connection) -> None:
    for taken, message in (
        ({"email": OWNER.email, "phone": None}, "There is a user with this email already."),
        ({"email": None, "phone": OWNER.phone}, "There is a user with this phone number already."),
    ):
        with pytest.raises(Conflict) as refused:
            await create_user(conn, NewUser(name="Twin", password_hash="", **taken))
        assert refused.value.message == message


async def test_any_other_violation_is_a_bug(conn: Connection) -> None:
    with pytest.raises(asyncpg.ForeignKeyViolationError), violations_mean({"users_email_key": Conflict("Taken.")}):
        await conn.execute("INSERT INTO chain_roles (chain_id, user_id, role) VALUES (999999, 1, 'owner')")
