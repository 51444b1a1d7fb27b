"""The processor time of a server, which other load on the machine changes less than the time on the clock."""

import os
from pathlib import Path

PROCESSES = Path("/proc")
# In its own code and in the system's, and the same of what it started and what has ended.
TIMES = slice(11, 15)


def cpu_ms(pid: int) -> float | None:
    """Return how long a process and all below it have computed; None where the system doesn't say."""
    if not (PROCESSES / str(pid) / "stat").exists():
        return None
    stats = {}
    for file in PROCESSES.glob("[0-9]*/stat"):
        try:
            stats[int(file.parent.name)] = file.read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
    parents = {each: int(fields[1]) for each, fields in stats.items()}
    ticks = sum(sum(map(int, stats[each][TIMES])) for each in stats if _is_below(each, pid, parents))
    return ticks * 1000 / os.sysconf("SC_CLK_TCK")


def _is_below(process: int, pid: int, parents: dict[int, int]) -> bool:
    while process and process != pid:
        process = parents.get(process, 0)
    return process == pid
