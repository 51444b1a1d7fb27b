"""What the triggers of appointments enter, and for which rows: the columns, the exact moments, and what stays as it is.

Migration 0053: `plan_reminders`, `enter_messages`, `report_change_of_services`.
"""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from parlour.access.identity import Identity
from parlour.access.tenant import Tenant, get_tenant
from parlour.db.pool import Connection
from tests.support.factories.appointments import add_service
from tests.support.factories.clients import make_client
from tests.support.factories.rows import insert
from tests.support.factories.services import make_service
from tests.support.notified import book, change, entered, flagged_channels, make_visitor, waiting
from tests.support.people import HARBOUR, HILLSIDE, OWNER

ONLINE = {"source": "api"}
PAST = "2026-02-02 10:00"
MESSAGES = """
    SELECT m.*, to_jsonb(o) - 'created_at' AS entry FROM appointment_messages m
    LEFT JOIN outbox o ON o.payload ->> 'message_id' = m.id::text WHERE appointment_id = $1 ORDER BY m.id
"""


async def messages_of(conn: Connection, appointment_id: int) -> list[dict[str, Any]]:
    """Return the messages of an appointment with their entries of the outbox."""
    return [{**row, "entry": json.loads(row["entry"] or "null")} for row in await conn.fetch(MESSAGES, appointment_id)]


async def test_every_column_of_a_message_and_of_its_delivery(conn: Connection, tenant: Tenant) -> None:
    visitor = await make_visitor(conn, tenant)
    await book(conn, tenant, visitor)
    appointment = await book(conn, tenant, visitor, **ONLINE, link_hash="0" * 32, sms_reminder_hours=24)
    await change(conn, appointment, "duration = 7200")
    start = datetime(2036, 2, 4, 10, tzinfo=tenant.timezone)
    found = await messages_of(conn, appointment)
    assert [(each["occasion"], each["channel"], each["moment"]) for each in found] == [
        ("booked", "email", 1),
        ("reminder", "sms", int(start.timestamp())),
        ("changed", "email", 2),
    ]
    for each in found:
        is_reminder = each["occasion"] == "reminder"
        of = (each["chain_id"], each["location_id"], each["appointment_id"], each["starts_at"], each["drop_reason"])
        assert of == (tenant.chain_id, tenant.location_id, appointment, start, "")
        assert each["due_at"] == (start - timedelta(hours=24) if is_reminder else each["created_at"])
        entry = each["entry"]
        subject = f"reminder:{each['id']}" if is_reminder else f"appointment:{appointment}/email"
        assert (entry["kind"], entry["subject"]) == (
            f"appointment_{each['channel']}",
            f"chain:{tenant.chain_id}/{subject}",
        )
        assert (entry["chain_id"], entry["payload"]) == (
            tenant.chain_id,
            {"location_id": tenant.location_id, "message_id": each["id"]},
        )
        assert datetime.fromisoformat(entry["next_attempt_at"]) == each["due_at"]


REPORTED = """
    SELECT m.*, (SELECT count(*) FROM outbox o WHERE o.payload ->> 'message_id' = m.id::text) AS deliveries
    FROM appointment_messages m ORDER BY id
"""
ENTRIES = "SELECT kind, subject, payload, chain_id FROM outbox ORDER BY id"


async def test_every_column_and_the_order_of_what_is_reported_at_once(conn: Connection, tenant: Tenant) -> None:
    """Of the bookings of a client the first one by its start is the message, of two at the same time the older one."""
    visitor = await make_visitor(conn, tenant)
    clients = [visitor.client] + [
        await make_client(conn, tenant, "Ben", email="a@b.test", phone=f"12345678{number}") for number in range(2)
    ]
    hours = [(0, 12), (1, 10), (0, 10), (0, 10), (1, 12), (2, 9), (2, 8)]
    ids = [
        await book(
            conn, tenant, visitor, f"2036-02-04 {hour:02}:00", client_id=clients[client], link_hash=f"{place:032x}",
            notifies_by_sms=True, notifies_by_email=True,
        )
        for place, (client, hour) in enumerate(hours)
    ]  # fmt: skip
    elsewhere = await book(conn, tenant, visitor, **ONLINE, location_id=HILLSIDE, link_hash="f" * 32)
    await conn.execute("DELETE FROM appointment_messages; DELETE FROM outbox")
    for each in reversed(ids):  # as rows, they stand in another order than by their ids
        await conn.execute("UPDATE appointments SET revision = id + 10 WHERE id = $1", each)
    report = "SELECT report_bookings($1, $2, 'changed', $3)"
    for _ in range(2):  # the second time there is nothing new
        await conn.execute(report, tenant.chain_id, tenant.location_id, [*ids[:6], elsewhere])
    rows = await conn.fetch(REPORTED)
    messages = {(row["appointment_id"], row["channel"]): row["id"] for row in rows}
    # Which booking is a message or a part of which message, in this order.
    expected = [(5, None), (1, None), (2, None), (3, 2), (0, 2), (4, 1)]
    assert [(row["appointment_id"], row["channel"], row["part_of"]) for row in rows] == [
        (ids[place], channel, None if of is None else messages[ids[of], channel])
        for place, of in expected
        for channel in ("email", "sms")
    ]
    for row in rows:
        hour = hours[ids.index(row["appointment_id"])][1]
        assert row["starts_at"] == datetime(2036, 2, 4, hour, tzinfo=tenant.timezone)
        assert (row["moment"], row["due_at"]) == (row["appointment_id"] + 10, row["created_at"])
        assert (row["chain_id"], row["location_id"], row["occasion"]) == (
            tenant.chain_id,
            tenant.location_id,
            "changed",
        )
        assert row["deliveries"] == (row["part_of"] is None)
    for row, entry in zip(rows, await conn.fetch(ENTRIES), strict=False):
        payload = {"location_id": tenant.location_id, "message_id": row["id"]}
        subject = f"chain:{tenant.chain_id}/appointment:{row['appointment_id']}/{row['channel']}"
        assert (entry["kind"], entry["subject"]) == (f"appointment_{row['channel']}", subject)
        assert (json.loads(entry["payload"]), entry["chain_id"]) == (payload, tenant.chain_id)


async def test_a_booking_that_is_reported_already_is_no_part_of_a_later_message(
    conn: Connection, tenant: Tenant
) -> None:
    visitor = await make_visitor(conn, tenant)
    first, second = [
        await book(conn, tenant, visitor, f"2036-02-04 {hour}:00", **ONLINE, link_hash=f"{hour:032x}")
        for hour in (10, 12)
    ]
    await conn.execute("DELETE FROM appointment_messages")
    for ids in ([second], [first, second]):
        await conn.execute("SELECT report_bookings($1, $2, 'changed', $3)", tenant.chain_id, tenant.location_id, ids)
    found = await conn.fetch("SELECT appointment_id, part_of FROM appointment_messages ORDER BY id")
    assert [tuple(row) for row in found] == [(second, None), (first, None)]


async def test_only_what_is_deleted_is_reported_as_cancelled(conn: Connection, tenant: Tenant) -> None:
    visitor = await make_visitor(conn, tenant)
    there = await book(conn, tenant, visitor, **ONLINE)
    gone = await book(conn, tenant, visitor, **ONLINE, link_hash="0" * 32)
    await conn.execute("UPDATE appointments SET deleted_at = now() WHERE id = $1", gone)
    for revision, occasion, expected in ((8, "changed", there), (9, "cancelled", gone)):
        await conn.execute("DELETE FROM appointment_messages")
        await conn.execute("UPDATE appointments SET revision = $1", revision)
        report = "SELECT report_bookings($1, $2, $3, $4)"
        await conn.execute(report, tenant.chain_id, tenant.location_id, occasion, [there, gone])
        found = await conn.fetch("SELECT appointment_id FROM appointment_messages")
        assert [row["appointment_id"] for row in found] == [expected]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE appointments SET starts_at = starts_at + interval '1 hour', revision = 3 WHERE id = {first}",
        "UPDATE appointments SET deleted_at = now(), revision = 3 WHERE id = {first}",
        "UPDATE appointments SET sms_reminder_hours = 0 WHERE id = {first}",
        "UPDATE appointments SET client_id = NULL WHERE id = {first}",
        "UPDATE appointment_services SET service_id = {colouring} WHERE appointment_id = {first}",
        "DELETE FROM appointment_services WHERE appointment_id = {first}",
    ],
)
async def test_messages_of_another_appointment_stay(conn: Connection, tenant: Tenant, statement: str) -> None:
    """Maya has only a phone number; the other appointment is Ben's, who has an address."""
    visitor = await make_visitor(conn, tenant, email="")
    ben = await make_client(conn, tenant, "Ben", email="ben@example.com")
    ids = {"colouring": await make_service(conn, tenant, "Colouring")}
    for name, client in (("first", visitor.client), ("second", ben)):
        fields: dict[str, Any] = {"client_id": client, "sms_reminder_hours": 24, "email_reminder_hours": 3}
        ids[name] = await book(conn, tenant, visitor, **ONLINE, **fields, link_hash=f"{client:032x}")
        await change(conn, ids[name], "comment = 'Late'")
    before = [await messages_of(conn, ids[name]) for name in ("first", "second")]
    assert {(each["occasion"], each["channel"]) for each in before[0]} >= {("booked", "sms"), ("reminder", "sms")}
    assert [each["occasion"] for each in before[1] if each["channel"] == "email"] == ["booked", "reminder"]
    await conn.execute(statement.format(**ids))
    assert await messages_of(conn, ids["first"]) != before[0]
    assert await messages_of(conn, ids["second"]) == before[1]


async def test_settings_are_those_of_the_location(conn: Connection, tenant: Tenant) -> None:
    await conn.execute("UPDATE locations SET sends_sms_reminders = id = $1, sms_reminder_hours = id + 2", HARBOUR)
    for location, expected in ((HARBOUR, ["booked sms", "reminder sms"]), (HILLSIDE, ["reminder sms"])):
        there = await get_tenant(conn, Identity(1, OWNER.id, OWNER.id), location)
        appointment = await book(conn, there, await make_visitor(conn, there, email=""), **ONLINE)
        assert [f"{each['occasion']} {each['channel']}" for each in await messages_of(conn, appointment)] == expected
        hours = await conn.fetchval("SELECT sms_reminder_hours FROM appointments WHERE id = $1", appointment)
        assert hours == location + 2


@pytest.mark.parametrize(
    ("given", "hours"),
    [
        ({}, (4, 6)),
        ({"sms_reminder_hours": 1}, (1, 6)),
        ({"email_reminder_hours": 1}, (4, 1)),
        ({"sms_reminder_hours": 0, "email_reminder_hours": 1}, (0, 1)),
    ],
)
async def test_hours_that_nothing_says_are_the_locations(
    conn: Connection, tenant: Tenant, given: dict[str, Any], hours: tuple[int, int]
) -> None:
    await conn.execute("UPDATE locations SET sms_reminder_hours = 4, email_reminder_hours = 6")
    appointment = await book(conn, tenant, await make_visitor(conn, tenant), **given)
    found = await conn.fetchrow(
        "SELECT sms_reminder_hours, email_reminder_hours FROM appointments WHERE id = $1", appointment
    )
    assert tuple(found or ()) == hours


async def test_where_only_reminders_are_wanted(conn: Connection, tenant: Tenant) -> None:
    """So it is for those who are booked into many events at once."""
    visitor = await make_visitor(conn, tenant)
    async with conn.transaction():
        await conn.execute("SET LOCAL parlour.messages = 'reminders'")
        appointment = await book(conn, tenant, visitor, **ONLINE, sms_reminder_hours=24)
        assert (await entered(conn), await flagged_channels(conn, appointment)) == (["reminder sms"], "")
        await change(conn, appointment, "starts_at = starts_at + interval '1 hour'")
        assert await entered(conn) == ["reminder sms withdrawn", "reminder sms"]


async def test_a_reminder_that_was_dropped_for_another_reason_stays_so(conn: Connection, tenant: Tenant) -> None:
    appointment = await book(conn, tenant, await make_visitor(conn, tenant), sms_reminder_hours=24)
    await conn.execute("UPDATE appointment_messages SET dropped_at = now(), drop_reason = 'refused'")
    for assignment in ("duration = 7200", "deleted_at = now()"):
        await change(conn, appointment, assignment)
        assert await entered(conn) == ["reminder sms refused"]


@pytest.mark.parametrize("ended", ["done_at", "given_up_at"])
async def test_an_entry_that_has_ended_is_kept(conn: Connection, tenant: Tenant, ended: str) -> None:
    appointment = await book(conn, tenant, await make_visitor(conn, tenant), sms_reminder_hours=24)
    await conn.execute(f"UPDATE outbox SET {ended} = now(), next_attempt_at = NULL")
    await change(conn, appointment, "deleted_at = now()")
    assert await conn.fetchval("SELECT count(*) FROM outbox") == 1


@pytest.mark.parametrize(
    ("start", "assignment", "expected"),
    [
        ("2036-02-04 10:00", "starts_at = now() - interval '1 day'", ["booked sms", "reminder sms withdrawn"]),
        (PAST, "starts_at = '2036-02-04 10:00'", ["changed sms", "reminder sms"]),
        (PAST, "starts_at = starts_at + interval '1 day'", []),
    ],
)
async def test_what_moves_between_past_and_future(
    conn: Connection, tenant: Tenant, start: str, assignment: str, expected: list[str]
) -> None:
    fields = {"notifies_by_sms": True, "sms_reminder_hours": 24}
    appointment = await book(conn, tenant, await make_visitor(conn, tenant), start, **fields)
    await change(conn, appointment, assignment)
    assert await entered(conn) == expected


@pytest.mark.parametrize("hours", ["sms_reminder_hours", "email_reminder_hours"])
async def test_other_hours_of_each_channel_plan_its_reminder(conn: Connection, tenant: Tenant, hours: str) -> None:
    appointment = await book(conn, tenant, await make_visitor(conn, tenant))
    for number, count in ((1, 1), (0, 0), (3, 1)):
        await change(conn, appointment, f"{hours} = {number}")
        assert await waiting(conn) == count
    (reminder,) = await messages_of(conn, appointment)
    assert (reminder["channel"], reminder["due_at"]) == (
        hours.partition("_")[0],
        datetime(2036, 2, 4, 7, tzinfo=tenant.timezone),
    )


@pytest.mark.parametrize(
    ("start", "fields"),
    [
        (PAST, {}),
        ("2036-02-04 10:00", {"attendance": "arrived"}),
        ("2036-02-04 10:00", {"attendance": "no_show"}),
        ("2036-02-04 10:00", {"client_id": None}),
        ("2036-02-04 10:00", {"deleted_at": datetime(2026, 1, 1).astimezone()}),
    ],
)
async def test_other_services_are_no_news_where_the_client_is_not_expected(
    conn: Connection, tenant: Tenant, start: str, fields: dict[str, Any]
) -> None:
    visitor = await make_visitor(conn, tenant)
    appointment = await book(conn, tenant, visitor, start, **ONLINE, **fields)
    await change(conn, appointment, "comment = 'Late'")
    await add_service(conn, tenant, appointment, visitor.haircut, position=1)
    await conn.execute("UPDATE appointment_services SET service_id = $1", await make_service(conn, tenant, "Colouring"))
    await conn.execute("DELETE FROM appointment_services")
    assert await entered(conn) == []


async def test_another_price_of_one_of_several_services_is_no_change(conn: Connection, tenant: Tenant) -> None:
    visitor = await make_visitor(conn, tenant)
    appointment = await book(conn, tenant, visitor, **ONLINE)
    await add_service(conn, tenant, appointment, await make_service(conn, tenant, "Colouring"), position=1)
    await change(conn, appointment, "comment = 'Late'")
    await conn.execute("UPDATE appointment_services SET price = 70")
    assert await entered(conn) == ["booked email"]


async def test_what_begins_this_very_moment_is_past(conn: Connection, tenant: Tenant) -> None:
    """In one transaction, in which the clock stands still."""
    visitor = await make_visitor(conn, tenant)
    ben = await make_client(conn, tenant, "Ben", email="ben@example.com")
    async with conn.transaction():
        now = await conn.fetchval("SELECT now()")
        appointment = await book(conn, tenant, visitor, **ONLINE, starts_at=now, email_reminder_hours=5)
        await change(conn, appointment, "comment = 'Late'")
        await add_service(conn, tenant, appointment, visitor.haircut, position=1)
        await change(conn, appointment, "client_id = $2", ben)
        await conn.execute("SELECT report_bookings($1, $2, 'changed', $3)", tenant.chain_id, HARBOUR, [appointment])
        await change(conn, appointment, "deleted_at = now()")
        assert (await entered(conn), await flagged_channels(conn, appointment)) == ([], "")
        other = await book(conn, tenant, visitor, **ONLINE, link_hash="0" * 32)
        await change(conn, other, "starts_at = now()")
        assert await entered(conn) == ["booked email"]


async def test_a_reminder_that_is_due_this_very_moment_is_not_sent(conn: Connection, tenant: Tenant) -> None:
    visitor = await make_visitor(conn, tenant)
    async with conn.transaction():
        for minutes, expected in ((0, []), (1, ["reminder sms"])):
            starts = await conn.fetchval("SELECT now() + make_interval(hours => 5, mins => $1)", minutes)
            fields = {"starts_at": starts, "sms_reminder_hours": 5, "link_hash": f"{minutes:032x}"}
            await book(conn, tenant, visitor, **fields)
            assert await entered(conn) == expected


@pytest.mark.parametrize(
    ("contacts", "refuses", "fields", "expected"),
    [
        ({}, True, ONLINE, ["booked email"]),
        ({"email": ""}, False, {"email_reminder_hours": 1}, ["reminder email"]),
        ({"phone": ""}, False, {"sms_reminder_hours": 1}, ["reminder sms"]),
    ],
)
async def test_what_is_refused_or_has_no_address_is_entered_all_the_same(
    conn: Connection,
    tenant: Tenant,
    contacts: dict[str, str],
    refuses: bool,
    fields: dict[str, Any],
    expected: list[str],
) -> None:
    """The reason shows when it is dropped; until then the address may be added, and the refusal withdrawn."""
    visitor = await make_visitor(conn, tenant, **contacts)
    if refuses:
        await insert(conn, "message_refusals", tenant, client_id=visitor.client, channel="email", refuses_all=True)
    await book(conn, tenant, visitor, **fields)
    assert await entered(conn) == expected
