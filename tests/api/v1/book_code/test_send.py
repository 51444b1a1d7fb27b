"""POST /book_code/{location_id}"""

import asyncio
import re

import pytest

from parlour.access.tenant import get_operators_tenant
from parlour.areas.phone_codes.service import send_code
from parlour.db.pool import Connection
from parlour.settings import Settings
from tests.support.client import Client, faults_of
from tests.support.codes import code_sent, make_code, texts_sent
from tests.support.factories.clients import make_client
from tests.support.factories.rows import insert
from tests.support.logs import RECORDER
from tests.support.people import ABROAD, HARBOUR, HILLSIDE, NOBODY, PARTNER

CREATED = {"success": True, "data": None, "meta": {"message": "Created"}}
MAYA = "+1 315 555-01-77"
LIMIT = Settings().sms_codes_per_hour
SENT = """
    INSERT INTO phone_codes (phone_hash, location_id, salt, code_hash) SELECT sha256(n::text::bytea), $1, '', ''
    FROM generate_series(1, $2::integer) n
"""


async def test_a_code_is_sent_in_the_language_of_the_location(client: Client, conn: Connection) -> None:
    for location, phone in ((HARBOUR, MAYA), (HILLSIDE, "+49 151 23456789"), (ABROAD, "+81 90 1234 5678")):
        answer = await client.by(PARTNER).post(f"/book_code/{location}", json={"phone": phone, "fulname": "Maya"})
        assert (answer.status_code, answer.json()) == (201, CREATED)
    sent = dict(await texts_sent(conn))
    assert re.fullmatch(r"\d{4} is your code for Harbour\. It is valid for 10 minutes\.", sent["13155550177"])
    assert re.fullmatch(r"\d{4} ist Ihr Code für Hillside\. Er gilt 10 Minuten\.", sent["4915123456789"])
    assert re.fullmatch(r"\d{4} is your code for Abroad\. It is valid for 10 minutes\.", sent["819012345678"])


async def test_a_code_is_sent_in_a_language_that_the_person_reads(client: Client, conn: Connection) -> None:
    """Q-450."""
    reads = {"Accept-Language": "ja, fr;q=0.8, en;q=0.5"}
    await client.by(PARTNER).post(f"/book_code/{HILLSIDE}", json={"phone": MAYA}, headers=reads)
    assert " est votre code pour Hillside." in (await texts_sent(conn))[0][1]


async def test_the_code_is_stored_as_a_hash_and_its_message_is_erased_once_sent(
    client: Client, conn: Connection
) -> None:
    await client.by(PARTNER).post(f"/book_code/{HARBOUR}", json={"phone": MAYA})
    code = await code_sent(conn)
    stored = await conn.fetchval("SELECT string_agg(p::text, '') FROM phone_codes p")
    assert "3155550177" not in stored
    assert f",{code}," not in stored
    assert await conn.fetchval("SELECT payload FROM outbox") is None


async def test_known_and_unknown_numbers_get_the_same_answer(client: Client, conn: Connection) -> None:
    await make_client(conn, await get_operators_tenant(conn, HARBOUR), "Maya", phone="13155550177")
    known = await client.by(PARTNER).post(f"/book_code/{HARBOUR}", json={"phone": MAYA})
    unknown = await client.by(PARTNER).post(f"/book_code/{HARBOUR}", json={"phone": "+1 315 555 01 99"})
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert len(await texts_sent(conn)) == 2


async def test_a_blocked_number_gets_the_same_answer_and_a_code_that_signs_in(client: Client, conn: Connection) -> None:
    """Q-456."""
    by, blocked = client.by(PARTNER), "13155550177"
    await insert(conn, "blocked_phones", await get_operators_tenant(conn, HARBOUR), phone=blocked)
    answers = [await by.post(f"/book_code/{HARBOUR}", json={"phone": phone}) for phone in ("13155550199", blocked)]
    assert [(each.status_code, each.json()) for each in answers] == [(201, CREATED)] * 2
    assert (await by.post(f"/book_code/{HARBOUR}", json={"phone": blocked})).status_code == 429
    sent = {"phone": f"+{blocked}", "code": await code_sent(conn)}
    assert (await by.post("/user/auth", json=sent)).status_code == 201


async def test_a_number_gets_one_message_a_minute_by_whichever_location_and_writing(
    client: Client, conn: Connection
) -> None:
    """Show the limits (Q-393)."""
    await client.by(PARTNER).post(f"/book_code/{HARBOUR}", json={"phone": MAYA})
    again = await client.by(PARTNER).post(f"/book_code/{ABROAD}", json={"phone": "+13155550177"})
    assert again.status_code == 429
    assert 0 < int(again.headers["retry-after"]) <= 60
    await conn.execute("UPDATE phone_codes SET made_at = made_at - interval '61 seconds'")
    assert (await client.by(PARTNER).post(f"/book_code/{ABROAD}", json={"phone": MAYA})).status_code == 201


@pytest.mark.parametrize(("count", "minutes_ago", "wait_s"), [(5, 50, 600), (15, 23 * 60, 3600)])
async def test_a_number_gets_a_few_messages_an_hour_and_a_day(
    client: Client, conn: Connection, count: int, minutes_ago: int, wait_s: int
) -> None:
    for _ in range(count - 1):
        await make_code(conn, "13155550177", "1234", minutes_ago=minutes_ago)
    assert (await client.by(PARTNER).post(f"/book_code/{HARBOUR}", json={"phone": MAYA})).status_code == 201
    await conn.execute("UPDATE phone_codes SET made_at = made_at - interval '61 seconds'")
    again = await client.by(PARTNER).post(f"/book_code/{HARBOUR}", json={"phone": MAYA})
    assert again.status_code == 429
    assert wait_s - 70 < int(again.headers["retry-after"]) <= wait_s


async def test_a_location_sends_only_so_many_messages_an_hour(client: Client, conn: Connection) -> None:
    await conn.execute(SENT, HARBOUR, LIMIT)
    assert (await client.by(PARTNER).post(f"/book_code/{HARBOUR}", json={"phone": MAYA})).status_code == 429
    assert (await client.by(PARTNER).post(f"/book_code/{HILLSIDE}", json={"phone": MAYA})).status_code == 201


async def test_requests_for_several_numbers_stay_within_the_limit_which_is_logged_once(
    client: Client, conn: Connection
) -> None:
    """One sends the last code, and hasn't committed when the other one comes."""
    await conn.execute(SENT, HARBOUR, LIMIT - 1)
    before = len(RECORDER.entries)
    async with conn.transaction():
        await send_code(conn, await get_operators_tenant(conn, HARBOUR), "13155550140", "", LIMIT)
        other = asyncio.create_task(client.by(PARTNER).post(f"/book_code/{HARBOUR}", json={"phone": MAYA}))
        assert not (await asyncio.wait([other], timeout=0.5))[0]
    assert (await other).status_code == 429
    logged = [each for each in RECORDER.entries[before:] if each["event"] == "no more codes by SMS for now"]
    assert [(each["log_level"], each["location_id"], each["limit"]) for each in logged] == [("warning", HARBOUR, LIMIT)]


async def test_parallel_requests_send_one_message(client: Client, conn: Connection) -> None:
    by = client.by(PARTNER)
    answers = await asyncio.gather(*(by.post(f"/book_code/{HARBOUR}", json={"phone": MAYA}) for _ in range(8)))
    assert sorted(each.status_code for each in answers) == [201] + [429] * 7
    assert len(await texts_sent(conn)) == 1


@pytest.mark.parametrize("phone", ["", "12", "no number", "4.47E+11"])
async def test_what_is_no_number_is_refused(client: Client, conn: Connection, phone: str) -> None:
    answer = await client.by(PARTNER).post(f"/book_code/{HARBOUR}", json={"phone": phone})
    assert faults_of(answer).keys() == {"phone"}
    assert await texts_sent(conn) == []


async def test_a_partner_and_an_open_location_are_needed(client: Client, conn: Connection) -> None:
    assert (await client.by(NOBODY).post(f"/book_code/{HARBOUR}", json={"phone": MAYA})).status_code == 401
    await conn.execute("UPDATE locations SET closed_at = now() WHERE id = $1", ABROAD)
    for location in (ABROAD, 999):
        assert (await client.by(PARTNER).post(f"/book_code/{location}", json={"phone": MAYA})).status_code == 404
