"""Schemathesis over the published description: whatever is sent, no 500, no undocumented answer, every answer valid."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from parlour.http.apis import B2B_V1, B2B_V2, Api
from parlour.http.media_type import MEDIA_TYPE
from tests.support.people import HARBOUR, OWNER, PARTNER
from tests.support.server import get, serving
from tests.support.world import make_examples

CONFIG = Path(__file__).with_name("schemathesis.toml")
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
MAX_SECONDS = 600  # only ends a run that hangs: a busy machine needs more than four times as long as a quiet one


@pytest.mark.timeout(MAX_SECONDS + 60)
async def test_nothing_unexpected_comes_back(
    database_url: str, conn: Connection, tenant: Tenant, tmp_path: Path
) -> None:
    await make_examples(conn, tenant)
    with serving(database_url) as server:
        done = await asyncio.to_thread(run, server.base_url, tmp_path, B2B_V1)
        assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
        # The requests were accepted: they used the rights that it was given, and the server still answers.
        assert get(server, f"/api/v1/goods/{HARBOUR}", OWNER.headers).status_code == 200
        assert get(server, "/api/v1/groups", PARTNER.headers).status_code == 401


@pytest.mark.timeout(MAX_SECONDS + 60)
async def test_nothing_unexpected_comes_back_from_v2(
    database_url: str, conn: Connection, tenant: Tenant, tmp_path: Path
) -> None:
    examples = await make_examples(conn, tenant)
    with serving(database_url) as server:
        done = await asyncio.to_thread(run, server.base_url, tmp_path, B2B_V2)
        assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
        address = f"/api/v2/locations/{HARBOUR}/attendance_product_items/{examples.sale_id}"
        assert get(server, address, OWNER.headers | {"Accept": MEDIA_TYPE}).status_code == 200


def run(base_url: str, directory: Path, api: Api) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIG), "run",
         f"{base_url}/openapi/{api.name}.json", "--checks", CHECKS,
         "--header", f"Authorization:{OWNER.headers['Authorization']}", "--header", f"Accept:{MEDIA_TYPE}",
         "--exclude-operation-id", "sign_out", "--exclude-operation-id", "delete_location",
         "--phases", "examples,coverage,fuzzing", "--max-examples", "10",
         "--generation-deterministic", "--no-color", "--warnings", "off"],
        cwd=directory, capture_output=True, text=True, timeout=MAX_SECONDS, check=False,
    )  # fmt: skip
