"""The demo: a server with a realistic business, ready to use."""

import asyncio
import sys
import tomllib
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from parlour.cli.options import AsJson, DatabaseUrl, DataDir, example
from parlour.cli.output import note, show_json
from parlour.cli.session import connected, in_transaction, settings_of
from parlour.database import database, prepare
from parlour.demo.credentials import FILE
from parlour.demo.setup import Demo, refuse_other_business, set_up_demo
from parlour.demo.welcome import started, welcome
from parlour.files import file_store
from parlour.settings import DESCRIPTIONS, Settings

# What suits a demo better than the server's own defaults: a readable terminal, and a quick end.
DEFAULTS: dict[str, Any] = {"log_level": "warning", "stop_grace_s": 2.0}
# Its clients are invented: what would be written to them is logged, whatever the environment says.
SILENT: dict[str, Any] = dict.fromkeys(("smtp_url", "email_from", "sms_url", "sms_body", "sms_authorization"))


def register(app: typer.Typer) -> None:
    app.command("demo", epilog=example("demo --port 8080"))(demo)


def demo(
    ctx: typer.Context,
    host: Annotated[str | None, typer.Option("--host", metavar="ADDRESS", help=DESCRIPTIONS["host"])] = None,
    port: Annotated[str | None, typer.Option("--port", metavar="NUMBER", help=DESCRIPTIONS["port"])] = None,
    workers: Annotated[str | None, typer.Option("--workers", metavar="NUMBER", help=DESCRIPTIONS["workers"])] = None,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Run a demo business until Ctrl-C.

    An empty database is filled with two chains of salons and their products. Prints addresses, tokens and examples.
    """
    from parlour.serving import serve  # noqa: PLC0415 - takes half a second, which no other command needs

    flags = {"host": host, "port": port, "workers": workers, "database_url": database_url, "data_dir": data_dir}
    settings = _with_defaults(settings_of(ctx, **flags), ctx.obj)
    with database(settings, is_supervised=True) as ready:
        if settings.database_url:
            asyncio.run(_migrate(settings.database_url))
        path = settings.data_dir / FILE
        opened = in_transaction(ready, partial(set_up_demo, path=path, files=file_store(settings)))
        if opened.are_new:
            note(f"{path} was lost or out of date. A new partner token and password replace the old ones.")
        serve(ready, partial(_announce, opened=opened, as_json=as_json))


def _with_defaults(settings: Settings, environ: Mapping[str, str]) -> Settings:
    """Return the settings, with the defaults of the demo where neither environment nor file set them.

    No message leaves the machine.
    """
    path = environ.get("PARLOUR_CONFIG")
    in_file = tomllib.loads(Path(path).read_text()) if path else {}
    unset = {
        name: value
        for name, value in DEFAULTS.items()
        if name not in in_file and not environ.get(f"PARLOUR_{name.upper()}")
    }
    return msgspec.structs.replace(settings, **unset, **SILENT)


async def _migrate(url: str) -> None:
    """Migrate a database of the operator's own, unless it contains another business than the demo."""
    async with connected(url) as conn:
        await refuse_other_business(conn)
        await prepare(conn)


def _announce(settings: Settings, *, opened: Demo, as_json: bool) -> None:
    if as_json:
        show_json(started(settings, opened))
    else:
        # The name of a chain may contain characters that the terminal can't show.
        encoding = sys.stdout.encoding or "utf-8"
        typer.echo(welcome(settings, opened).encode(encoding, "replace"), nl=False)
