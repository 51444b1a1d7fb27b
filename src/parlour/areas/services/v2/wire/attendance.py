"""Services as they are chosen for appointments, on the v2 wire."""

from decimal import Decimal
from typing import Annotated, Literal

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.services import wire as meaning
from parlour.areas.services.model import attendance as model
from parlour.http.v2_envelope import PageMeta, resource_type
from parlour.http.wire import always, says

NO_COMPOSITE = 0


class AttendanceServiceAttributes(msgspec.Struct, frozen=True):
    """What is known of a service that a member provides."""

    company_id: Annotated[int, says("The location.", 1)]
    service_id: Annotated[int, meaning.SERVICE_ID]
    category_id: Annotated[int, meaning.CATEGORY]
    is_composite: Annotated[bool, always(False, "Always false: no service consists of others.")]
    composite_service_id: Annotated[int, always(NO_COMPOSITE, "Always 0.")]
    salon_service_id: Annotated[int, says("The service again.", 5)]
    composite_position: Annotated[int | None, always(None, "Always null.")]
    staff_id: Annotated[int, says("The team member; 0 if no member provides it.", 9)]
    title: Annotated[str, meaning.TITLE]
    length: Annotated[int, says("The same as `duration`.", 3600)]
    duration: Annotated[int, says("How long it takes the member, in seconds.", 3600)]
    price_min: Annotated[Decimal, says("The lowest price of the member, otherwise of the service.", 35)]
    price_max: Annotated[Decimal, says("The highest price of the member, otherwise of the service.", 45)]
    technical_break_duration: Annotated[int, says("The break after it, in seconds.", 300)]


class AttendanceService(msgspec.Struct, frozen=True):
    """A service as a team member provides it."""

    type: Annotated[Literal["attendance_service"], resource_type("attendance_service")]
    id: Annotated[str, says("Location, service, member and 0, with underscores between.", "1_5_9_0")]
    attributes: AttendanceServiceAttributes

    @classmethod
    def from_model(cls, row: model.AttendanceService, tenant: Tenant) -> "AttendanceService":
        member_id = row.team_member_id or 0
        attributes = AttendanceServiceAttributes(
            company_id=tenant.location_id,
            service_id=row.service_id,
            category_id=row.category_id or 0,
            is_composite=False,
            composite_service_id=NO_COMPOSITE,
            salon_service_id=row.service_id,
            composite_position=None,
            staff_id=member_id,
            title=row.title,
            length=row.duration,
            duration=row.duration,
            price_min=row.price_min,
            price_max=row.price_max,
            technical_break_duration=row.technical_break,
        )
        return cls("attendance_service", id_of(tenant.location_id, row.service_id, member_id), attributes)


class AttendanceServicePage(msgspec.Struct, frozen=True):
    """A page of a list."""

    data: list[AttendanceService]
    meta: PageMeta


class CompositeParts(msgspec.Struct, frozen=True):
    """The services that a composite one consists of."""

    data: list[AttendanceService]


def id_of(location_id: int, service_id: int, member_id: int) -> str:
    """Return the id of the resource."""
    return f"{location_id}_{service_id}_{member_id}_{NO_COMPOSITE}"
