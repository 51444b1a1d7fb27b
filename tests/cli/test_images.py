"""`parlour image sweep`: files that no picture refers to."""

import os
import time
from pathlib import Path

import pytest

from parlour.db.pool import Connection
from tests.cli.command import Parlour

DAY_S = 24 * 3600


@pytest.fixture
async def chain_id(conn: Connection) -> int:
    """A chain with a picture whose files are called `used`."""
    chain_id: int = await conn.fetchval("INSERT INTO chains (title) VALUES ('Pictured') RETURNING id")
    await conn.execute(
        """
        WITH location AS (
            INSERT INTO locations (chain_id, title, country_code, timezone, currency, locale)
            VALUES ($1, 'Pictured', 'DE', 'Europe/Berlin', 'EUR', 'de_DE') RETURNING id
        ), person AS (
            INSERT INTO users (name, email, password_hash) VALUES ('Anna', 'pictured@example.com', '') RETURNING id
        )
        INSERT INTO images (chain_id, location_id, entity, entity_id, names, widths, heights, created_by)
        SELECT $1, location.id, 'location', location.id, array_fill('used.webp'::text, '{3}'), '{1,1,1}', '{1,1,1}',
               person.id
        FROM location, person
        """,
        chain_id,
    )
    return chain_id


@pytest.fixture
def store(tmp_path: Path, chain_id: int) -> Path:
    """Two old files, and one that was just written."""
    directory = tmp_path / str(chain_id)
    directory.mkdir(parents=True)
    for name in ("old", "used", "new"):
        (directory / f"{name}.webp").write_bytes(b"x")
    for name in ("old", "used"):
        os.utime(directory / f"{name}.webp", (time.time() - DAY_S,) * 2)
    return tmp_path


def names(store: Path) -> set[str]:
    return {file.stem for file in store.rglob("*.webp")}


def test_old_unused_files_are_counted_and_deleted_on_request(parlour: Parlour, store: Path) -> None:
    sweep = ("image", "sweep", "--image-store", f"file://{store}")
    done = parlour(*sweep)
    assert done.code == 0
    assert "--delete" in done.err
    assert parlour(*sweep, "--json").document == {"kept": 1, "unused": 1, "is_deleted": False}
    assert names(store) == {"old", "used", "new"}
    assert parlour(*sweep, "--json", "--delete").document == {"kept": 1, "unused": 1, "is_deleted": True}
    assert names(store) == {"used", "new"}
