"""What the system says of processes: children, memory, command. Linux only, like the tests that ask."""

import os
from pathlib import Path


def _stat(pid: int) -> list[str]:
    """The fields behind the name; empty when there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def is_running(pid: int) -> bool:
    """Whether the process is there and has not ended; nobody may have asked yet how it ended."""
    return _stat(pid)[:1] not in ([], ["Z"], ["X"])


def children_of(pid: int) -> list[int]:
    """The processes below this one, all generations."""
    everyone = [int(each.name) for each in Path("/proc").iterdir() if each.name.isdigit()]
    own = [each for each in everyone if _stat(each)[1:2] == [str(pid)]]
    return own + [deeper for each in own for deeper in children_of(each)]


def command_of(pid: int) -> str:
    """The command line."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def memory_of(pid: int) -> int:
    """Bytes in memory; 0 when there is no such process."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
    except (OSError, IndexError):
        return 0


def processor_time_of(pid: int) -> float:
    """Seconds of a core that it has used."""
    return sum(int(ticks) for ticks in _stat(pid)[11:13]) / os.sysconf("SC_CLK_TCK")
