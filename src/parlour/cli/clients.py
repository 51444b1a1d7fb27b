"""Clients: importing and exporting them, finding and merging duplicates, and erasing a person."""

import typer

from parlour.cli.client_import import import_clients
from parlour.cli.options import example, new_group


def register(app: typer.Typer) -> None:
    group = new_group("Clients: import, export, duplicates, and the right to be forgotten.")
    # A group with only one command would become that command.
    group.callback()(lambda: None)
    group.command("import", epilog=example("clients import clients.xlsx 1 --dry-run"))(import_clients)
    app.add_typer(group, name="clients")
