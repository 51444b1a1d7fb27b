"""The server itself: running it, and migrating its database to the newest schema."""

import asyncio
from functools import partial
from typing import Annotated

import msgspec
import typer

from parlour.cli.options import AsJson, DatabaseUrl, DataDir, example
from parlour.cli.output import note, show_json
from parlour.cli.session import Call, connected, on_database, settings_of
from parlour.database import database, prepare
from parlour.db import migrate as migrations
from parlour.settings import DESCRIPTIONS, Settings


class Ready(msgspec.Struct, frozen=True):
    """The address of a server that was just started."""

    url: str
    docs: str


class Migrated(msgspec.Struct, frozen=True):
    """What a migration did, and the newest schema, which the database now has."""

    applied: list[str]
    schema: str


def register(app: typer.Typer) -> None:
    app.command("serve", epilog=example("serve --host 0.0.0.0 --port 8000"))(serve_until_stopped)
    app.command("migrate", epilog=example("migrate --database-url postgresql://parlour@localhost/parlour"))(migrate)


def _setting(name: str, metavar: str) -> typer.models.OptionInfo:
    """Return a flag for a setting. Its text is checked with all other settings, to report all faults together."""
    option: typer.models.OptionInfo = typer.Option(
        f"--{name.replace('_', '-')}", metavar=metavar, help=DESCRIPTIONS[name]
    )
    return option


def serve_until_stopped(
    ctx: typer.Context,
    host: Annotated[str | None, _setting("host", "ADDRESS")] = None,
    port: Annotated[str | None, _setting("port", "NUMBER")] = None,
    workers: Annotated[str | None, _setting("workers", "NUMBER")] = None,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
    pool_size: Annotated[str | None, _setting("pool_size", "NUMBER")] = None,
    log_level: Annotated[str | None, _setting("log_level", "LEVEL")] = None,
    log_format: Annotated[str | None, _setting("log_format", "FORMAT")] = None,
    public_url: Annotated[str | None, _setting("public_url", "URL")] = None,
    trusted_proxies: Annotated[str | None, _setting("trusted_proxies", "NETWORKS")] = None,
    cors_origins: Annotated[str | None, _setting("cors_origins", "SITES")] = None,
    access_cache_s: Annotated[str | None, _setting("access_cache_s", "SECONDS")] = None,
    stop_grace_s: Annotated[str | None, _setting("stop_grace_s", "SECONDS")] = None,
    max_connections: Annotated[str | None, _setting("max_connections", "NUMBER")] = None,
    max_connections_per_address: Annotated[str | None, _setting("max_connections_per_address", "NUMBER")] = None,
    body_memory_mib: Annotated[str | None, _setting("body_memory_mib", "MIB")] = None,
    head_timeout_s: Annotated[str | None, _setting("head_timeout_s", "SECONDS")] = None,
    body_timeout_s: Annotated[str | None, _setting("body_timeout_s", "SECONDS")] = None,
    stall_timeout_s: Annotated[str | None, _setting("stall_timeout_s", "SECONDS")] = None,
    idle_timeout_s: Annotated[str | None, _setting("idle_timeout_s", "SECONDS")] = None,
    image_store: Annotated[str | None, _setting("image_store", "URL")] = None,
    smtp_url: Annotated[str | None, _setting("smtp_url", "URL")] = None,
    email_from: Annotated[str | None, _setting("email_from", "ADDRESS")] = None,
    sms_url: Annotated[str | None, _setting("sms_url", "URL")] = None,
    sms_body: Annotated[str | None, _setting("sms_body", "TEMPLATE")] = None,
    sms_authorization: Annotated[str | None, _setting("sms_authorization", "VALUE")] = None,
    sms_codes_per_hour: Annotated[str | None, _setting("sms_codes_per_hour", "NUMBER")] = None,
    as_json: AsJson = False,
) -> None:
    """Run the server until Ctrl-C.

    Without --database-url an embedded database is started and migrated.
    """
    from parlour.serving import serve  # noqa: PLC0415 - takes half a second, which no other command needs

    settings = settings_of(
        ctx,
        host=host,
        port=port,
        workers=workers,
        database_url=database_url,
        data_dir=data_dir,
        pool_size=pool_size,
        log_level=log_level,
        log_format=log_format,
        public_url=public_url,
        trusted_proxies=trusted_proxies,
        cors_origins=cors_origins,
        access_cache_s=access_cache_s,
        stop_grace_s=stop_grace_s,
        max_connections=max_connections,
        max_connections_per_address=max_connections_per_address,
        body_memory_mib=body_memory_mib,
        head_timeout_s=head_timeout_s,
        body_timeout_s=body_timeout_s,
        stall_timeout_s=stall_timeout_s,
        idle_timeout_s=idle_timeout_s,
        image_store=image_store,
        smtp_url=smtp_url,
        email_from=email_from,
        sms_url=sms_url,
        sms_body=sms_body,
        sms_authorization=sms_authorization,
        sms_codes_per_hour=sms_codes_per_hour,
    )
    with database(settings, is_supervised=True) as ready:
        asyncio.run(_reach(ready))
        serve(ready, partial(_announce, as_json=as_json))


@on_database
def migrate(call: Call) -> None:
    """Migrate the database to the newest schema.

    The embedded database is migrated by every command.
    """
    with database(call.settings) as ready:
        applied = asyncio.run(_migrate(ready))
    call.show(Migrated(applied, migrations.list_migrations()[-1].name))
    if not call.as_json and not applied:
        note("The database was up to date.")


def _announce(settings: Settings, *, as_json: bool) -> None:
    listening = msgspec.structs.replace(settings, public_url=None).base_url
    docs = f"{settings.base_url}/docs"
    if as_json:
        show_json(Ready(listening, docs))
    else:
        note(f"Parlour listens on {listening} (docs: {docs})")


async def _reach(settings: Settings) -> None:
    async with connected(settings.database_url or ""):
        pass


async def _migrate(settings: Settings) -> list[str]:
    async with connected(settings.database_url or "") as conn:
        return await prepare(conn)
