"""Writes src/parlour/db/schema.sql: what all migrations add up to. Run by `make schema`."""

import asyncio
import tempfile
from pathlib import Path

from parlour.database import migrate_url
from parlour.db.embedded import embedded_postgres_url
from tests.db.test_migrations import SCHEMA, dump

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as directory, embedded_postgres_url(Path(directory)) as url:
        asyncio.run(migrate_url(url))
        SCHEMA.write_text(dump(url))
