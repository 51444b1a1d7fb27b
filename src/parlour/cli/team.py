"""Team members: listing, adding and dismissing them."""

from typing import Annotated

import typer
from msgspec import UNSET

from parlour.areas.team import operator
from parlour.areas.team.model.members import MemberPatch
from parlour.cli import checks
from parlour.cli.employees import change_employee
from parlour.cli.options import Id, OnlyChain, OnlyLocation, example, new_group, record_id
from parlour.cli.session import Call, on_database

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


@on_database
def add_member(
    call: Call,
    location: InLocation,
    name: Name,
    specialization: Specialization = "",
    position: PositionId = None,
    user: UserId = None,
) -> None:
    """Create a team member."""
    found = checks.Checks()
    patch = MemberPatch(
        name=found.apply("--name", checks.title, name),
        specialization=found.apply("--specialization", checks.short_text, specialization),
        position_id=UNSET if position is None else position,
        user_id=UNSET if user is None else user,
    )
    found.refuse_faults()
    created = call.in_transaction(lambda conn: operator.add_member(conn, location, patch))
    call.show(created)


@on_database
def list_members(call: Call, chain: OnlyChain = None, location: OnlyLocation = None) -> None:
    """List team members, with dismissed ones."""
    found = call.in_transaction(lambda conn: operator.list_members(conn, chain, location))
    call.show_list(operator.ListedMember, found)


@on_database
def dismiss_member(call: Call, member_id: Id) -> None:
    """Mark a team member as dismissed: they can't be booked any more."""
    call.show(call.in_transaction(lambda conn: operator.dismiss_member(conn, member_id)))
