"""The export of a million transactions: its speed, and the memory that the server needs for it."""

import http.client
import time
from pathlib import Path

import msgspec

from bench.measure import Failed
from bench.servers import Server
from bench.stock_rows import BUSIEST

PIECE = 1 << 20
TIMEOUT_S = 60


class Exported(msgspec.Struct, frozen=True):
    """The result of an export and its cost."""

    rows: int
    taken_s: float
    peak_mb: float | None
    """The peak of the server's memory since its start; None if the system doesn't report it."""


def measure(server: Server, authorization: str) -> Exported:
    """Read all transactions of the busiest location. Raise `Failed`."""
    begun = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=TIMEOUT_S)
    try:
        connection.request(
            "GET", f"/api/v1/storages/transactions/{BUSIEST}/export", headers={"Authorization": authorization}
        )
        answer = connection.getresponse()
        if answer.status != http.HTTPStatus.OK:
            raise Failed(f"The export: {answer.status} {answer.read()[:500]!r}")
        lines = 0
        while piece := answer.read(PIECE):
            lines += piece.count(b"\n")
    except (OSError, http.client.HTTPException) as error:
        raise Failed(f"The export broke off: {error}") from None
    finally:
        connection.close()
    return Exported(lines - 1, time.perf_counter() - begun, _peak_mb(server.pid))


def _peak_mb(pid: int) -> float | None:
    """Return the peak of a process's memory, as Linux reports it; None on other systems."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return None
    peak_kb = next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(peak_kb) / 1024
