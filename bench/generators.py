"""Running a load generator: wrk if it is installed, else our own. Load goes to 127.0.0.1 and ends by itself."""

import shutil
import subprocess
import sys
from pathlib import Path

import msgspec

from bench import traffic
from bench.load import Outcome
from bench.measure import Failed, Generator, Measured, Setting
from bench.traffic import Request

SCRIPT = Path(__file__).with_name("wrk.lua")


def available_generator() -> Generator:
    return "wrk" if shutil.which("wrk") else "own"


def load(
    setting: Setting, port: int, requests: list[Request], authorization: str, warm_up: list[Request] | None = None
) -> Measured:
    """Warm up, with requests of its own if there are any, then measure. Raise `Failed` if an answer isn't 2xx."""
    send_warm_up(setting, port, warm_up or requests, authorization)
    return measure(setting, port, requests, authorization)


def send_warm_up(setting: Setting, port: int, requests: list[Request], authorization: str) -> None:
    """Send requests that don't count. Raise `Failed` if an answer isn't 2xx."""
    _send(setting, port, requests, authorization, setting.effort.warm_up_s)


def measure(setting: Setting, port: int, requests: list[Request], authorization: str) -> Measured:
    """Measure a server that is warm. Raise `Failed` if an answer isn't 2xx."""
    outcome = _send(setting, port, requests, authorization, setting.effort.seconds)
    return _measured(outcome, outcome.requests)


def load_refused(setting: Setting, port: int, requests: list[Request], authorization: str) -> tuple[Measured, int]:
    """Measure requests some of which are refused, without a warm-up. Return the speed of the others, and how many."""
    outcome = _send(setting, port, requests, authorization, setting.effort.seconds, may_refuse=True)
    return _measured(outcome, outcome.requests - outcome.refused), outcome.refused


def _measured(outcome: Outcome, counted: int) -> Measured:
    if not counted:
        raise Failed("No request was answered with a success.")
    return Measured(counted / outcome.taken_us * 1e6, outcome.p50_us / 1000, outcome.p99_us / 1000)


def _send(
    setting: Setting,
    port: int,
    requests: list[Request],
    authorization: str,
    seconds: int,
    *,
    may_refuse: bool = False,
) -> Outcome:
    file, connections = setting.directory / "requests", setting.effort.connections
    traffic.write_requests(file, requests, authorization)
    if setting.generator == "wrk":
        # On a busy machine a large page may take longer than wrk's own two seconds.
        words = ["wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--timeout", "10s", "-s", str(SCRIPT)]
        words += [f"http://127.0.0.1:{port}", "--", str(file)]
    else:
        words = [sys.executable, "-m", "bench.load", str(port), str(file), str(connections), str(seconds)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=seconds * 2 + 30, check=False)
    if done.returncode != 0 or not done.stdout:
        raise Failed(f"The load generator failed: {(done.stderr or done.stdout).strip()[-1000:]}")
    outcome = msgspec.json.decode(done.stdout.splitlines()[-1], type=Outcome)
    # A warm-up may end before the first of sixteen large pages is sent.
    if (outcome.refused and not may_refuse) or outcome.broken:
        raise Failed(
            f"Of {outcome.requests} requests, {outcome.refused} were not answered 2xx and {outcome.broken} connections"
            " failed, so there is no result."
        )
    return outcome
