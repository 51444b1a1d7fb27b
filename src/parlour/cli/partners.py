"""Integrations: creating one with its token, listing them, revoking one."""

from typing import Annotated

import msgspec
import typer

from parlour.access.tokens import hash_token, new_token
from parlour.areas.accounts import operator
from parlour.cli import checks
from parlour.cli.options import Id, Title, example, new_group
from parlour.cli.output import note
from parlour.cli.session import Call, on_database
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


@on_database
def add_partner(
    call: Call,
    title: Title,
    bare_answers: Annotated[
        bool,
        typer.Option(
            "--bare-answers",
            help="Answers without an envelope unless requested, for clients of the older API.",
        ),
    ] = False,
) -> None:
    """Create a partner and print its token, which is shown only once."""
    found = checks.Checks()
    title = found.apply("--title", checks.title, title)
    found.refuse_faults()
    token = new_token()
    hashed = hash_token(token)
    partner_id = call.in_transaction(
        lambda conn: operator.create_partner(conn, title, hashed, answers_bare=bare_answers)
    )
    call.show(AddedPartner(partner_id, title, bare_answers, token))
    if not call.as_json:
        note("Keep the token safe: it is not shown again.")


@on_database
def list_partners(call: Call) -> None:
    """List the partners, including revoked ones."""
    call.show_list(operator.Partner, call.in_transaction(operator.list_partners))


@on_database
def revoke_partner(call: Call, partner_id: Id) -> None:
    """Revoke a partner's token, immediately and permanently."""
    partner = call.in_transaction(lambda conn: operator.revoke_partner(conn, partner_id))
    if partner is None:
        raise Conflict(f"Partner {partner_id} does not exist or is revoked already.")
    call.show(partner)
