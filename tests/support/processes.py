"""Information of the system about processes: children, memory, command."""

import contextlib

import psutil


def is_running(pid: int) -> bool:
    """Whether the process is there and has not ended; its parent may not have asked yet how it ended."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return psutil.Process(pid).status() not in (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD)
    return False


def children_of(pid: int) -> list[int]:
    """The processes below this one, all generations."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return [child.pid for child in psutil.Process(pid).children(recursive=True)]
    return []


def command_of(pid: int) -> str:
    """The command line; empty when there is no such process."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return " ".join(psutil.Process(pid).cmdline())
    return ""


def memory_of(pid: int) -> int:
    """Bytes in memory; 0 when there is no such process."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return psutil.Process(pid).memory_info().rss
    return 0


def processor_time_of(pid: int) -> float:
    """Seconds of a core that it has used; 0 when there is no such process."""
    with contextlib.suppress(psutil.NoSuchProcess):
        used = psutil.Process(pid).cpu_times()
        return used.user + used.system
    return 0.0
