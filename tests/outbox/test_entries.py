"""One entry: written with its transaction, delivered, tried again after growing pauses, given up, erased."""

import asyncio
from datetime import timedelta

import pytest
import structlog

from parlour.db.pool import Connection, Pool
from parlour.outbox import workers
from parlour.outbox.entries import MAX_ATTEMPTS, TakenEntry, Undeliverable, pause_after
from parlour.outbox.queries import delete_old
from parlour.outbox.workers import Worker
from tests.support.outbox import KIND, Recorder, add, deliver_next, make_due, states, take

PAYLOAD = '{"text": "a:1"}'


async def test_an_entry_is_delivered_and_done(pool: Pool, conn: Connection, recorder: Recorder) -> None:
    await add(conn, "a:1", chain_id=1)
    assert await deliver_next(pool, recorder) is True
    assert await deliver_next(pool, recorder) is False
    assert recorder.delivered == ["a:1"]
    (found,) = await states(conn)
    assert found == {
        **found,
        "subject": "a",
        "attempts": 1,
        "done": True,
        "given_up": False,
        "taken": False,
        "payload": PAYLOAD,
        "last_error": "",
        "pause": None,
    }


async def test_nothing_is_delivered_before_the_commit_or_after_a_rollback(
    pool: Pool, conn: Connection, recorder: Recorder
) -> None:
    transaction = conn.transaction()
    await transaction.start()
    await add(conn, "a:1")
    assert await deliver_next(pool, recorder) is False
    await transaction.rollback()
    assert await deliver_next(pool, recorder) is False
    assert recorder.started == []


def test_pauses_grow_threefold_up_to_an_hour() -> None:
    pauses = [pause_after(attempts).total_seconds() for attempts in range(1, MAX_ATTEMPTS)]
    assert pauses == [10, 30, 90, 270, 810, 2430, 3600, 3600, 3600]
    assert pause_after(10**9) == timedelta(hours=1)


async def test_a_failure_is_tried_again_after_exactly_its_pause(
    pool: Pool, conn: Connection, recorder: Recorder
) -> None:
    recorder.failures["a:1"] = [OSError("away"), RuntimeError("odd")]
    await add(conn, "a:1")
    for attempts, error in ((1, "OSError: away"), (2, "RuntimeError: odd")):
        assert await deliver_next(pool, recorder) is True
        (found,) = await states(conn)
        assert (found["attempts"], found["taken"], found["done"]) == (attempts, False, False)
        assert found["last_error"] == error
        pause = pause_after(attempts)
        assert pause - timedelta(seconds=5) < found["pause"] <= pause
        assert await deliver_next(pool, recorder) is False, "it was not left alone"
        await make_due(conn)
    assert await deliver_next(pool, recorder) is True
    (found,) = await states(conn)
    assert (found["attempts"], found["done"], found["last_error"]) == (3, True, "")
    assert recorder.delivered == ["a:1"]


async def test_after_the_last_attempt_it_is_given_up(pool: Pool, conn: Connection, recorder: Recorder) -> None:
    recorder.failures["a:1"] = [OSError("away") for _ in range(MAX_ATTEMPTS)]
    await add(conn, "a:1")
    with structlog.testing.capture_logs() as logged:
        while await deliver_next(pool, recorder):
            await make_due(conn)
    (found,) = await states(conn)
    assert (found["attempts"], found["given_up"], found["done"]) == (MAX_ATTEMPTS, True, False)
    assert len(recorder.started) == MAX_ATTEMPTS
    assert [entry["is_given_up"] for entry in logged] == [False] * (MAX_ATTEMPTS - 1) + [True]
    assert logged[-1] == {
        "event": "message not sent",
        "log_level": "warning",
        "entry_id": found["id"],
        "kind": KIND,
        "attempts": MAX_ATTEMPTS,
        "is_given_up": True,
        "reason": "OSError: away",
    }


async def test_what_is_undeliverable_is_given_up_at_once(pool: Pool, conn: Connection, recorder: Recorder) -> None:
    recorder.failures["a:1"] = [Undeliverable("No such place.")]
    await add(conn, "a:1")
    await deliver_next(pool, recorder)
    (found,) = await states(conn)
    assert (found["given_up"], found["attempts"], found["last_error"]) == (True, 1, "No such place.")


async def test_a_delivery_that_takes_too_long_is_a_failure(
    pool: Pool, conn: Connection, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "DELIVERY_TIMEOUT", timedelta(milliseconds=20))
    recorder.gates["a:1"] = asyncio.Event()
    await add(conn, "a:1")
    await deliver_next(pool, recorder)
    (found,) = await states(conn)
    assert (found["done"], found["taken"], found["last_error"]) == (False, False, "TimeoutError: ")


@pytest.mark.parametrize("is_delivered", [True, False])
@pytest.mark.parametrize("is_secret", [True, False])
async def test_only_secret_payloads_are_erased_in_the_end(
    pool: Pool, conn: Connection, recorder: Recorder, is_delivered: bool, is_secret: bool
) -> None:
    if not is_delivered:
        recorder.failures["a:1"] = [OSError("away"), Undeliverable("never")]
    await add(conn, "a:1", is_secret=is_secret)
    await deliver_next(pool, recorder)
    if not is_delivered:
        assert (await states(conn))[0]["payload"] == PAYLOAD, "it waits for its retry"
        await make_due(conn)
        await deliver_next(pool, recorder)
    (found,) = await states(conn)
    assert found["payload"] == (None if is_secret else PAYLOAD)


@pytest.mark.parametrize("reason", ["a\0b", "\udcff", "x" * 100_000])
async def test_any_reason_can_be_stored(pool: Pool, conn: Connection, recorder: Recorder, reason: str) -> None:
    recorder.failures["a:1"] = [OSError(reason)]
    await add(conn, "a:1")
    await deliver_next(pool, recorder)
    (found,) = await states(conn)
    assert found["last_error"].startswith("OSError: ")
    assert len(found["last_error"]) <= workers.MAX_ERROR_LENGTH


async def test_the_result_of_a_worker_whose_lease_is_over_does_not_count(
    pool: Pool, conn: Connection, recorder: Recorder
) -> None:
    await add(conn, "a:1")
    late = Worker(pool, recorder)
    entry = TakenEntry(1, PAYLOAD, 1, is_held_back=False)
    await take_the_only_one(conn)
    await make_due(conn)
    await take_the_only_one(conn)
    recorder.failures["a:1"] = [OSError("late")]
    for _ in range(2):  # once it fails, and once it is delivered
        await late.deliver(entry)
        (found,) = await states(conn)
        assert (found["attempts"], found["taken"], found["done"], found["last_error"]) == (2, True, False, "")


async def take_the_only_one(conn: Connection) -> None:
    """Take the only entry, as a worker that then dies."""
    assert await take(conn) == ["a:1"]


@pytest.mark.parametrize("ended", ["done_at", "given_up_at"])
async def test_what_ended_long_ago_is_deleted_in_batches(conn: Connection, ended: str) -> None:
    await add(conn, *(f"{number}:1" for number in range(1, 1102)))
    end = f"UPDATE outbox SET {ended} = now() - $1::interval, next_attempt_at = NULL WHERE id BETWEEN $2 AND $3"
    await conn.execute(end, timedelta(days=30, seconds=10), 1, 1050)
    await conn.execute(end, timedelta(days=29, hours=23), 1051, 1100)
    assert [await delete_old(conn) for _ in range(3)] == [True, False, False]
    assert [row["id"] for row in await states(conn)] == list(range(1051, 1102))
