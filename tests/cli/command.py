"""The real command: started, forked, or inside the process of the test where that shows the same."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from parlour.cli.main import run
from tests.cli.forked import TIMEOUT_S, run_forked

# What would colour the output or set something behind the back of the tests.
UNWANTED = ("PARLOUR_", "GITHUB_ACTIONS", "FORCE_COLOR", "PY_COLORS")


class Done(msgspec.Struct, frozen=True):
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The JSON document of a command that went well."""
        assert self.code == 0, self.err
        return msgspec.json.decode(self.out)

    def assert_refused(self, code: int = 1) -> str:
        """It failed with one plain line, and nothing that a script could take for a result. Gives the line."""
        assert self.code == code, self.err or self.out
        assert self.err.count("\n") == 1, self.err
        assert "Traceback" not in self.err
        assert self.out == ""
        return self.err.rstrip("\n")


class Parlour:
    """`python -m parlour` on one data directory."""

    def __init__(self, data_dir: Path) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(UNWANTED)}
        self.environ = {**kept, "PARLOUR_DATA_DIR": str(data_dir)}

    def __call__(self, *words: object, said: str | None = None, **environ: str) -> Done:
        """Run it in a forked process, which takes a tenth of a start. `said` is what stands on standard input."""
        return Done(*run_forked([str(word) for word in words], {**self.environ, **environ}, said or ""))

    def start(self, *words: object, **environ: str) -> Done:
        """Run it in an interpreter that was started for it, as a shell would."""
        done = subprocess.run(
            self.command(*words),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env={**self.environ, **environ},
            timeout=TIMEOUT_S,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def command(self, *words: object) -> list[str]:
        return [sys.executable, "-m", "parlour", *map(str, words)]


class Inside:
    """The same without a process: an interpreter takes longer to start than most commands to refuse."""

    def __init__(self, parlour: Parlour, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> None:
        self._patch = patch
        self._capture = capture
        patch.setattr("os.environ", parlour.environ)

    def __call__(self, *words: object, **environ: str) -> Done:
        with self._patch.context() as patch:
            patch.setattr("sys.argv", ["parlour", *map(str, words)])
            patch.setattr("parlour.serving.configure_logging", lambda _: None)  # the process belongs to the tests
            for name, value in environ.items():
                patch.setitem(os.environ, name, value)
            code = run()
        said = self._capture.readouterr()
        return Done(code, said.out, said.err)
