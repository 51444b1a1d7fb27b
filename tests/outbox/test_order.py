"""The order of a subject when workers deliver it, many of them at once."""

import asyncio

import pytest

from parlour.db.pool import Connection, Pool
from parlour.outbox import workers
from parlour.outbox.entries import Undeliverable
from parlour.outbox.workers import Worker
from tests.outbox.conftest import Working
from tests.support.outbox import Recorder, add, deliver_next, make_due, take, until_finished
from tests.support.waiting import wait_until_blocked

END = "UPDATE outbox SET done_at = now(), taken_at = NULL, next_attempt_at = NULL WHERE id = $1"


async def test_an_entry_that_waits_for_its_retry_holds_back_its_own_subject_only(
    pool: Pool, conn: Connection, recorder: Recorder
) -> None:
    recorder.failures["a:1"] = [OSError("away")]
    await add(conn, "a:1", "a:2", "b:1", "b:2")
    while await deliver_next(pool, recorder):
        pass
    await add(conn, "a:3", "c:1")
    while await deliver_next(pool, recorder):
        pass
    assert recorder.delivered == ["b:1", "b:2", "c:1"]
    await make_due(conn)
    while await deliver_next(pool, recorder):
        pass
    assert recorder.delivered == ["b:1", "b:2", "c:1", "a:1", "a:2", "a:3"]


async def test_an_entry_that_is_given_up_frees_its_subject(pool: Pool, conn: Connection, recorder: Recorder) -> None:
    recorder.failures["a:1"] = [Undeliverable("never")]
    await add(conn, "a:1", "a:2")
    while await deliver_next(pool, recorder):
        pass
    assert recorder.delivered == ["a:2"]


async def test_many_workers_keep_the_order_and_deliver_each_once(
    pool: Pool, conn: Connection, recorder: Recorder
) -> None:
    texts = [f"{subject}:{number:02}" for number in range(20) for subject in "abcdef"]
    recorder.failures = {text: [OSError("away")] for text in texts[::7]}
    await add(conn, *texts)
    running = [Worker(pool, recorder, concurrency=3) for _ in range(5)]
    for worker in running:
        worker.start()
    hurrying = asyncio.create_task(hurry(conn))
    try:
        async with asyncio.timeout(60):
            while len(recorder.delivered) < len(texts):  # noqa: ASYNC110 - workers set no event
                await asyncio.sleep(0.02)
    finally:
        hurrying.cancel()
        await asyncio.gather(hurrying, return_exceptions=True)
        await asyncio.gather(*(worker.stop(5) for worker in running))
    assert sorted(recorder.delivered) == sorted(texts)
    for subject in "abcdef":
        own = [text for text in recorder.delivered if text.startswith(subject)]
        assert own == sorted(own)


async def hurry(conn: Connection) -> None:
    """End pauses at once, and no lease."""
    while True:
        await conn.execute("UPDATE outbox SET next_attempt_at = now() WHERE taken_at IS NULL AND attempts > 0"
                           " AND done_at IS NULL AND next_attempt_at > now()")  # fmt: skip
        await asyncio.sleep(0.05)


async def test_a_batch_is_delivered_in_order_while_others_are_still_added(
    conn: Connection, other: Connection, recorder: Recorder, working: Working
) -> None:
    async with working():
        for number in range(30):
            await add(other if number % 2 else conn, f"a:{number:02}", f"b:{number:02}")
        await until_finished(conn)
    assert [text for text in recorder.delivered if text[0] == "a"] == [f"a:{number:02}" for number in range(30)]


async def test_a_worker_goes_on_after_such_a_race(
    conn: Connection, other: Connection, recorder: Recorder, working: Working, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = other.transaction()
    await late.start()
    await add(other, "a:1")
    await add(conn, "a:2")
    transaction = conn.transaction()
    await transaction.start()
    assert await take(conn) == ["a:2"]
    await late.commit()
    monkeypatch.setattr(workers, "POLL_S", 600.0)
    async with working():
        await wait_until_blocked(conn)
        await conn.execute(END, 2)
        await transaction.commit()
        await until_finished(conn)
    assert recorder.delivered == ["a:1"]
