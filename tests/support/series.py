"""A class that is repeated: what tests of schedules of events share."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import httpx
import msgspec

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.events import make_event
from tests.support.factories.schedules import BOOKABLE_MONDAY, set_hours
from tests.support.people import HARBOUR
from tests.support.studio import Studio, open_studio

SCHEDULES = f"/company/{HARBOUR}/schedules"
WEEKS = [BOOKABLE_MONDAY + timedelta(weeks=number) for number in range(6)]
"""Mondays."""


class Course(msgspec.Struct, frozen=True):
    """A class of Ana's on a Monday ahead from 10 to 11, who works on six Mondays and Tuesdays, as Ben does."""

    studio: Studio
    event: int

    def series(self, day: str = "mon", time: str = "10:00:00", **fields: Any) -> dict[str, Any]:
        needed = {"events_master_id": self.studio.ana, "events_duration": 3600, "events_capacity": 5}
        return {"day_of_week": day, "events_time": time, **needed, **fields}

    def schedule(self, *series: dict[str, Any], weeks: int = 4, **fields: Any) -> dict[str, Any]:
        """Return the body of a request for a schedule that ends on the last of so many Mondays."""
        needed = {"original_entity_type": "activity", "original_entity_id": self.event}
        more = {"add_clients_from_original_entity": False, "days": series or [self.series()]}
        return {**needed, "date_end": WEEKS[weeks - 1].isoformat(), **more, **fields}


async def open_course(conn: Connection, tenant: Tenant) -> Course:
    studio = await open_studio(conn, tenant)
    days = [day + timedelta(days=number) for day in WEEKS for number in (0, 1)]
    for member_id in (studio.ana, studio.ben):
        await set_hours(conn, tenant, member_id, days)
    event = await make_event(conn, tenant, studio.ana, studio.yoga, f"{BOOKABLE_MONDAY} 10:00", comment="Slow pace")
    return Course(studio, event)


def data_of(response: httpx.Response, status: int = 200) -> dict[str, Any]:
    assert response.status_code == status, response.text
    data: dict[str, Any] = response.json()["data"]
    return data


async def started(client: Client, body: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Create a schedule, and return it and its series."""
    data = data_of(await client.post(f"{SCHEDULES}?include=days", body), 201)
    return data, data["days"]


async def events_of(client: Client, series: dict[str, Any]) -> list[dict[str, Any]]:
    """List the events of a series as they are answered."""
    answer = await client.get(f"{SCHEDULES}/{series['timetable_event_schedule_id']}/days/{series['id']}/events")
    assert answer.status_code == 200, answer.text
    assert answer.json()["meta"] == {"count": len(answer.json()["data"])}
    found: list[dict[str, Any]] = answer.json()["data"]
    return found


def starts(events: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    """When events begin, with what became of each."""
    return [(each["entity_datetime"], each["event_status"]) for each in events]


def on(days: Sequence[date], time: str = "10:00:00", status: str = "stable") -> list[tuple[str, str]]:
    return [(f"{day} {time}", status) for day in days]
