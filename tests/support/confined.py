"""A module for confined processes that does what a request says, however bad that is."""

import os
import resource
import signal
import time
from pathlib import Path
from typing import NoReturn

from parlour.confined.inside import answer_requests


def say(word: str) -> str:
    """Give it back."""
    return word


def who() -> str:
    """Name the process."""
    return str(os.getpid())


def sleep() -> str:
    """Never answer, at no cost."""
    time.sleep(600)
    return ""


def spin() -> NoReturn:
    """Never answer, and use up what is left of a second."""
    resource.setrlimit(resource.RLIMIT_CPU, (1, -1))
    while True:
        pass


def hold(size: str) -> str:
    """Take so much memory."""
    return str(len(bytes(int(size)).replace(b"\0", b"1")))


def crash() -> str:
    """End as a decoder with a bug does."""
    os.kill(os.getpid(), signal.SIGSEGV)
    return ""


def leave() -> NoReturn:
    """End without a word."""
    os._exit(3)


def environment() -> str:
    """Name what the process knows of its surroundings."""
    return " ".join(sorted(os.environ))


def files() -> str:
    """Count the open files."""
    return str(len(list(Path("/proc/self/fd").iterdir())))


ORDERS = {order.__name__: order for order in (say, who, sleep, spin, hold, crash, leave, environment, files)}


def answer(request: bytes) -> bytes:
    """Obey."""
    order, *arguments = request.decode().split()
    return ORDERS[order](*arguments).encode()


if __name__ == "__main__":
    answer_requests(answer)
