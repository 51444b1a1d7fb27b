"""Services as they are chosen for appointments (tag Services of API v2)."""

from parlour.access.permissions import Permission
from parlour.areas.services import refusals
from parlour.areas.services import wire as fields
from parlour.areas.services.model.services import ServiceFilter
from parlour.areas.services.queries.attendance import AttendanceSortKey, list_attendance_services, sort_key_of
from parlour.areas.services.service import services as service
from parlour.areas.services.service.filters import require
from parlour.areas.services.v2 import lists
from parlour.areas.services.v2.wire.attendance import AttendanceService, AttendanceServicePage, CompositeParts
from parlour.http.apis import B2B_V2
from parlour.http.context import Reading
from parlour.http.operations import Operations
from parlour.http.pages import Pages
from parlour.http.v2_envelope import PageMeta, Pagination

operations = Operations(B2B_V2, "Services")


@operations.get(
    "/api/v2/locations/{location_id}/attendance_services",
    "list_attendance_services",
    Permission.TIMETABLE_VIEW,
    refuses=(refusals.NO_MEMBER_OF_FILTER, refusals.NO_CATEGORY_OF_FILTER),
)
async def get_attendance_services(
    ctx: Reading, query: lists.AttendanceServiceList, pages: Pages
) -> AttendanceServicePage:
    """List services for appointments

    A row for each service and team member who provides it, with the member's length and prices, and one for a service
    that no member provides: the highest weight first, then by title. Unknown ids of services are ignored.
    """
    wanted = query.to_filter()
    named = ServiceFilter(team_member_id=wanted.team_member_id, category_id=wanted.category_id)
    await require(ctx.conn, ctx.tenant, named)
    page = pages.rows(AttendanceSortKey)
    is_there = query.is_composite != 1
    found = await list_attendance_services(ctx.conn, ctx.tenant, wanted, page) if is_there else []
    rows = [AttendanceService.from_model(row, ctx.tenant) for row in pages.cut(found, sort_key_of)]
    pagination = Pagination(pages.number, pages.passed, pages.limit)
    return AttendanceServicePage(rows, PageMeta(pagination, pages.next_cursor))


@operations.get(
    "/api/v2/locations/{location_id}/composite_services/{service_id}/attendance_services",
    "list_composite_service_attendance_services",
    Permission.TIMETABLE_VIEW,
)
async def list_parts(ctx: Reading, service_id: fields.ServiceInPath) -> CompositeParts:
    """List the parts of a composite service

    Always empty: no service consists of others.
    """
    await service.get_service(ctx.conn, ctx.tenant, service_id)
    return CompositeParts([])
