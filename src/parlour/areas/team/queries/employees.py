"""Statements on the personal data of team members."""

from collections.abc import Sequence
from typing import Any, LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.team.model.employees import Employee, EmployeeFields
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

# The columns of `EmployeeFields`, and their values.
_COLUMNS: LiteralString = """
    phone, first_name, last_name, middle_name, hired_on, registered_until, citizenship, gender, identity_document,
    tax_number, insurance_number
"""
_VALUES: LiteralString = "$4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14"

LIST_EMPLOYEES: LiteralString = f"""
    SELECT {_COLUMNS}, team_member_id
    FROM employees WHERE chain_id = $1 AND location_id = $2 AND team_member_id = ANY ($3::bigint[])
"""


async def list_employees(conn: Connection, tenant: Tenant, member_ids: Sequence[int]) -> list[Employee]:
    """List the personal data of these team members, where there is any."""
    rows = await conn.fetch(LIST_EMPLOYEES, tenant.chain_id, tenant.location_id, member_ids)
    return to_structs(Employee, rows)


SET_EMPLOYEE: LiteralString = f"""
    INSERT INTO employees (chain_id, location_id, team_member_id, {_COLUMNS}) VALUES ($1, $2, $3, {_VALUES})
    ON CONFLICT (chain_id, team_member_id) DO UPDATE SET ({_COLUMNS}) = ROW ({_VALUES})
"""


async def set_employee(conn: Connection, tenant: Tenant, member_id: int, fields: EmployeeFields) -> None:
    """Write the personal data of a locked team member as given."""
    await conn.execute(SET_EMPLOYEE, tenant.chain_id, tenant.location_id, member_id, *_values_of(fields))


def _values_of(fields: EmployeeFields) -> list[Any]:
    return [getattr(fields, name) for name in EmployeeFields.__struct_fields__]
