"""How a day of a schedule is kept for the audit log and for undoing a change (0021, `schedule_day`)."""

import pytest

from parlour.db.pool import Connection


@pytest.mark.parametrize(
    ("minutes", "off_day_kind", "kept"),
    [([540, 720], None, "[540, 720]"), ([], 3, "3"), ([540, 720], 3, "3"), ([], None, None)],
)
async def test_a_day(schema_conn: Connection, minutes: list[int], off_day_kind: int | None, kept: str | None) -> None:
    assert await schema_conn.fetchval("SELECT schedule_day($1, $2)", minutes, off_day_kind) == kept
