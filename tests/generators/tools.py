"""The tools that the tests of this folder run: where `make generators` has put them, and what Debian has of them."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

HOME = Path(os.environ.get("PARLOUR_GENERATORS", ".generators"))
"""Where `make generators` installs what PyPI and npm have (see the Makefile)."""
PLACES = os.pathsep.join([str(HOME / "python/bin"), str(HOME / "node_modules/.bin"), os.environ["PATH"]])
MAX_SECONDS = 240


def run(*command: str | Path, directory: Path, environ: dict[str, str] | None = None) -> str:
    """What the command prints. Fails the test with it unless the command ends well, skips the test without it."""
    program = find(str(command[0]))
    done = subprocess.run(
        [program, *command[1:]],
        cwd=directory,
        env=os.environ | {"PATH": PLACES, "REDOCLY_TELEMETRY": "off", "NO_COLOR": "1"} | (environ or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=MAX_SECONDS,
        check=False,
    )
    assert done.returncode == 0, f"{command[0]}:\n{done.stdout[-6000:]}"
    return done.stdout


def find(program: str) -> str:
    """The program's path. Skips the test where it isn't installed."""
    found = shutil.which(program, path=PLACES)
    if found is None:
        pytest.skip(f"{program} is not installed; `make generators` and .ci/run install it.")
    return found


def need(*files: str | Path) -> list[Path]:
    """The files, such as libraries. Skips the test where one is missing."""
    for file in map(Path, files):
        if not file.exists():
            pytest.skip(f"{file} is not installed; `make generators` and .ci/run install it.")
    return [Path(file) for file in files]
