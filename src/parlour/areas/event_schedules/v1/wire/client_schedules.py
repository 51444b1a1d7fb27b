"""Clients who are booked into all events of series, on the v1 wire."""

from collections.abc import Sequence
from itertools import groupby
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.event_schedules.model.client_schedules import BookedOccurrence, ClientSchedule
from parlour.areas.event_schedules.model.schedules import MOST_SERIES, Schedule
from parlour.areas.event_schedules.model.shown import Shown
from parlour.areas.event_schedules.v1.wire.events import ScheduleEvent, Status
from parlour.areas.event_schedules.v1.wire.schedules import ScheduleDay, Viewer
from parlour.http.fields import Id, IdOrZero
from parlour.http.path_parts import PathPart
from parlour.http.wire import always, says

ClientScheduleInPath = Annotated[int, PathPart("Client schedule", "The client schedule.", 97)]
FAULT_NAMES = {"series_ids": "schedule_days_ids", "last_day": "schedule_days_ids"}
"""The fields of the models, as these bodies call them."""
SERIES = says("The series into whose events the client is booked.", [95])
NO_PARTS: frozenset[str] = frozenset()

SeriesIds = Annotated[list[Id], Meta(min_length=1, max_length=MOST_SERIES)]


class ClientScheduleForm(msgspec.Struct):
    """A client to book into all events ahead of series."""

    client_id: Annotated[Id, says("The client.", 812)]
    schedule_days_ids: Annotated[SeriesIds, SERIES]
    comer_id: Annotated[IdOrZero | UnsetType, says("Without effect.", 0)] = UNSET


class ClientScheduleChanges(msgspec.Struct):
    """Changes to a client schedule."""

    schedule_days_ids: Annotated[SeriesIds, SERIES]


class ClientScheduleRow(msgspec.Struct, frozen=True):
    """A client who is booked into all events of series."""

    id: Annotated[int, says("The client schedule.", 97)]
    loyalty_abonement_id: Annotated[int | None, always(None, "Always null: there are no memberships yet.")]
    final_day: Annotated[str, says("When the schedule ends, in the location's time.", "2026-03-02 23:59:59")]
    days: Annotated[
        list[ScheduleDay],
        Meta(description="The series, by their day and time, with the bookings of the client as their events."),
    ]

    @classmethod
    def of(
        cls,
        row: ClientSchedule,
        schedule: Schedule,
        shown: Shown,
        booked: Sequence[BookedOccurrence],
        viewer: Viewer,
    ) -> "ClientScheduleRow":
        by_series = {key: [*found] for key, found in groupby(sorted(booked, key=_series_of), key=_series_of)}
        days = [
            msgspec.structs.replace(
                ScheduleDay.of(series, shown, viewer),
                events=[
                    _booking(each, ScheduleEvent.of(each, series, shown.named, viewer.timezone, viewer.site))
                    for each in by_series.get(series.id, ())
                ],
            )
            for series in shown.series
        ]
        return cls(row.id, None, f"{schedule.last_day} 23:59:59", days)


def _booking(booked: BookedOccurrence, event: ScheduleEvent) -> ScheduleEvent:
    """Return the event of a series as the booking of a client."""
    kind: Literal["record"] = "record"
    return msgspec.structs.replace(
        event,
        id=booked.booked_id,
        event_status=_status(booked),
        event_entity_type=kind,
        event_entity_id=booked.appointment_id,
    )


def _status(booked: BookedOccurrence) -> Status:
    if booked.appointment_id is None:
        return "entity_failed"
    return "entity_deleted" if booked.is_cancelled else "stable"


def _series_of(booked: BookedOccurrence) -> int:
    return booked.series_id
