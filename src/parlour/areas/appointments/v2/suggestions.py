"""Services to suggest for a new appointment (tag Services of API v2)."""

from collections.abc import Sequence

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.appointments import refusals
from parlour.areas.appointments.model.suggestions import Suggestion
from parlour.areas.appointments.service import suggesting
from parlour.areas.appointments.service.reading import get_appointment
from parlour.areas.appointments.v2.showing import shown
from parlour.areas.appointments.v2.wire import suggestions as wire
from parlour.areas.appointments.v2.wire.appointments import AppointmentResource
from parlour.areas.clients import refusals as client_refusals
from parlour.areas.services import refusals as service_refusals
from parlour.areas.services.service.attendance import list_provided
from parlour.areas.services.v2.wire.attendance import AttendanceService
from parlour.db.pool import Connection
from parlour.http.apis import B2B_V2
from parlour.http.context import Reading
from parlour.http.operations import Operations

operations = Operations(B2B_V2, "Services")
NO_RELATIONS: frozenset[str] = frozenset()


@operations.get(
    "/api/v2/locations/{location_id}/attendance_service_suggestions",
    "list_attendance_service_suggestions",
    Permission.TIMETABLE_VIEW,
    refuses=(
        refusals.NO_RIGHT_TO_PART.showing("record_form_client_access"),
        service_refusals.NO_MEMBER_OF_FILTER,
        client_refusals.NO_CLIENT_OF_QUERY,
    ),
    includes={"attendance_service": AttendanceService, "record": AppointmentResource},
)
async def list_attendance_service_suggestions(ctx: Reading, query: wire.SuggestionList) -> wire.SuggestionAnswer:
    """Suggest services for an appointment

    Services that the team member provides: first those of the client's last visit, then what the client had most
    often in the last 90 days, then what the member did most often, five of each at most. Each once, with the best
    reason. The client needs the right to see clients of appointments.
    """
    found = await suggesting.suggest(ctx.conn, ctx.tenant, query.staff_id, query.client_id)
    include = frozenset(query.include or ())
    provided = await _provided(ctx.conn, ctx.tenant, query.staff_id, found) if "attendance_service" in include else {}
    records = await _records(ctx, found) if "record" in include else {}
    return wire.answer(found, include, provided, records)


async def _provided(
    conn: Connection, tenant: Tenant, member_id: int, found: Sequence[Suggestion]
) -> dict[int, AttendanceService]:
    rows = await list_provided(conn, tenant, member_id, [each.service_id for each in found]) if found else []
    return {row.service_id: AttendanceService.from_model(row, tenant) for row in rows}


async def _records(ctx: Reading, found: Sequence[Suggestion]) -> dict[int, AppointmentResource]:
    """Return the appointment of the last visit, of which there is one at most."""
    appointment_id = next((each.appointment_id for each in found if each.appointment_id), None)
    if appointment_id is None:
        return {}
    rows, _ = await shown(ctx.conn, ctx, [await get_appointment(ctx.conn, ctx.tenant, appointment_id)], NO_RELATIONS)
    return {appointment_id: rows[0]}
