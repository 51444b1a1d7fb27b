"""The outbox: what is to be delivered, what was given up, and trying it again."""

from typing import Annotated

import typer

from parlour.cli import checks
from parlour.cli.options import example, new_group, record_id
from parlour.cli.output import note
from parlour.cli.session import Call, on_database
from parlour.outbox import operator

ERASED = "What held a secret can't be tried again: it was erased. Do again what caused it, such as the invitation."


def register(app: typer.Typer) -> None:
    group = new_group("What the server delivers to others, such as email.")
    group.command("list", epilog=example("outbox list --failed"))(list_entries)
    group.command("retry", epilog=example("outbox retry 17"))(retry)
    app.add_typer(group, name="outbox")


@on_database
def list_entries(
    call: Call,
    kind: Annotated[str | None, typer.Option(metavar="NAME", help="Of this kind only, such as email.")] = None,
    failed: Annotated[
        bool | None, typer.Option("--failed/--waiting", help="Only what was given up, or only what is not done yet.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="How many entries at most.")] = 50,
) -> None:
    """List entries, the newest first. Entries that ended are kept for 30 days."""
    found = call.in_transaction(lambda conn: operator.list_entries(conn, kind, failed, limit))
    call.show_list(operator.Entry, found)


@on_database
def retry(
    call: Call,
    ids: Annotated[
        list[int] | None, typer.Argument(metavar="ID…", parser=record_id, help="The ids that the list shows.")
    ] = None,
    all_failed: Annotated[bool, typer.Option("--all-failed", help="All entries that were given up.")] = False,
) -> None:
    """Try entries again at once: given-up ones from the start, waiting ones before their pause ends."""
    if bool(ids) == all_failed:
        raise checks.WrongUsage("Give ids or --all-failed.")
    retried = call.in_transaction(lambda conn: operator.retry_entries(conn, ids) if ids else operator.retry_all(conn))
    call.show(retried)
    if retried.erased and not call.as_json:
        note(ERASED)
