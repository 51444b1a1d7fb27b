"""The first visit of a client, on the v2 wire."""

from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import msgspec

from parlour.areas.clients.model.attendances import FirstVisit
from parlour.http.dates import format_local
from parlour.http.v2_envelope import resource_type
from parlour.http.wire import says


class VisitAttributes(msgspec.Struct, frozen=True):
    """What is known of a visit."""

    datetime: Annotated[str, says("When it began, in the location's time.", "2024-05-06 10:00:00")]


class Visit(msgspec.Struct, frozen=True):
    """A visit of a client."""

    type: Annotated[Literal["visit"], resource_type("visit")]
    id: Annotated[str, says("The visit, as a text.", "3001")]
    attributes: VisitAttributes

    @classmethod
    def from_model(cls, visit: FirstVisit, zone: ZoneInfo) -> "Visit":
        return cls("visit", str(visit.id), VisitAttributes(format_local(visit.starts_at, zone)))
