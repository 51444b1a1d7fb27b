"""The background tasks: soon, several at once, after a crash, through an outage, and to an orderly end."""

import asyncio
import subprocess
import sys
import time
from datetime import timedelta

import pytest

from parlour.db.listening import listen
from parlour.db.pool import Connection, Pool, create_pool
from parlour.outbox import workers
from parlour.outbox.workers import Outbox, Worker
from tests.outbox.conftest import Working
from tests.support.outbox import Recorder, add, deliver_next, make_due, states, take, until_finished


async def until(recorder: Recorder, started: int) -> None:
    async with asyncio.timeout(60):
        while len(recorder.started) < started:  # noqa: ASYNC110 - the recorder sets no event
            await asyncio.sleep(0.005)


async def test_a_new_entry_is_delivered_at_once(
    database_url: str, pool: Pool, conn: Connection, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its announcement, and not by the next poll."""
    monkeypatch.setattr(workers, "POLL_S", 600.0)
    outbox = Outbox(pool, [recorder])
    listening = asyncio.create_task(listen(database_url, [outbox]))
    async with outbox.running(5):
        await add(conn, "first:1")
        await until(recorder, 1)  # from now on it listens
        times = []
        for number in range(5):
            began = time.monotonic()
            await add(conn, f"{number}:1")
            await until(recorder, number + 2)
            times.append(time.monotonic() - began)
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    assert min(times) < 0.2
    assert max(times) < 20


async def test_the_next_of_a_subject_is_announced_to_other_workers(
    database_url: str, pool: Pool, conn: Connection, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "POLL_S", 600.0)
    await add(conn, "a:1", "a:2")
    assert await take(conn) == ["a:1"]
    outbox = Outbox(pool, [recorder])
    listening = asyncio.create_task(listen(database_url, [outbox]))
    async with outbox.running(5):
        await add(conn, "b:1")
        while not (await states(conn))[2]["done"]:  # noqa: ASYNC110 - a database can't set an event
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.2)  # now it waits
        await conn.execute("UPDATE outbox SET done_at = now(), taken_at = NULL, next_attempt_at = NULL WHERE id = 1")
        await until(recorder, 2)
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    assert recorder.delivered == ["b:1", "a:2"]


async def test_without_announcements_it_polls(
    conn: Connection, recorder: Recorder, working: Working, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "POLL_S", 0.02)
    async with working():
        await asyncio.sleep(0.1)
        await add(conn, "a:1")
        await until_finished(conn)


async def test_a_process_delivers_so_many_at_once_and_holds_no_connection_meanwhile(
    database_url: str, conn: Connection, recorder: Recorder
) -> None:
    texts = [f"{number}:1" for number in range(7)]
    recorder.gates = {text: asyncio.Event() for text in texts}
    await add(conn, *texts)
    async with create_pool(database_url, 1) as pool:
        worker = Worker(pool, recorder, concurrency=4)
        worker.start()
        await until(recorder, 4)
        await asyncio.sleep(0.1)
        assert len(recorder.started) == 4
        async with asyncio.timeout(20):
            assert await pool.fetchval("SELECT 1") == 1  # its only connection
        for gate in recorder.gates.values():
            gate.set()
        await until_finished(conn)
        await worker.stop(5)
    assert recorder.most_running == 4


async def test_a_slow_delivery_does_not_stop_the_others(conn: Connection, recorder: Recorder, working: Working) -> None:
    recorder.gates["slow:1"] = asyncio.Event()
    await add(conn, "slow:1", "slow:2", *(f"{number}:1" for number in range(20)))
    async with working(concurrency=2):
        await until(recorder, 21)
        assert "slow:1" not in recorder.delivered
        recorder.gates["slow:1"].set()
        await until_finished(conn)
    assert recorder.delivered[-2:] == ["slow:1", "slow:2"]


# It takes the entry and says so; then it delivers for ever.
DYING = """
import asyncio, sys
from parlour.db.pool import create_pool
from parlour.outbox.workers import Worker

class Stuck:
    kind = "note"

    async def deliver(self, payload):
        print("taken", flush=True)
        await asyncio.sleep(600)

async def run():
    async with create_pool(sys.argv[1], 2) as pool:
        Worker(pool, Stuck()).start()
        await asyncio.sleep(600)

asyncio.run(run())
"""


async def test_what_a_killed_process_took_is_delivered_by_another_after_its_lease(
    database_url: str, pool: Pool, conn: Connection, recorder: Recorder
) -> None:
    await add(conn, "a:1", "a:2")
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", DYING, database_url, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert await process.stdout.readline() == b"taken\n"
    process.kill()
    await process.wait()
    assert await deliver_next(pool, recorder) is False
    first, second = await states(conn)
    assert (first["taken"], second["taken"]) == (True, False)
    assert timedelta(seconds=30) < first["pause"] <= timedelta(seconds=90)
    await make_due(conn)
    while await deliver_next(pool, recorder):
        pass
    assert recorder.delivered == ["a:1", "a:2"]
    assert [row["attempts"] for row in await states(conn)] == [2, 1]


async def test_a_worker_that_stops_finishes_what_it_delivers_and_takes_no_more(
    pool: Pool, conn: Connection, recorder: Recorder
) -> None:
    recorder.gates["a:1"] = asyncio.Event()
    await add(conn, "a:1", "a:2", "b:1")
    worker = Worker(pool, recorder, concurrency=1)
    worker.start()
    await until(recorder, 1)
    stopping = asyncio.create_task(worker.stop(60))
    await asyncio.sleep(0.2)
    assert not stopping.done()
    recorder.gates["a:1"].set()
    await stopping
    assert recorder.started == ["a:1"]
    assert [row["done"] for row in await states(conn)] == [True, False, False]


async def test_a_delivery_that_outlasts_the_stop_is_left_to_others(
    pool: Pool, conn: Connection, recorder: Recorder
) -> None:
    recorder.gates["a:1"] = asyncio.Event()
    await add(conn, "a:1")
    async with asyncio.timeout(30), Outbox(pool, [recorder]).running(0.05):
        await until(recorder, 1)
    (found,) = await states(conn)
    assert (found["taken"], found["attempts"]) == (True, 1)
    await make_due(conn)
    recorder.gates.clear()
    await deliver_next(pool, recorder)
    assert recorder.delivered == ["a:1"]


# Of this test's database alone: other tests run at the same time.
END_CONNECTIONS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'parlour' AND datname = $1
"""


async def test_a_database_that_is_away_ends_nothing(
    conn: Connection, admin: Connection, recorder: Recorder, working: Working, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "POLL_S", 0.02)
    async with working():
        await asyncio.sleep(0.1)
        await admin.execute(END_CONNECTIONS, await conn.fetchval("SELECT current_database()"))
        await add(conn, "a:1")
        await until_finished(conn)


async def test_a_result_is_stored_when_the_database_is_back_and_not_delivered_twice(
    conn: Connection, pool: Pool, recorder: Recorder, working: Working, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "STORE_PAUSE_S", 0.02)
    gate = recorder.gates["a:1"] = asyncio.Event()
    await add(conn, "a:1")
    async with working():
        await until(recorder, 1)
        pool.is_unavailable = True
        gate.set()
        await asyncio.sleep(0.2)
        assert not (await states(conn))[0]["done"]
        pool.is_unavailable = False
        await until_finished(conn)
    assert recorder.started == ["a:1"]


async def test_old_entries_are_deleted_in_the_background(pool: Pool, conn: Connection, recorder: Recorder) -> None:
    await add(conn, "a:1")
    await conn.execute("UPDATE outbox SET done_at = now() - interval '31 days', next_attempt_at = NULL")
    async with Outbox(pool, [recorder]).running(5), asyncio.timeout(30):
        while await states(conn):  # noqa: ASYNC110 - a database can't set an event
            await asyncio.sleep(0.02)
