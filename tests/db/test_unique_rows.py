"""To which rows each unique index applies that leaves some out: what is deleted makes room for another one."""

import json
from typing import Any

import pytest

from parlour.db.pool import Connection

Row = dict[str, Any]
NOW = "2026-01-05T12:00:00Z"
THERE, GONE = {"deleted_at": None}, {"deleted_at": NOW}
OPEN = {"accepted_at": None, "revoked_at": None}
STARTED = {"attempts": 1, "done_at": None, "given_up_at": None}
OF_AN_APPOINTMENT = {"appointment_id": 1, **THERE}
DELETABLE = """
    client_schedules_schedule_client_idx custom_fields_code_idx event_occurrences_event_idx images_entity_idx
    positions_title_idx resources_title_idx tags_title_idx team_members_user_idx
"""
# Rows of which there may be only one, and rows of which there may be more.
EXAMPLES: dict[str, tuple[list[Row], list[Row]]] = {
    **{name: ([THERE], [GONE]) for name in DELETABLE.split()},
    "booking_forms_default_idx": (
        [{"is_default": True, **THERE}],
        [{"is_default": False, **THERE}, {"is_default": True, **GONE}],
    ),
    "clients_phone_idx": ([{"phone": "123456789", **THERE}], [{"phone": "", **THERE}, {"phone": "123456789", **GONE}]),
    "invitations_open_idx": ([OPEN], [{**OPEN, "accepted_at": NOW}, {**OPEN, "revoked_at": NOW}]),
    "outbox_started_idx": (
        [STARTED],
        [{**STARTED, "attempts": 0}, {**STARTED, "done_at": NOW}, {**STARTED, "given_up_at": NOW}],
    ),
    "reviews_appointment_idx": (
        [OF_AN_APPOINTMENT],
        [{**OF_AN_APPOINTMENT, "appointment_id": None}, {**OF_AN_APPOINTMENT, **GONE}],
    ),
    "stock_movements_reverses_idx": ([{"reverses_id": 1}], [{"reverses_id": None}]),
}
INDEXES = """
    SELECT c.relname AS name, i.indrelid::regclass::text AS table, pg_get_expr(i.indpred, i.indrelid) AS condition
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE i.indisunique AND i.indpred IS NOT NULL AND c.relnamespace = 'public'::regnamespace
"""


async def test_each_index_has_examples(schema_conn: Connection) -> None:
    """A new one needs some here."""
    assert {row["name"] for row in await schema_conn.fetch(INDEXES)} == EXAMPLES.keys()


@pytest.mark.parametrize("name", EXAMPLES)
async def test_the_index_applies(name: str, schema_conn: Connection) -> None:
    (index,) = [row for row in await schema_conn.fetch(INDEXES) if row["name"] == name]
    once, often = EXAMPLES[name]
    applies = await schema_conn.fetch(
        f"""
        SELECT {index["condition"]} AS applies
        FROM ROWS FROM (jsonb_array_elements($1::jsonb)) WITH ORDINALITY AS given (value, place),
             jsonb_populate_record(NULL::{index["table"]}, value) ORDER BY place
        """,
        json.dumps(once + often),
    )
    assert [row["applies"] for row in applies] == [True] * len(once) + [False] * len(often)
