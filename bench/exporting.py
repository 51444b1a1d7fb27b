"""The export of a million transactions: how fast it comes, and how much memory the server takes for it."""

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
    """What an export gave and took."""

    rows: int
    taken_s: float
    peak_mb: float | None
    """Of the server's memory, since it was started; None where the system doesn't tell."""


def measure(server: Server, authorization: str) -> Exported:
    """Reads all transactions of the busiest location. Raises `Failed`."""
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
    """The most memory that a process has ever had, as Linux tells it."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return None
    peak_kb = next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(peak_kb) / 1024
