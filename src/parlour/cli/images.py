"""Pictures: cleaning up files that no picture refers to."""

from typing import Annotated

import typer

from parlour.areas.images import operator
from parlour.cli.options import AsJson, DatabaseUrl, DataDir, example, new_group
from parlour.cli.output import note, show_record
from parlour.cli.session import in_transaction, settings_of
from parlour.files import file_store
from parlour.settings import DESCRIPTIONS


def register(app: typer.Typer) -> None:
    group = new_group("Images and their files.")
    # A group with only one command would become that command.
    group.callback()(lambda: None)
    group.command("sweep", epilog=example("image sweep --delete"))(sweep_images)
    app.add_typer(group, name="image")


def sweep_images(
    ctx: typer.Context,
    delete: Annotated[
        bool, typer.Option("--delete", help="Delete the files; otherwise they are only counted.")
    ] = False,
    as_json: AsJson = False,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
    image_store: Annotated[
        str | None, typer.Option("--image-store", metavar="URL", help=DESCRIPTIONS["image_store"])
    ] = None,
) -> None:
    """Count the files that no picture refers to, and delete them if asked to.

    Uploads that fail half-way leave such files. Those of the last hour are left alone. Be sure that database and
    image store belong together: what another database refers to is unused here.
    """
    settings = settings_of(ctx, database_url=database_url, data_dir=data_dir, image_store=image_store)
    files = file_store(settings)
    report = in_transaction(settings, lambda conn: operator.clean_up_files(conn, files, deletes=delete))
    show_record(report, as_json=as_json)
    if report.unused and not delete and not as_json:
        note("Use --delete to delete them.")
