"""The audit log: reading the log of all chains, and deleting its oldest lines."""

from datetime import UTC, datetime
from typing import Annotated

import msgspec
import typer

from parlour.areas.accounts.model import normalize_login
from parlour.areas.audit import operator
from parlour.cli.options import AsJson, DatabaseUrl, DataDir, OnlyChain, OnlyLocation, example, new_group
from parlour.cli.output import show_list
from parlour.cli.session import Call, in_transaction, on_database, settings_of


def _instant(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a date; expected one such as 2026-01-31.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class Pruned(msgspec.Struct, frozen=True):
    """How many lines were erased."""

    removed: int


def register(app: typer.Typer) -> None:
    group = new_group("Who changed what, when and from where. Example: parlour audit --chain 1 --since 2026-01-31")
    group.callback(invoke_without_command=True)(show_log)
    group.command("prune", epilog=example("audit prune --before 2025-01-01"))(prune)
    app.add_typer(group, name="audit", no_args_is_help=False)


def show_log(
    ctx: typer.Context,
    chain: OnlyChain = None,
    location: OnlyLocation = None,
    user: Annotated[str | None, typer.Option(metavar="LOGIN", help="Only changes by this user.")] = None,
    entity: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only this kind of entity, such as product.")
    ] = None,
    since: Annotated[
        datetime | None, typer.Option(metavar="DATE", parser=_instant, help="From this day on; in UTC.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="Maximum number of lines.")] = 50,
    as_json: AsJson = False,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """Show who changed what, the newest first."""
    if ctx.invoked_subcommand:
        return
    settings = settings_of(ctx, database_url=database_url, data_dir=data_dir)
    login = None if user is None else normalize_login(user)
    shown = operator.LogFilter(chain, location, login, entity, since)
    entries = in_transaction(settings, lambda conn: operator.list_lines(conn, shown, limit))
    show_list(operator.LogLine, entries, as_json=as_json)


@on_database
def prune(
    call: Call,
    before: Annotated[
        datetime, typer.Option(metavar="DATE", parser=_instant, help="Delete all lines from before this day; in UTC.")
    ],
) -> None:
    """Delete the oldest lines of the log, for all chains. Nothing else ever deletes lines."""
    removed = call.in_transaction(lambda conn: operator.prune(conn, before))
    call.show(Pruned(removed))
