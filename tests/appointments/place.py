"""A location of a chain of its own, with two of everything, for code that can't wait by itself."""

import asyncio
import json
from collections.abc import Awaitable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, LiteralString, TypeVar

import httpx

from parlour.access.identity import Identity
from parlour.access.tenant import Tenant, get_tenant
from parlour.areas.appointments.wire import NUMBERS
from parlour.areas.locations.model import LocationFields
from parlour.areas.locations.service.provisioning import create_location
from parlour.db.pool import Connection
from tests.appointments.model import ZONE, Booked
from tests.support.books import differences
from tests.support.factories.clients import make_client
from tests.support.factories.resources import make_resource
from tests.support.factories.rows import insert
from tests.support.factories.services import assign, make_service
from tests.support.factories.team import make_team_member
from tests.support.people import OWNER

T = TypeVar("T")
BUSY: LiteralString = "SELECT team_member_id, day, busy FROM schedule_days WHERE chain_id = $1 AND busy <> '{}'"
OCCUPIED: LiteralString = "SELECT day, instance_ids, busy FROM resource_days WHERE chain_id = $1 AND busy <> '{}'"
VISITS: LiteralString = """
    SELECT id, attendance FROM visits v WHERE chain_id = $1 AND EXISTS (
        SELECT FROM appointments a WHERE a.chain_id = $1 AND a.visit_id = v.id AND a.deleted_at IS NULL)
"""
FIGURES: LiteralString = "SELECT visit_count, sold_amount FROM clients WHERE chain_id = $1 AND id = $2"
"""What is read of one client."""


class Place:
    """The owner's view of one location in Berlin."""

    utc = UTC

    def __init__(self, loop: asyncio.AbstractEventLoop, http: httpx.AsyncClient, conn: Connection) -> None:
        self._loop, self._http, self.conn = loop, http, conn
        self.tenant = self.wait(self._found())
        self.wait(self._furnish())

    def wait(self, work: Awaitable[T]) -> T:
        return self._loop.run_until_complete(_as_coroutine(work))

    def send(self, method: str, path: str, body: Any = None, **query: Any) -> httpx.Response:
        return self.wait(self._http.request(method, f"/api/v1{path}", json=body, headers=OWNER.headers, params=query))

    def at(self, path: str) -> str:
        """The address of something in this location."""
        return f"{path}/{self.tenant.location_id}"

    def set_hours(self, member: int, day: date, minutes: tuple[int, ...]) -> None:
        slots = [
            {"from": f"{start // 60:02}:{start % 60:02}", "to": f"{end // 60:02}:{end % 60:02}"}
            for start, end in zip(minutes[::2], minutes[1::2], strict=True)
        ]
        path = f"{self.at('/schedule')}/{member}/{day}/{day}"
        body = [{"date": str(day), "is_working": int(bool(slots)), "slots": slots}]
        assert self.send("PUT", path, body).status_code == 201

    def body_of(self, booked: Booked) -> dict[str, Any]:
        return {
            "staff_id": booked.member,
            "datetime": booked.starts_at.isoformat(),
            "seance_length": booked.minutes * 60,
            "services": [*booked.services],
            "client": {} if booked.client is None else {"id": booked.client},
            "attendance": booked.attendance,
        }

    def listed(self) -> list[Booked]:
        response = self.send("GET", self.at("/records"), count=1000)
        assert response.status_code == 200, response.text
        body = json.loads(response.text)
        assert body["meta"]["total_count"] == len(body["data"])
        return [
            Booked(
                id=row["id"],
                member=row["staff_id"],
                starts_at=datetime.fromisoformat(row["datetime"]).astimezone(UTC),
                minutes=row["seance_length"] // 60,
                services=tuple(service["id"] for service in row["services"]),
                client=row["client"] and row["client"]["id"],
                attendance=row["attendance"],
                visit=row["visit_id"],
                rooms=tuple(row["resource_instance_ids"]),
            )
            for row in body["data"]
        ]

    def busy(self) -> dict[tuple[int, date], list[int]]:
        rows = self.wait(self.conn.fetch(BUSY, self.tenant.chain_id))
        return {(row["team_member_id"], row["day"]): row["busy"] for row in rows}

    def occupied(self) -> dict[tuple[int, date], list[int]]:
        """The busy minutes of each room."""
        found: dict[tuple[int, date], list[int]] = {}
        for row in self.wait(self.conn.fetch(OCCUPIED, self.tenant.chain_id)):
            pairs = zip(row["busy"][::2], row["busy"][1::2], strict=True)
            for room, pair in zip(row["instance_ids"], pairs, strict=True):
                found.setdefault((room, row["day"]), []).extend(pair)
        return found

    def visits(self) -> dict[int, int]:
        """The attendance of visits that have appointments."""
        numbers = {attendance.value: number for attendance, number in NUMBERS.items()}
        return {
            row["id"]: numbers[row["attendance"]] for row in self.wait(self.conn.fetch(VISITS, self.tenant.chain_id))
        }

    def figures(self, client: int) -> tuple[int, Decimal]:
        row = self.wait(self.conn.fetchrow(FIGURES, self.tenant.chain_id, client))
        assert row is not None
        return row["visit_count"], Decimal(row["sold_amount"])

    def differences(self) -> list[object]:
        return self.wait(differences(self.conn, self.tenant.chain_id))

    async def _found(self) -> Tenant:
        """A location, in a chain of its own so that nothing else is in its books."""
        fields = LocationFields(title="Diary", country_code="DE", timezone=str(ZONE), currency="EUR", locale="de_DE")
        founded = await create_location(self.conn, None, fields, owner_id=OWNER.id)
        assert founded is not None
        return await get_tenant(self.conn, Identity(1, OWNER.id, OWNER.id), founded.id)

    async def _furnish(self) -> None:
        """Two members who provide both services; the second service needs a room."""
        conn, tenant = self.conn, self.tenant
        self.members = [await make_team_member(conn, tenant, name) for name in ("Ana", "Ben")]
        self.services = [
            await make_service(conn, tenant, title, price_min=price, price_max=price)
            for title, price in (("Haircut", 50), ("Massage", 80))
        ]
        for member in self.members:
            for service in self.services:
                await assign(conn, tenant, service, member)
        room = await make_resource(conn, tenant, "Room", "Left", "Right")
        await insert(conn, "service_resources", tenant, service_id=self.services[1], resource_id=room.id)
        self.rooms = tuple(instance.id for instance in room.instances)
        self.room_services = frozenset([self.services[1]])
        self.prices = {self.services[0]: Decimal(50), self.services[1]: Decimal(80)}
        self.clients = [await make_client(conn, tenant, name) for name in ("Maya", "Noa")]


async def _as_coroutine(work: Awaitable[T]) -> T:
    return await work
