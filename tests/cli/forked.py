"""The command in a process of its own that need not import everything again: it is forked from one that has."""

import multiprocessing
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from multiprocessing.reduction import DupFd
from typing import IO, Any

from parlour.__main__ import main

TIMEOUT_S = 120
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["parlour.cli.main", "parlour.app"])


def run_forked(words: Sequence[str], environ: Mapping[str, str], said: str) -> tuple[int, str, str]:
    """Run the command; return its exit code, and what it wrote to standard output and to standard error."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write(said.encode())
        given.seek(0)
        files = [DupFd(file.fileno()) for file in (given, out, err)]
        process = FORKS.Process(target=_become_command, args=(words, dict(environ), files))
        process.start()
        process.join(TIMEOUT_S)
        code = process.exitcode
        process.kill()  # if it hasn't ended by itself
        process.join()
        process.close()
        written, said_of_it = _text_of(out), _text_of(err)
    if code is None:
        raise TimeoutError(*words, written, said_of_it)
    return code, written, said_of_it


def _text_of(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


def _become_command(words: Sequence[str], environ: Mapping[str, str], files: Sequence[Any]) -> None:
    for number, file in enumerate(files):
        os.dup2(file.detach(), number)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - multiprocessing has closed it
    os.environ.clear()
    os.environ.update(environ)
    sys.argv = ["parlour", *words]
    main()
