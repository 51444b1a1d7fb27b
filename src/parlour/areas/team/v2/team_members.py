"""Team members of a location (tag Team Members of API v2)."""

import msgspec

from parlour.access.permissions import Permission
from parlour.areas.photos import Site
from parlour.areas.team import refusals
from parlour.areas.team.model.members import TeamMember
from parlour.areas.team.queries import members as queries
from parlour.areas.team.queries.employees import list_employees
from parlour.areas.team.v2.wire import members as wire
from parlour.http.apis import B2B_V2
from parlour.http.context import Reading
from parlour.http.operations import Operations
from parlour.http.v2_envelope import Included, Related, Resource, included

operations = Operations(B2B_V2, "Team Members", "Those who work in a location, and their positions.")

RELATIONS: dict[str, type[msgspec.Struct] | None] = {"position": wire.StaffPosition, "employee": wire.Employee}


@operations.get(
    "/api/v2/locations/{location_id}/team_members",
    "list_team_members",
    Permission.TEAM_VIEW,
    refuses=(refusals.NO_EMPLOYEES,),
    includes=RELATIONS,
)
async def list_team_members(ctx: Reading, query: wire.TeamMemberList) -> Related[list[wire.TeamMember]]:
    """List team members

    The highest weight first. Parts of names are found whatever their case and accents. `include=employee` shows
    personal data, and needs the right `master_edit`.
    """
    include = frozenset(query.include or ())
    if "employee" in include:
        ctx.tenant.require(Permission.TEAM_EDIT)
    all_of_them = await queries.list_members(ctx.conn, ctx.tenant, is_deleted=wire.CHOICES[query.deleted])
    found = [member for member in all_of_them if query.to_filter().admits(member)]
    if not include:
        return Related(_rows(ctx, found, include, {}))
    employees = await _employees_of(ctx, found) if "employee" in include else {}
    return Related(_rows(ctx, found, include, employees), _included(found, include, employees))


Employees = dict[int, wire.Employee]


async def _employees_of(ctx: Reading, found: list[TeamMember]) -> Employees:
    """Return the personal data of team members by their ids."""
    rows = await list_employees(ctx.conn, ctx.tenant, [member.id for member in found])
    return {row.team_member_id: wire.Employee.from_model(row) for row in rows}


def _rows(
    ctx: Reading, found: list[TeamMember], include: frozenset[str], employees: Employees
) -> list[wire.TeamMember]:
    site = Site(ctx.services.settings.base_url)
    return [wire.TeamMember.from_model(member, site, include, employees.get(member.id)) for member in found]


def _included(found: list[TeamMember], include: frozenset[str], employees: Employees) -> list[Included]:
    positions = (wire.StaffPosition.of(member) for member in found) if "position" in include else ()
    resources: list[Resource] = [position for position in positions if position is not None]
    return included([*resources, *employees.values()])
