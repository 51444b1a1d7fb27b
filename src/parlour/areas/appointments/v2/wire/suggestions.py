"""Suggestions of services on the v2 wire."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.appointments.model.suggestions import Reason, Suggestion
from parlour.areas.appointments.v2.wire.appointments import AppointmentResource
from parlour.areas.services.v2.wire.attendance import AttendanceService
from parlour.http.fields import Id
from parlour.http.query import Query, parameter
from parlour.http.v2_envelope import Included, ToOne, example_of_one, included, resource_type, to_one
from parlour.http.wire import says

SuggestionType = Literal["last_client_visit_attendance_service", "client_popular_service", "master_popular_service"]
TYPES: dict[Reason, SuggestionType] = {
    Reason.LAST_VISIT: "last_client_visit_attendance_service",
    Reason.OF_CLIENT: "client_popular_service",
    Reason.OF_MEMBER: "master_popular_service",
}


class SuggestionList(Query, frozen=True, kw_only=True):
    """For whom services are suggested, and with what they are shown."""

    staff_id: Annotated[Id, parameter("The team member.", 9)]
    client_id: Annotated[Id | None, parameter("The client, whose visits count then, too.", 812)] = None
    include: Annotated[
        list[Literal["attendance_service", "record"]] | None,
        parameter("The related resources to include.", ["attendance_service", "record"]),
    ] = None


class SuggestionAttributes(msgspec.Struct, frozen=True):
    """What is suggested, and why."""

    service_id: Annotated[int, says("The service.", 5)]
    suggestion_type: Annotated[
        SuggestionType,
        says(
            "The client had it at the last visit, has it often, or the member does it often.", "master_popular_service"
        ),
    ]
    record_id: Annotated[int | None, says("The appointment of the last visit; null for other reasons.", None)]


class SuggestionRelationships(msgspec.Struct, frozen=True, kw_only=True):
    """What a suggestion refers to, as far as `include` names it."""

    attendance_service: Annotated[ToOne, example_of_one("attendance_service", "1_5_9_0")] | UnsetType = UNSET
    record: Annotated[ToOne, example_of_one("record", "4001")] | UnsetType = UNSET


class AttendanceServiceSuggestion(msgspec.Struct, frozen=True):
    """A service to suggest."""

    type: Annotated[Literal["attendance_service_suggestion"], resource_type("attendance_service_suggestion")]
    id: Annotated[str, says("The service, as a text.", "5")]
    attributes: SuggestionAttributes
    relationships: SuggestionRelationships | UnsetType = UNSET


class SuggestionAnswer(msgspec.Struct, frozen=True):
    """Services to suggest, the best first."""

    data: list[AttendanceServiceSuggestion]
    included: list[Included] | UnsetType = UNSET


def answer(
    found: Sequence[Suggestion],
    include: AbstractSet[str],
    provided: Mapping[int, AttendanceService],
    records: Mapping[int, AppointmentResource],
) -> SuggestionAnswer:
    """Return suggestions with what `include` names: services by their ids, appointments by theirs."""
    rows = [_row(each, include, provided.get(each.service_id), records.get(each.appointment_id or 0)) for each in found]
    return SuggestionAnswer(rows, included([*provided.values(), *records.values()]) if include else UNSET)


def _row(
    suggestion: Suggestion,
    include: AbstractSet[str],
    service: AttendanceService | None,
    record: AppointmentResource | None,
) -> AttendanceServiceSuggestion:
    relationships: SuggestionRelationships | UnsetType = UNSET
    if include:
        relationships = SuggestionRelationships(
            attendance_service=to_one(service) if "attendance_service" in include else UNSET,
            record=to_one(record) if "record" in include else UNSET,
        )
    attributes = SuggestionAttributes(suggestion.service_id, TYPES[suggestion.reason], suggestion.appointment_id)
    return AttendanceServiceSuggestion(
        "attendance_service_suggestion", str(suggestion.service_id), attributes, relationships
    )
