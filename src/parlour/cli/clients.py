"""Clients: finding and adding them, files of clients, duplicates, and erasing a person."""

import typer

from parlour.cli.client_cards import add, check, find
from parlour.cli.client_erase import erase
from parlour.cli.client_export import export
from parlour.cli.client_import import import_clients
from parlour.cli.client_merge import list_duplicates, merge
from parlour.cli.options import example, new_group


def register(app: typer.Typer) -> None:
    group = new_group("Clients: finding and adding them, files, duplicates, and erasing a person.")
    group.command("find", epilog=example("clients find 1 reyes"))(find)
    group.command("add", epilog=example('clients add 1 --name Maya --phone "+1 315 555 0175"'))(add)
    group.command("check", epilog=example("clients check --fix"))(check)
    group.command("import", epilog=example("clients import clients.xlsx 1 --dry-run"))(import_clients)
    group.command("export", epilog=example("clients export 1 clients.xlsx"))(export)
    group.command("duplicates", epilog=example("clients duplicates 1"))(list_duplicates)
    group.command("merge", epilog=example("clients merge 1 812 904 --dry-run"))(merge)
    group.command("erase", epilog=example("clients erase 1 812"))(erase)
    app.add_typer(group, name="clients")
