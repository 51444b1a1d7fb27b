"""Changing the personal data of team members."""

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.patches import patched
from parlour.areas.team.model.employees import NO_DATA, Employee, EmployeePatch
from parlour.areas.team.queries import employees
from parlour.db.pool import Connection


async def change_employee(conn: Connection, tenant: Tenant, member_id: int, patch: EmployeePatch) -> Employee:
    """Apply a patch to the personal data of a team member who is locked or new, and return all of it.

    Raise `Forbidden` without the right to change team members.
    """
    tenant.require(Permission.TEAM_EDIT)
    known = await employees.list_employees(conn, tenant, [member_id])
    await employees.set_employee(conn, tenant, member_id, patched(known[0] if known else NO_DATA, patch))
    (changed,) = await employees.list_employees(conn, tenant, [member_id])
    return changed
