"""Sessions, which user tokens belong to: listing them, revoking one."""

from typing import Annotated

import typer

from parlour.areas.accounts import operator
from parlour.areas.accounts.model import normalize_login
from parlour.areas.accounts.queries.accounts import find_user_by_login
from parlour.cli.options import Id, example, new_group
from parlour.cli.session import Call, on_database
from parlour.db.pool import Connection
from parlour.errors import Conflict, NotFound


def register(app: typer.Typer) -> None:
    group = new_group("User tokens: who is signed in, from where and since when.")
    group.command("list", epilog=example("token list --user anna@example.com"))(list_tokens)
    group.command("revoke", epilog=example("token revoke 7"))(revoke_token)
    app.add_typer(group, name="token")


@on_database
def list_tokens(
    call: Call, user: Annotated[str | None, typer.Option(metavar="LOGIN", help="Only this user.")] = None
) -> None:
    """List sessions, including revoked ones; the tokens are never shown."""
    call.show_list(operator.Session, call.in_transaction(lambda conn: _list(conn, user)))


@on_database
def revoke_token(call: Call, session_id: Id) -> None:
    """End a session immediately; its user has to sign in again."""
    session = call.in_transaction(lambda conn: operator.revoke_session(conn, session_id))
    if session is None:
        raise Conflict(f"Session {session_id} does not exist or is revoked already.")
    call.show(session)


async def _list(conn: Connection, login: str | None) -> list[operator.Session]:
    if login is None:
        return await operator.list_sessions(conn, None)
    user = await find_user_by_login(conn, normalize_login(login))
    if user is None:
        raise NotFound(f"User {login}")
    return await operator.list_sessions(conn, user.id)
