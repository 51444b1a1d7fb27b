"""Parlour as it is here and as it was at an older revision: each with its own dependencies, schema and data."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from bench.dataset import Tokens
from bench.measure import Failed

ROOT = Path(__file__).parents[1]
FILL = """
import asyncio, sys, msgspec
from bench.dataset import load
sys.stdout.buffer.write(msgspec.json.encode(asyncio.run(load(sys.argv[1]))))
"""


class Revision(msgspec.Struct, frozen=True):
    """Code that can be run."""

    name: str
    directory: Path
    python: str
    """The interpreter in whose environment it is installed."""

    def fill(self, url: str) -> Tokens:
        """Fill an empty database with this revision's schema and products. Raise `Failed`."""
        return msgspec.json.decode(_run([self.python, "-c", FILL, url], self.directory), type=Tokens)


HERE = Revision("Parlour", ROOT, sys.executable)
"""The code of this directory, with changes that are not committed."""


@contextlib.contextmanager
def checked_out(revision: str, directory: Path) -> Iterator[Revision]:
    """Check out a revision below a directory and install what it names, until the end of the block. Raise `Failed`."""
    try:
        name = _git("rev-parse", "--short", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    except Failed as failure:
        raise Failed(f"There is no revision {revision}: {failure}") from None
    checkout = directory / name
    _git("worktree", "add", "--detach", str(checkout), name)
    try:
        _run(["make", "install", f"PYTHON={sys.executable}"], checkout)
        yield Revision(name, checkout, str(checkout / ".venv/bin/python"))
    finally:
        _git("worktree", "remove", "--force", str(checkout))


def _git(*words: str) -> str:
    return _run(["git", *words], ROOT).decode().strip()


def _run(words: list[str], directory: Path) -> bytes:
    """Return what a command prints. Raise `Failed`."""
    # What `make bench` was called with is not for the other's make.
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "PARLOUR_"))}
    done = subprocess.run(words, cwd=directory, env=environment, capture_output=True, check=False)
    if done.returncode != 0:
        raise Failed(f"{' '.join(words[:2])} failed: {done.stderr.decode(errors='replace').strip()[-1000:]}")
    return done.stdout
