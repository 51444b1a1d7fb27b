"""The history of a client: visits with their appointments, and products that the client bought."""

from collections.abc import Iterator, Sequence

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.client_visits import History, HistoryFilter, SoldLine, VisitDay, page_of
from parlour.areas.appointments.model.people import MemberOfAppointment
from parlour.areas.appointments.queries import client_visits as queries
from parlour.areas.appointments.queries.reading import list_members
from parlour.areas.inventory.service.appointments import used_by_appointment
from parlour.areas.payments.service import payments_by_appointment
from parlour.db.pool import Connection


async def read_history(conn: Connection, tenant: Tenant, client_id: int, wanted: HistoryFilter) -> History:
    """Return a page of the history. Products are left out for users who don't see the stock's movements."""
    visits = await queries.list_visit_days(conn, tenant, client_id)
    sees_sales = Permission.STOCK_VIEW in tenant.permissions
    sold = await queries.list_sold(conn, tenant, client_id) if sees_sales else []
    page = page_of([*_with_sales(visits, sold)], wanted)
    shown = {(each.visit_id, each.document_id) for each in page.visits}
    visit_ids = [visit_id for visit_id, _ in shown if visit_id]
    appointments = await queries.list_of_visits(conn, tenant, visit_ids) if visit_ids else []
    ids = [each.id for each in appointments]
    payments = await payments_by_appointment(conn, tenant, ids)
    return History(
        page,
        appointments,
        [line for line in sold if _place(line) in shown],
        [payment for of_one in payments.values() for payment in of_one],
        await used_by_appointment(conn, tenant, ids) if ids else {},
    )


def _place(line: SoldLine) -> tuple[int, int]:
    """Return visit and document of the part of the history that a sale belongs to."""
    return (line.visit_id, 0) if line.visit_id else (0, line.document_id)


def _with_sales(visits: Sequence[VisitDay], sold: Sequence[SoldLine]) -> Iterator[VisitDay]:
    """Yield visits with what was sold during them, then sales without a visit."""
    by_place: dict[tuple[int, int], list[SoldLine]] = {}
    for line in sold:
        by_place.setdefault(_place(line), []).append(line)
    for visit in visits:
        by_place.pop((visit.visit_id, 0), None)
        yield visit
    for (visit_id, document_id), lines in by_place.items():
        if not visit_id:
            yield VisitDay(lines[0].day, 0, document_id, None, sum((line.cost for line in lines[1:]), lines[0].cost))


async def list_members_of(conn: Connection, tenant: Tenant, history: History) -> list[MemberOfAppointment]:
    """List the team members whom a history shows."""
    ids = {each.team_member_id for each in history.appointments} | {line.team_member_id for line in history.sold} - {0}
    return await list_members(conn, tenant, ids) if ids else []
