"""parlour outbox list and retry"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from parlour.db.pool import Connection
from parlour.outbox.queries import take_entries
from tests.cli.command import Inside, Parlour
from tests.support.outbox import KIND, add

GIVE_UP = """
    UPDATE outbox SET given_up_at = now(), next_attempt_at = NULL, taken_at = NULL, attempts = 10,
        last_error = 'OSError: away', payload = CASE WHEN NOT is_secret THEN payload END
    WHERE subject = $1
"""
END = "UPDATE outbox SET done_at = now(), next_attempt_at = NULL, taken_at = NULL WHERE subject = $1"
WAIT = "UPDATE outbox SET attempts = 3, taken_at = NULL, next_attempt_at = now() + interval '1 hour' WHERE subject = $1"
STATE = """
    SELECT subject, given_up_at IS NULL, attempts, next_attempt_at <= now() FROM outbox
    WHERE next_attempt_at <= now() ORDER BY id
"""


@pytest.fixture(autouse=True)
async def filled(conn: Connection) -> AsyncIterator[None]:
    """Entries in every state, of which `f` held a secret."""
    await conn.execute("TRUNCATE outbox RESTART IDENTITY")
    await add(conn, "a:1", chain_id=7)
    await add(conn, "b:1", "b:2", "c:1", "d:1")
    await add(conn, "e:1", kind="other")
    await add(conn, "f:1", is_secret=True)
    await take_entries(conn, KIND, 2)
    await conn.execute(END, "a")
    for subject in ("d", "f"):
        await conn.execute(GIVE_UP, subject)
    await conn.execute(WAIT, "c")
    yield
    await conn.execute("TRUNCATE outbox RESTART IDENTITY")


def test_the_list_shows_the_newest_first_with_their_states(parlour: Parlour) -> None:
    found = parlour("outbox", "list", "--json").document
    assert [(entry["id"], entry["subject"], entry["state"], entry["attempts"]) for entry in found] == [
        (7, "f", "given up", 10),
        (6, "e", "waiting", 0),
        (5, "d", "given up", 10),
        (4, "c", "waiting", 3),
        (3, "b", "held back", 0),
        (2, "b", "being delivered", 1),
        (1, "a", "done", 1),
    ]
    assert (found[0]["last_error"], found[-1]["chain_id"]) == ("OSError: away", 7)
    assert all("payload" not in entry for entry in found)
    assert datetime.fromisoformat(found[3]["next_attempt_at"]) > datetime.now(UTC)


def test_filters_choose_what_is_shown(inside: Inside) -> None:
    def ids(*flags: object) -> list[int]:
        return [entry["id"] for entry in inside("outbox", "list", "--json", *flags).document]

    assert ids("--failed") == [7, 5]
    assert ids("--waiting") == [6, 4, 3, 2]
    assert ids("--kind", "other") == [6]
    assert ids("--kind", "other", "--failed") == []
    assert ids("--limit", 2) == [7, 6]


def test_the_list_for_other_programs_has_tabs(inside: Inside) -> None:
    heading, first, *_ = inside("outbox", "list").out.splitlines()
    assert heading.split("\t")[:6] == ["id", "kind", "subject", "chain id", "state", "attempts"]
    assert first.split("\t")[:6] == ["7", KIND, "f", "", "given up", "10"]


async def test_what_was_given_up_begins_again_and_what_waits_is_due(parlour: Parlour, conn: Connection) -> None:
    """Workers are notified, too."""
    announced: list[object] = []
    await conn.add_listener("parlour_outbox", lambda *_: announced.append(_))
    assert parlour("outbox", "retry", 5, 4, 5, "--json").document == {"retried": 2, "erased": 0}
    assert [tuple(row) for row in await conn.fetch(STATE)] == [
        ("c", True, 3, True),
        ("d", True, 0, True),
        ("e", True, 0, True),
    ]
    assert announced


async def test_all_that_was_given_up_begins_again_except_for_secrets(parlour: Parlour, conn: Connection) -> None:
    done = parlour("outbox", "retry", "--all-failed")
    assert done.code == 0
    assert done.out.split() == ["retried", "1", "erased", "1"]
    assert "Do again what caused it, such as the invitation." in done.err
    assert [tuple(row)[:3] for row in await conn.fetch(STATE)] == [("d", True, 0), ("e", True, 0)]


@pytest.mark.parametrize(
    ("ids", "why"),
    [
        ([5, 99], "Entry 99 not found."),
        ([1], "Entry 1 is done."),
        ([2], "Entry 2 is being delivered."),
        ([7], "Entry 7 held a secret, which was erased when it was given up."),
        ([7, 1, 5], "Entry 1 is done. Entry 7 held a secret, which was erased when it was given up."),
    ],
)
async def test_what_cannot_be_tried_again_is_named_and_nothing_is_changed(
    parlour: Parlour, conn: Connection, ids: list[int], why: str
) -> None:
    before = await conn.fetch("SELECT o::text FROM outbox o ORDER BY id")
    assert parlour("outbox", "retry", *ids).assert_refused() == f"Nothing is tried again. {why}"
    assert await conn.fetch("SELECT o::text FROM outbox o ORDER BY id") == before


@pytest.mark.parametrize("words", [[], ["5", "--all-failed"]])
def test_ids_or_all_must_be_given(inside: Inside, words: list[str]) -> None:
    assert "Give ids or --all-failed." in inside("outbox", "retry", *words).assert_refused(2)


def test_a_word_is_no_id(inside: Inside) -> None:
    assert "'x' is not an id" in inside("outbox", "retry", "x").assert_refused(2)
