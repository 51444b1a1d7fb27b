"""How many statements booking takes: each is a round trip."""

from datetime import UTC, datetime
from typing import Any, LiteralString

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.changes import AppointmentPatch, GivenLine, NewAppointment
from parlour.areas.appointments.service.booking import create_appointment, delete_appointment, update_appointment
from parlour.areas.appointments.service.reading import get_appointment, read_related
from parlour.areas.clients.model.clients import GivenClient
from parlour.db.pool import Connection
from tests.support.factories.clients import make_client
from tests.support.salon import Salon, open_salon

AT_TWO = datetime(2026, 2, 2, 19, tzinfo=UTC)


class Counted:
    """A connection that counts what is sent on it."""

    def __init__(self, conn: Connection) -> None:
        self._conn, self._count = conn, 0

    def __getattr__(self, name: str) -> Any:
        self._count += name in ("execute", "fetch", "fetchrow", "fetchval")
        return getattr(self._conn, name)

    def taken(self) -> int:
        """Return how many statements there were since the last time."""
        self._count, count = 0, self._count
        return count


@pytest.fixture
async def salon(conn: Connection, tenant: Tenant) -> Salon:
    return await open_salon(conn, tenant)


async def test_booking_takes_few_statements(conn: Connection, tenant: Tenant, salon: Salon) -> None:
    lines = [GivenLine(salon.haircut), GivenLine(salon.colouring)]
    alone = AppointmentPatch(lines=lines)
    for_client = AppointmentPatch(lines=lines, client=GivenClient(id=await make_client(conn, tenant)))
    counted: Any = Counted(conn)

    async with conn.transaction():
        made = await create_appointment(counted, tenant, NewAppointment(salon.ana, AT_TWO, alone), is_forced=False)
        assert counted.taken() == 6
        later = NewAppointment(salon.ana, AT_TWO.replace(hour=21), for_client)
        await create_appointment(counted, tenant, later, is_forced=False)
        assert counted.taken() == 8
        await read_related(counted, tenant, [await get_appointment(counted, tenant, made)])
        assert counted.taken() == 4
        moved = AppointmentPatch(starts_at=AT_TWO.replace(hour=17))
        await update_appointment(counted, tenant, made, moved, is_forced=False)
        assert counted.taken() == 7
        await update_appointment(counted, tenant, made, AppointmentPatch(comment="Note"), is_forced=False)
        assert counted.taken() == 6
        await delete_appointment(counted, tenant, made)
        assert counted.taken() == 3


COUNT_WRITTEN: LiteralString = """
    SELECT n_tup_ins AS inserted, n_tup_upd AS updated FROM pg_stat_xact_user_tables
    WHERE relname = 'appointment_figures'
"""


async def test_what_follows_from_a_new_appointment_is_written_once(
    conn: Connection, tenant: Tenant, salon: Salon
) -> None:
    client_id = await make_client(conn, tenant)
    given = AppointmentPatch(lines=[GivenLine(salon.haircut)], client=GivenClient(id=client_id))
    async with conn.transaction():
        before = await conn.fetchrow(COUNT_WRITTEN) or {"inserted": 0, "updated": 0}
        await create_appointment(conn, tenant, NewAppointment(salon.ana, AT_TWO, given), is_forced=False)
        after = await conn.fetchrow(COUNT_WRITTEN)
    assert after is not None
    assert (after["inserted"] - before["inserted"], after["updated"] - before["updated"]) == (1, 0)
