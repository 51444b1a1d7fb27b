"""Team members: listing, adding and dismissing them."""

from typing import Annotated

import typer
from msgspec import UNSET

from parlour.areas.team import operator
from parlour.areas.team.model.members import MemberPatch
from parlour.cli import checks
from parlour.cli.employees import change_employee
from parlour.cli.options import AsJson, DatabaseUrl, DataDir, Id, example, new_group, record_id
from parlour.cli.output import show_list, show_record
from parlour.cli.session import in_transaction, settings_of

InLocation = Annotated[int, typer.Option("--location", metavar="ID", parser=record_id, help="Where they work.")]
Name = Annotated[str, typer.Option("--name", metavar="TEXT", help="The name that clients see.")]
Specialization = Annotated[str, typer.Option("--specialization", metavar="TEXT", help="What clients read below it.")]
PositionId = Annotated[
    int | None, typer.Option("--position", metavar="ID", parser=record_id, help="A position of the location.")
]
UserId = Annotated[
    int | None, typer.Option("--user", metavar="ID", parser=record_id, help="Their user, who has a role there.")
]


def register(app: typer.Typer) -> None:
    group = new_group("Team members: who works in a location.")
    group.command("add", epilog=example('team add --location 1 --name "Ana Lima"'))(add_member)
    group.command("list", epilog=example("team list --location 1"))(list_members)
    group.command("dismiss", epilog=example("team dismiss 9"))(dismiss_member)
    group.command("employee", epilog=example("team employee 9 --last-name Lima --hired-on 2024-03-01"))(change_employee)
    app.add_typer(group, name="team")


def add_member(
    ctx: typer.Context,
    location: InLocation,
    name: Name,
    specialization: Specialization = "",
    position: PositionId = None,
    user: UserId = None,
    as_json: AsJson = False,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """Create a team member."""
    settings = settings_of(ctx, database_url=database_url, data_dir=data_dir)
    found = checks.Checks()
    patch = MemberPatch(
        name=found.apply("--name", checks.title, name),
        specialization=found.apply("--specialization", checks.short_text, specialization),
        position_id=UNSET if position is None else position,
        user_id=UNSET if user is None else user,
    )
    found.refuse_faults()
    created = in_transaction(settings, lambda conn: operator.add_member(conn, location, patch))
    show_record(created, as_json=as_json)


def list_members(
    ctx: typer.Context,
    chain: Annotated[int | None, typer.Option(metavar="ID", parser=record_id, help="Only this chain.")] = None,
    location: Annotated[int | None, typer.Option(metavar="ID", parser=record_id, help="Only this location.")] = None,
    as_json: AsJson = False,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """List team members, with dismissed ones."""
    settings = settings_of(ctx, database_url=database_url, data_dir=data_dir)
    found = in_transaction(settings, lambda conn: operator.list_members(conn, chain, location))
    show_list(operator.ListedMember, found, as_json=as_json)


def dismiss_member(
    ctx: typer.Context,
    member_id: Id,
    as_json: AsJson = False,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """Mark a team member as dismissed: they can't be booked any more."""
    settings = settings_of(ctx, database_url=database_url, data_dir=data_dir)
    show_record(in_transaction(settings, lambda conn: operator.dismiss_member(conn, member_id)), as_json=as_json)
