"""What the system knows of other processes. Without /proc (as on macOS) it is less; see each function."""

import contextlib
import os
from pathlib import Path

PROC = Path("/proc")


def is_alive(pid: int) -> bool:
    """Return whether there is such a process, a zombie included."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def is_zombie(pid: int) -> bool:
    """Return whether the process is dead and was not yet reaped. Without /proc, return False."""
    with contextlib.suppress(OSError, IndexError):
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] == "Z"
    return False


def works_in(pid: int, directory: Path) -> bool:
    """Return whether the process was started for the directory, or works in it. Without /proc, return True."""
    if not PROC.joinpath("self").exists():
        return True
    with contextlib.suppress(OSError):
        if os.fsencode(directory) in (PROC / str(pid) / "cmdline").read_bytes().split(b"\0"):
            return True
        return (PROC / str(pid) / "cwd").readlink() == directory
    return False


def running_in(directory: Path, program: Path) -> list[int]:
    """List the processes of a program that work in a directory, zombies excluded. Without /proc there are none."""
    found = []
    for process in PROC.glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has ended, is a zombie, or is another user's
            if (process / "cwd").readlink() == directory and (process / "exe").readlink() == program:
                found.append(int(process.name))
    return found
