"""Services as they are chosen for appointments, for other areas."""

from collections.abc import Sequence

from parlour.access.tenant import Tenant
from parlour.areas.services.model.attendance import AttendanceService, AttendanceServiceFilter
from parlour.areas.services.queries.attendance import list_attendance_services
from parlour.db.pool import Connection
from parlour.page_requests import PageRequest


async def list_provided(
    conn: Connection, tenant: Tenant, team_member_id: int, service_ids: Sequence[int]
) -> list[AttendanceService]:
    """List some services as a team member provides them, without those that the member doesn't."""
    wanted = AttendanceServiceFilter(team_member_id=team_member_id, service_ids=[*service_ids])
    return await list_attendance_services(conn, tenant, wanted, PageRequest(None, len(service_ids)))
