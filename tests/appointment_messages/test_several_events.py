"""What holds for several events that move at once, and for several that are deleted."""

from collections.abc import Awaitable, Callable, Sequence

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.appointment_messages.service.delivery import AppointmentMessages
from parlour.db.pool import Connection, Pool
from tests.appointment_messages.courses import OTHERS_CANCELLED, OTHERS_CHANGED, Course, book, delete, move, said
from tests.appointment_messages.delivering import deliver_all
from tests.support.factories.clients import make_client
from tests.support.notified import EMAIL, entered
from tests.support.smtp import MailServer

Do = Callable[[Connection, Tenant, Sequence[int]], Awaitable[None]]


@pytest.mark.parametrize(("do", "others"), [(move, OTHERS_CHANGED), (delete, OTHERS_CANCELLED)])
async def test_who_is_booked_into_one_of_the_events_gets_the_usual_message(
    pool: Pool, conn: Connection, tenant: Tenant, course: Course, mail: MailServer, email: AppointmentMessages,
    do: Do, others: str,
) -> None:  # fmt: skip
    noor = await make_client(conn, tenant, "Noor", email="noor@example.com")
    for _ in range(2):  # two bookings of one date
        await book(conn, tenant, course.events[1], noor, attendance="confirmed")
    await conn.execute("DELETE FROM outbox")
    await do(conn, tenant, course.events[1:3])
    await deliver_all(pool, email)
    found = dict(zip([recipient for recipient, _ in mail.received], said(mail), strict=True))
    assert found[EMAIL][1] == f"{others}1"
    assert found["noor@example.com"][1] == ""
    assert len(mail.received) == 2


@pytest.mark.parametrize(("do", "occasion"), [(move, "changed"), (delete, "cancelled")])
async def test_a_client_who_refuses_messages_gets_none(
    pool: Pool, conn: Connection, tenant: Tenant, course: Course, mail: MailServer, email: AppointmentMessages,
    do: Do, occasion: str,
) -> None:  # fmt: skip
    await conn.execute(
        "INSERT INTO message_refusals (chain_id, location_id, client_id, channel, refuses_all)"
        " VALUES ($1, $2, $3, 'email', true)", tenant.chain_id, tenant.location_id, course.maya,
    )  # fmt: skip
    await do(conn, tenant, course.events)
    await deliver_all(pool, email)
    assert mail.received == []
    assert (await entered(conn))[-4:] == [f"{occasion} email refused"] * 4
