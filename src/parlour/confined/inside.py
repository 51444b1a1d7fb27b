"""The inside of a confined process: its limits, and the loop that answers requests from standard input.

A request is its length, the memory it may take and its content; an answer is its length and its content. The process
imports as little as possible, because it must start quickly and know no secrets.
"""

import contextlib
import ctypes
import os
import signal
import struct
import sys
from collections.abc import Callable

if sys.platform != "win32":
    import resource

REQUEST_HEAD = struct.Struct(">IQ")
ANSWER_HEAD = struct.Struct(">I")
READY = b"+"
OUT_OF_MEMORY = b""
"""The answer to a request that needs more memory than it may take."""
CPU_S = 8
# Memory for the interpreter, its libraries, the request and the answer, in addition to the memory of the work.
BASE_MEMORY = 80 * 1024 * 1024
_PR_SET_PDEATHSIG = 1


def answer_requests(answer: Callable[[bytes], bytes]) -> None:
    """Answer one request after the other until standard input ends."""
    _confine()
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    with contextlib.suppress(BrokenPipeError):  # the server no longer waits for the answer
        answers.write(READY)
        answers.flush()
        while len(head := requests.read(REQUEST_HEAD.size)) == REQUEST_HEAD.size:
            length, memory = REQUEST_HEAD.unpack(head)
            _allow(memory)
            request = requests.read(length)
            try:
                result = answer(request)
            except MemoryError:
                result = OUT_OF_MEMORY
            answers.write(ANSWER_HEAD.pack(len(result)) + result)
            answers.flush()
            del request, result
            _trim()


def _confine() -> None:
    """Give up what the work doesn't need, and die with the parent.

    Signals to the process group are for the server, which ends this process when the work is done.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before the call
            sys.exit()
    if sys.platform != "win32":
        for kind, most in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_NOFILE, 16)):
            _limit(kind, most)


def _allow(memory: int) -> None:
    """Limit the next request to some seconds of a core, and to this much memory."""
    if sys.platform != "win32":
        used = resource.getrusage(resource.RUSAGE_SELF)
        _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + CPU_S)
        _limit(resource.RLIMIT_DATA, BASE_MEMORY + memory)


def _trim() -> None:
    """Give freed memory back to the system, if its C library can do that."""
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError):
            ctypes.CDLL(None).malloc_trim(0)


def _limit(kind: int, most: int) -> None:
    """Set a soft limit, if the system knows it; the hard one stays, so that the next request may have more."""
    hard = resource.getrlimit(kind)[1]
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
