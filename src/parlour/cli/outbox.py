"""The outbox: what is to be delivered, what was given up, and trying it again."""

from typing import Annotated

import typer

from parlour.cli import checks
from parlour.cli.options import AsJson, DatabaseUrl, DataDir, example, new_group, record_id
from parlour.cli.output import note, show_list, show_record
from parlour.cli.session import in_transaction, settings_of
from parlour.outbox import operator

ERASED = "What held a secret can't be tried again: it was erased. Do again what caused it, such as the invitation."


def register(app: typer.Typer) -> None:
    group = new_group("What the server delivers to others, such as email.")
    group.command("list", epilog=example("outbox list --failed"))(list_entries)
    group.command("retry", epilog=example("outbox retry 17"))(retry)
    app.add_typer(group, name="outbox")


def list_entries(
    ctx: typer.Context,
    kind: Annotated[str | None, typer.Option(metavar="NAME", help="Of this kind only, such as email.")] = None,
    failed: Annotated[
        bool | None, typer.Option("--failed/--waiting", help="Only what was given up, or only what is not done yet.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="How many entries at most.")] = 50,
    as_json: AsJson = False,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """List entries, the newest first. Entries that ended are kept for 30 days."""
    settings = settings_of(ctx, database_url=database_url, data_dir=data_dir)
    found = in_transaction(settings, lambda conn: operator.list_entries(conn, kind, failed, limit))
    show_list(operator.Entry, found, as_json=as_json)


def retry(
    ctx: typer.Context,
    ids: Annotated[
        list[int] | None, typer.Argument(metavar="ID…", parser=record_id, help="The ids that the list shows.")
    ] = None,
    all_failed: Annotated[bool, typer.Option("--all-failed", help="All entries that were given up.")] = False,
    as_json: AsJson = False,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """Try entries again at once: given-up ones from the start, waiting ones before their pause ends."""
    if bool(ids) == all_failed:
        raise checks.WrongUsage("Give ids or --all-failed.")
    settings = settings_of(ctx, database_url=database_url, data_dir=data_dir)
    retried = in_transaction(
        settings, lambda conn: operator.retry_entries(conn, ids) if ids else operator.retry_all(conn)
    )
    show_record(retried, as_json=as_json)
    if retried.erased and not as_json:
        note(ERASED)
