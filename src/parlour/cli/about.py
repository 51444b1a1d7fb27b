"""This version: its number, its settings, its routes, and the description that it publishes."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import typer
import yaml

from parlour import __version__
from parlour.cli.options import AsJson, example
from parlour.cli.output import show_json, show_list, show_record
from parlour.cli.session import settings_of
from parlour.settings import DESCRIPTIONS, Settings

# Describing connects to nothing, but creating an application requires a database URL.
NOWHERE = "postgresql:///nowhere"


class Version(msgspec.Struct, frozen=True):
    """The version of Parlour."""

    version: str


class Setting(msgspec.Struct, frozen=True):
    """The name of a setting, and what it means."""

    name: str
    variable: str
    default: str | int | float | None
    meaning: str


def register(app: typer.Typer) -> None:
    app.command("openapi", epilog=example("openapi > openapi.yaml"))(print_openapi)
    app.command("routes", epilog=example("routes goods"))(list_routes)
    app.command("settings", epilog=example("settings"))(list_settings)
    app.command("version", epilog=example("version"))(print_version)


class Route(msgspec.Struct, frozen=True):
    """An operation of the API: its address, its id in the contract, the right it requires, and where its code is."""

    method: str
    path: str
    operation: str
    asks_for: str
    handler: str


class ApiVersion(StrEnum):
    """The versions of the API, each with its own description."""

    V1 = "v1"
    V2 = "v2"


def print_openapi(
    ctx: typer.Context,
    api: Annotated[ApiVersion, typer.Option(help="Which version of the API.")] = ApiVersion.V1,
    as_json: AsJson = False,
    public_url: Annotated[
        str | None, typer.Option("--public-url", metavar="URL", help=DESCRIPTIONS["public_url"])
    ] = None,
) -> None:
    """Print the description of the API as YAML. Needs no database."""
    # No other command needs the application, which takes half a second to import.
    from parlour.app import create_litestar  # noqa: PLC0415
    from parlour.http.apis import B2B_V1, B2B_V2  # noqa: PLC0415
    from parlour.http.openapi import describe  # noqa: PLC0415

    settings = msgspec.structs.replace(settings_of(ctx, public_url=public_url), database_url=NOWHERE)
    document = describe(create_litestar(settings), B2B_V1 if api is ApiVersion.V1 else B2B_V2)
    if as_json:
        show_json(document)
    else:
        typer.echo(yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=120), nl=False)


def list_routes(
    ctx: typer.Context,
    part: Annotated[
        str, typer.Argument(metavar="PART", help="Only operations whose address or id contains this text.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """List the operations of all versions of the API: address, right, and the module of the code. Needs no database."""
    from parlour.app import create_litestar  # noqa: PLC0415 - see print_openapi
    from parlour.http.operations import operations_of  # noqa: PLC0415

    app = create_litestar(msgspec.structs.replace(settings_of(ctx), database_url=NOWHERE))
    routes = [
        Route(each.method, each.path, each.id, each.needs.value, each.handler.__module__) for each in operations_of(app)
    ]
    show_list(Route, [each for each in routes if part in each.path or part in each.operation], as_json=as_json)


def list_settings(as_json: AsJson = False) -> None:
    """List every setting.

    Each is a flag of serve, an environment variable, and a line of the file that PARLOUR_CONFIG names.
    """
    defaults = dict(Settings().items())
    settings = [
        Setting(name, f"PARLOUR_{name.upper()}", _default(defaults[name]), meaning)
        for name, meaning in DESCRIPTIONS.items()
    ]
    show_list(Setting, settings, as_json=as_json)


def print_version(as_json: AsJson = False) -> None:
    """Print the version."""
    show_record(Version(__version__), as_json=as_json)


def _default(value: object) -> str | int | float | None:
    match value:
        case Path():
            return str(value)
        case tuple():
            return ",".join(map(str, value)) or None
        case str() | int() | float():
            return value
        case _:
            return None
