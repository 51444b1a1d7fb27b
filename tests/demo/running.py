"""A running `parlour demo` for tests."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import httpx
import msgspec

# Alone on two cores it takes less than one second; here it runs among other tests.
STOP_S = 60


class Started(msgspec.Struct, forbid_unknown_fields=True):
    """The one line of JSON that a program reads."""

    base_url: str
    docs_url: str
    booking_url: str
    partner_token: str
    login: str
    password: str
    locations: list[dict[str, Any]]

    def sign_in(self, login: str = "") -> dict[str, str]:
        """The headers of a user who has just signed in."""
        partner = f"Bearer {self.partner_token}"
        body = {"login": login or self.login, "password": self.password}
        response = httpx.post(f"{self.base_url}/auth", json=body, headers={"Authorization": partner}, timeout=60)
        assert response.status_code == 201, response.text
        return {"Authorization": f"{partner}, User {response.json()['data']['user_token']}"}

    def get(self, path: str, headers: dict[str, str], **query: str | int) -> httpx.Response:
        return httpx.get(f"{self.base_url}{path}", headers=headers, params=query, timeout=60)


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "parlour", "demo", "--port", "0", *arguments]


def environ() -> dict[str, str]:
    """Ours, without the settings of the user who runs the tests."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PARLOUR_")}


@contextlib.contextmanager
def demo(*arguments: str, stop_by: signal.Signals = signal.SIGINT) -> Iterator[IO[str]]:
    """A demo for the time of the block, and what it prints. It has to stop in time, without an error."""
    with subprocess.Popen(command(*arguments), stdout=subprocess.PIPE, text=True, env=environ()) as process:
        assert process.stdout is not None
        try:
            yield process.stdout
            process.send_signal(stop_by)
            assert process.wait(STOP_S) == 0
        finally:
            process.kill()


@contextlib.contextmanager
def json_demo(*arguments: str, stop_by: signal.Signals = signal.SIGINT) -> Iterator[Started]:
    with demo("--json", *arguments, stop_by=stop_by) as output:
        yield msgspec.json.decode(output.readline(), type=Started)


def is_running(data_dir: Path) -> bool:
    """Whether the embedded database of a directory runs."""
    file = data_dir / "postgres" / "postmaster.pid"
    if not file.exists():
        return False
    with contextlib.suppress(ProcessLookupError):
        os.kill(int(file.read_text().split()[0]), 0)
        return True
    return False
