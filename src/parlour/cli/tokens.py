"""Sessions, which user tokens belong to: listing them, revoking one."""

from typing import Annotated

import typer

from parlour.areas.accounts import operator
from parlour.areas.accounts.model import normalize_login
from parlour.areas.accounts.queries.accounts import find_user_by_login
from parlour.cli.options import AsJson, DatabaseUrl, DataDir, Id, example, new_group
from parlour.cli.output import show_list, show_record
from parlour.cli.session import in_transaction, settings_of
from parlour.db.pool import Connection
from parlour.errors import Conflict, NotFound


def register(app: typer.Typer) -> None:
    group = new_group("User tokens: who is signed in, from where and since when.")
    group.command("list", epilog=example("token list --user anna@example.com"))(list_tokens)
    group.command("revoke", epilog=example("token revoke 7"))(revoke_token)
    app.add_typer(group, name="token")


def list_tokens(
    ctx: typer.Context,
    user: Annotated[str | None, typer.Option(metavar="LOGIN", help="Only this user.")] = None,
    as_json: AsJson = False,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """List sessions, including revoked ones; the tokens are never shown."""
    settings = settings_of(ctx, database_url=database_url, data_dir=data_dir)
    show_list(operator.Session, in_transaction(settings, lambda conn: _list(conn, user)), as_json=as_json)


def revoke_token(
    ctx: typer.Context,
    session_id: Id,
    as_json: AsJson = False,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """End a session immediately; its user has to sign in again."""
    settings = settings_of(ctx, database_url=database_url, data_dir=data_dir)
    session = in_transaction(settings, lambda conn: operator.revoke_session(conn, session_id))
    if session is None:
        raise Conflict(f"Session {session_id} does not exist or is revoked already.")
    show_record(session, as_json=as_json)


async def _list(conn: Connection, login: str | None) -> list[operator.Session]:
    if login is None:
        return await operator.list_sessions(conn, None)
    user = await find_user_by_login(conn, normalize_login(login))
    if user is None:
        raise NotFound(f"User {login}")
    return await operator.list_sessions(conn, user.id)
