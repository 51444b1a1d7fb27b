"""Clients: finding and adding them, and checking their figures."""

import typer

from parlour.cli.client_cards import add, check, find
from parlour.cli.options import example, new_group


def register(app: typer.Typer) -> None:
    group = new_group("Clients: finding and adding them, and checking their figures.")
    group.command("find", epilog=example("clients find 1 reyes"))(find)
    group.command("add", epilog=example('clients add 1 --name Maya --phone "+1 315 555 0175"'))(add)
    group.command("check", epilog=example("clients check --fix"))(check)
    app.add_typer(group, name="clients")
