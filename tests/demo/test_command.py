"""`parlour demo`, as its operator meets it."""

import asyncio
import shutil
import signal
import subprocess
import time
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import httpx
import msgspec
import pytest

from parlour.cli.demo import _with_defaults
from parlour.db.pool import Connection
from parlour.demo.credentials import Credentials
from parlour.settings import Settings
from tests.demo.running import command, demo, environ, is_running, json_demo
from tests.support.database import clone, database_for, url_of

# On two cores with nothing else to do it takes two seconds; here it runs among other tests.
MAX_START_S = 90
FILLED = database_for("filled")
Options = tuple[str, ...]


@pytest.fixture(scope="module")
async def filled(admin: Connection, server_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Path]:
    """A directory with the credentials of a demo that was loaded into a database of the operator's own, and stopped."""
    directory = tmp_path_factory.mktemp("filled")
    await admin.execute(f"DROP DATABASE IF EXISTS {FILLED} WITH (FORCE)")
    await admin.execute(f"CREATE DATABASE {FILLED}")
    with json_demo("--data-dir", str(directory), "--database-url", url_of(server_url, FILLED)):
        pass
    yield directory
    await admin.execute(f"DROP DATABASE {FILLED} WITH (FORCE)")


@pytest.fixture
async def own(admin: Connection, server_url: str, filled: Path, tmp_path: Path) -> Options:
    """The options for a copy of it in the test's own directory: to load a demo takes as long as two starts."""
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    return ("--data-dir", str(tmp_path), "--database-url", url_of(server_url, await clone(admin, "demo", FILLED)))


def test_it_answers_soon_and_stops_with_its_database(tmp_path: Path) -> None:
    started_at = time.monotonic()
    with json_demo("--data-dir", str(tmp_path)) as started:
        headers = started.sign_in()
        assert time.monotonic() - started_at < MAX_START_S
        assert [place["title"] for place in started.locations] == ["Lumen Harbour", "Lumen Kreuzberg", "ルーメン 青山"]
        products = started.get(f"/goods/{started.locations[0]['id']}", headers, count=1000).json()["data"]
        assert len(products) == 300
        assert httpx.get(started.docs_url, timeout=60).status_code == 200
        assert "Lumen Harbour" in httpx.get(started.booking_url, timeout=60).text
        assert (tmp_path / "demo.json").stat().st_mode & 0o777 == 0o600
        assert is_running(tmp_path)
    assert not is_running(tmp_path)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_while_its_database_starts_it_leaves_nothing_running(number: signal.Signals, tmp_path: Path) -> None:
    with subprocess.Popen(command("--data-dir", str(tmp_path)), env=environ()) as process:
        while not (tmp_path / "postgres" / "PG_VERSION").exists():
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(number)
        assert process.wait(MAX_START_S) == 128 + number
    assert not is_running(tmp_path)


def test_a_restart_keeps_data_and_credentials(tmp_path: Path) -> None:
    with json_demo("--data-dir", str(tmp_path), stop_by=signal.SIGTERM) as first:
        address = f"{first.base_url}/goods_categories/{first.locations[0]['id']}"
        made = httpx.post(address, json={"title": "Kept"}, headers=first.sign_in(), timeout=60)
        assert made.status_code == 201
    assert not is_running(tmp_path)
    with json_demo("--data-dir", str(tmp_path)) as second:
        roots = second.get(f"/company/{first.locations[0]['id']}/goods_categories/0", second.sign_in())
    assert "Kept" in [category["title"] for category in roots.json()["data"]]
    # Only the port is another one.
    addresses = {name: getattr(first, name) for name in ("base_url", "docs_url", "booking_url")}
    assert msgspec.structs.replace(second, **addresses) == first


def test_other_locations_are_403_and_other_chains_404(own: Options) -> None:
    with json_demo(*own) as started:
        harbour, kreuzberg, _ = (f"/goods/{place['id']}" for place in started.locations)
        stock_keeper = started.sign_in("stock@demo.parlour.example")
        assert started.get(kreuzberg, stock_keeper).status_code == 200
        assert started.get(harbour, stock_keeper).status_code == 403
        assert started.get(harbour, started.sign_in("almaty@demo.parlour.example")).status_code == 404


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_the_printed_lines_work_in_a_shell(own: Options, tmp_path: Path) -> None:
    with demo(*own) as output:
        text = ""
        lines: list[str] = []
        while len(lines) < 4 and (line := output.readline()):
            text += line
            lines += [line] if line.startswith("curl ") else []
        done = subprocess.run(["sh"], input="".join(lines), capture_output=True, text=True, check=True)
    kept = msgspec.json.decode((tmp_path / "demo.json").read_bytes(), type=Credentials)
    assert all(value in text for value in (kept.partner_token, kept.login, kept.password, "/docs", "Ctrl-C"))
    signed_in, found, services, schedule = (msgspec.json.decode(answer) for answer in done.stdout.splitlines())
    assert signed_in["data"]["login"] == kept.login
    assert found["meta"]["count"] == 5
    assert "crème" in found["data"][0]["title"].lower()
    assert "Women's haircut" in [service["title"] for service in services["data"] if len(service["staff"]) > 1]
    assert {day["team_member_id"] for day in schedule["data"]} > {
        member["id"] for member in services["data"][0]["staff"]
    }


@pytest.mark.parametrize("is_lost", [True, False])
def test_outdated_credentials_are_replaced(is_lost: bool, own: Options, tmp_path: Path) -> None:
    with json_demo(*own) as first:
        old_headers = first.sign_in()
    if is_lost:
        (tmp_path / "demo.json").unlink()
    else:
        (tmp_path / "demo.json").write_text('{"partner_token": "another"}')
    with json_demo(*own) as second:
        assert (second.login, second.locations) == (first.login, first.locations)
        assert second.partner_token != first.partner_token
        assert second.password != first.password
        assert second.get("/groups", old_headers).status_code == 401
        assert second.get("/groups", second.sign_in()).status_code == 200


def test_signing_out_costs_only_the_session(own: Options, tmp_path: Path) -> None:
    def kept() -> Credentials:
        return msgspec.json.decode((tmp_path / "demo.json").read_bytes(), type=Credentials)

    def status(base_url: str, method: str, path: str) -> int:
        pair = f"Bearer {kept().partner_token}, User {kept().user_token}"
        return httpx.request(method, f"{base_url}{path}", headers={"Authorization": pair}, timeout=60).status_code

    with json_demo(*own) as first:
        before = kept()
        assert status(first.base_url, "DELETE", "/auth") == 204
        assert status(first.base_url, "GET", "/groups") == 401
    with json_demo(*own) as second:
        assert status(second.base_url, "GET", "/groups") == 200
    assert msgspec.structs.replace(kept(), user_token="") == msgspec.structs.replace(before, user_token="")


async def test_another_business_is_not_changed(database_url: str, conn: Connection, tmp_path: Path) -> None:
    count = "SELECT (SELECT count(*) FROM chains), (SELECT count(*) FROM users), (SELECT count(*) FROM partners)"
    before = await conn.fetchrow(count)
    arguments = command("--data-dir", str(tmp_path), "--database-url", database_url)
    done = await asyncio.to_thread(
        subprocess.run, arguments, capture_output=True, text=True, env=environ(), check=False
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "not the demo" in done.stderr
    assert await conn.fetchrow(count) == before
    assert not await asyncio.to_thread(lambda: list(tmp_path.iterdir()))


async def test_its_clients_will_be_reminded_and_nothing_else_waits(
    admin: Connection, filled: Path, server_url: str
) -> None:
    """Show that what was booked before the demo began is not reported now."""
    conn = await asyncpg.connect(url_of(server_url, FILLED))
    try:
        kinds = await conn.fetch("SELECT DISTINCT occasion, channel, due_at > created_at FROM appointment_messages")
        assert [tuple(row) for row in kinds] == [("reminder", "email", True)]
        assert await conn.fetchval("SELECT bool_and(email_reminder_hours = 24) FROM locations")
    finally:
        await conn.close()


def test_no_message_leaves_the_machine_whatever_the_environment_says() -> None:
    set_up = Settings(smtp_url="smtp://mail.example", email_from="a@b.example", sms_url="https://gateway.example")
    found = _with_defaults(set_up, {})
    assert (found.smtp_url, found.email_from, found.sms_url) == (None, None, None)
