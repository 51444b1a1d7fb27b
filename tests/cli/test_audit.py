"""The audit log at the command line: commands stand in it as the operator's, and its old end can be cut off."""

from datetime import UTC, datetime

from parlour.access.tokens import hash_token
from parlour.db.pool import Connection
from tests.cli.command import Inside, Parlour

WRITE = "INSERT INTO audit_log (chain_id, at, origin, action, entity) VALUES ($1, $2, 'api', 'changed', $3)"
OPEN = "INSERT INTO sessions (user_id, partner_id, token_hash, device) VALUES ($1, $2, $3, 'till')"
CREATE_PARTNER = "INSERT INTO partners (title, token_hash) VALUES ('Till', $1) RETURNING id"


def _chain(command: Inside | Parlour, title: str) -> int:
    chain_id: int = command("chain", "add", "--title", title, "--json").document["id"]
    return chain_id


def test_changes_by_commands_are_recorded_as_the_operators(parlour: Parlour, inside: Inside) -> None:
    chain_id = _chain(inside, "Told")
    (entry,) = parlour("audit", "--chain", chain_id, "--json").document
    assert entry == {
        **entry,
        "origin": "operator",
        "user": None,
        "action": "created",
        "entity": "chain",
        "entity_id": chain_id,
        "after": '{"title": "Told"}',
    }


def test_the_log_for_programs_has_tabs_newest_first(inside: Inside) -> None:
    chain_id = _chain(inside, "Two")
    user = ["user", "add", "--name", "Two", "--email", "two@audit.example", "--chain", chain_id, "--role", "owner"]
    assert inside(*user).code == 0
    heading, *lines = inside("audit", "--chain", chain_id).out.splitlines()
    assert heading.split("\t")[:4] == ["at", "chain id", "location id", "origin"]
    assert [line.split("\t")[7] for line in lines] == ["chain_role", "chain"]


async def test_filters_limit_what_is_shown(parlour: Parlour, conn: Connection) -> None:
    chain_id = _chain(parlour, "Filtered")
    await conn.execute("DELETE FROM audit_log WHERE chain_id = $1", chain_id)
    for day, entity in ((1, "product"), (2, "category"), (3, "product")):
        await conn.execute(WRITE, chain_id, datetime(2026, 1, day, tzinfo=UTC), entity)

    def days(*flags: object) -> list[int]:
        entries = parlour("audit", "--chain", chain_id, "--json", *flags).document
        return [datetime.fromisoformat(entry["at"]).day for entry in entries]

    assert days() == [3, 2, 1]
    assert days("--entity", "product") == [3, 1]
    assert days("--since", "2026-01-02") == [3, 2]
    assert days("--limit", 1) == [3]
    assert days("--user", "two@audit.example") == []
    assert days("--location", 999_999) == []


async def test_pruning_deletes_older_lines_and_reports_their_number(parlour: Parlour, conn: Connection) -> None:
    for day in (1, 2, 3):
        await conn.execute(WRITE, 1, datetime(2001, 1, day, tzinfo=UTC), "product")
    assert parlour("audit", "prune", "--before", "2001-01-03", "--json").document == {"removed": 2}
    assert await conn.fetchval("SELECT count(*) FROM audit_log WHERE at < '2002-01-01'") == 1


def test_an_invalid_date_is_refused(inside: Inside) -> None:
    assert "is not a date" in inside("audit", "--since", "yesterday").assert_refused(2)


async def test_ending_a_users_sessions_says_how_many_there_were(parlour: Parlour, conn: Connection) -> None:
    login = "ended@audit.example"
    chain_id = _chain(parlour, "Ended")
    place = ["--chain", chain_id, "--role", "owner"]
    user = parlour("user", "add", "--name", "Ended", "--email", login, *place, "--json").document
    partner_id = await conn.fetchval(CREATE_PARTNER, hash_token("partner of test_audit"))
    for number in range(2):
        await conn.execute(OPEN, user["id"], partner_id, hash_token(f"session {number} of test_audit"))
    ended = [parlour("user", "end-sessions", login, "--json").document for _ in range(2)]
    assert ended == [{"user_id": user["id"], "ended_sessions": 2}, {"user_id": user["id"], "ended_sessions": 0}]
    done = parlour("audit", "--chain", chain_id, "--entity", "session", "--json").document
    assert [(entry["action"], entry["origin"]) for entry in done[:2]] == [("ended", "operator")] * 2
