"""docs/mock.md says what is so: each command is run, and answers with the status that stands behind it."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.server import Shared


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_the_commands_of_the_page_answer_what_it_says(repo: Path, shared_server: Shared) -> None:
    page = (repo / "docs" / "mock.md").read_text()
    variables = "\n".join(re.findall(r"^[A-Z]+=.*$", page, re.MULTILINE))
    commands = re.findall(r"^(curl .*?)  # (\d{3})$", page, re.MULTILINE)
    assert len(commands) == page.count("\ncurl ") > 5
    here = variables.replace("http://127.0.0.1:8000", shared_server.base_url)
    statuses = [_status(f"{here}\n{command}") for command, _ in commands]
    assert statuses == [promised for _, promised in commands]


def _status(script: str) -> str:
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    return done.stdout.split()[1]
