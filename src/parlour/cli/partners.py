"""Integrations: creating one with its token, listing them, revoking one."""

from typing import Annotated

import msgspec
import typer

from parlour.access.tokens import hash_token, new_token
from parlour.areas.accounts import operator
from parlour.cli import checks
from parlour.cli.options import AsJson, DatabaseUrl, DataDir, Id, Title, example, new_group
from parlour.cli.output import note, show_list, show_record
from parlour.cli.session import in_transaction, settings_of
from parlour.errors import Conflict


class AddedPartner(msgspec.Struct, frozen=True):
    """A partner that was just created, with its token in clear."""

    id: int
    title: str
    answers_bare: bool
    token: str


def register(app: typer.Typer) -> None:
    group = new_group("Integrations and their tokens.")
    group.command("add", epilog=example("partner add --title 'Shop sync'"))(add_partner)
    group.command("list", epilog=example("partner list"))(list_partners)
    group.command("revoke", epilog=example("partner revoke 3"))(revoke_partner)
    app.add_typer(group, name="partner")


def add_partner(
    ctx: typer.Context,
    title: Title,
    bare_answers: Annotated[
        bool,
        typer.Option(
            "--bare-answers",
            help="Answers without an envelope unless requested, for clients of the older API.",
        ),
    ] = False,
    as_json: AsJson = False,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """Create a partner and print its token, which is shown only once."""
    settings = settings_of(ctx, database_url=database_url, data_dir=data_dir)
    found = checks.Checks()
    title = found.apply("--title", checks.title, title)
    found.refuse_faults()
    token = new_token()
    hashed = hash_token(token)
    partner_id = in_transaction(
        settings, lambda conn: operator.create_partner(conn, title, hashed, answers_bare=bare_answers)
    )
    show_record(AddedPartner(partner_id, title, bare_answers, token), as_json=as_json)
    if not as_json:
        note("Keep the token safe: it is not shown again.")


def list_partners(
    ctx: typer.Context, as_json: AsJson = False, database_url: DatabaseUrl = None, data_dir: DataDir = None
) -> None:
    """List the partners, including revoked ones."""
    settings = settings_of(ctx, database_url=database_url, data_dir=data_dir)
    show_list(operator.Partner, in_transaction(settings, operator.list_partners), as_json=as_json)


def revoke_partner(
    ctx: typer.Context,
    partner_id: Id,
    as_json: AsJson = False,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """Revoke a partner's token, immediately and permanently."""
    settings = settings_of(ctx, database_url=database_url, data_dir=data_dir)
    partner = in_transaction(settings, lambda conn: operator.revoke_partner(conn, partner_id))
    if partner is None:
        raise Conflict(f"Partner {partner_id} does not exist or is revoked already.")
    show_record(partner, as_json=as_json)
