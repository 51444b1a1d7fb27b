"""The command `parlour`: its parts together, and the only place that reads the environment and catches errors."""

import contextlib
import io
import os
import signal
import sys
import traceback
from collections.abc import Iterator
from typing import NoReturn

import typer

from parlour.cli import (
    about,
    audit,
    booking,
    calendars,
    chains,
    clients,
    days,
    demo,
    events,
    images,
    inventory,
    locations,
    outbox,
    partners,
    reminders,
    resources,
    schedules,
    server,
    services,
    storages,
    team,
    tokens,
    users,
)
from parlour.cli.failures import failure_of
from parlour.cli.output import note

ABOUT = "A self-hosted business-management server, compatible with the Altegio B2B API v1."


def create_cli() -> typer.Typer:
    """Return the command with all its subcommands, in the order in which the help lists them."""
    app = typer.Typer(
        help=ABOUT,
        epilog="Example: parlour serve",
        no_args_is_help=True,
        add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    nouns = (
        partners, users, tokens, chains, locations, team, services, resources, schedules, calendars, booking, reminders,
        events, clients, storages, inventory, images, outbox, audit,
    )  # fmt: skip
    for module in (server, demo, days, *nouns, about):
        module.register(app)
    return app


def run() -> int:
    """Run the command with the arguments of this process and return its exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A name with characters that the terminal doesn't know must not make the command fail.
        sys.stdout.reconfigure(errors="replace")
    try:
        with _sigterm_ends_in_order():
            code = create_cli()(standalone_mode=False, prog_name="parlour", obj=os.environ)
    except Exception as error:  # noqa: BLE001 - the outermost level: no traceback is shown unless asked for
        failure = failure_of(error)
        if not failure.is_expected and os.environ.get("PARLOUR_LOG_LEVEL", "").lower() == "debug":
            traceback.print_exception(error)
        for line in failure.lines:
            note(line)
        return failure.exit_code
    # Typer returns the command's result, or the code of an early end such as an interrupt.
    return code if isinstance(code, int) else 0


@contextlib.contextmanager
def _sigterm_ends_in_order() -> Iterator[None]:
    """Exit in order on SIGTERM too, so that the embedded database is stopped. The server has its own handler."""

    def leave(number: int, _: object) -> NoReturn:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
