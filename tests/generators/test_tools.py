"""Tools that read descriptions find nothing to complain of."""

import json
import re
from pathlib import Path

from tests.generators.tools import run

HERE = Path(__file__).parent


def test_redocly_finds_nothing(description: Path) -> None:
    found = run("redocly", "lint", "--format=json", "--config", HERE / "redocly.yaml", description,
                directory=description.parent)  # fmt: skip
    report = json.loads(found[found.index("{") : found.rindex("}") + 1])
    assert report["problems"] == []


def test_spectral_finds_nothing(description: Path) -> None:
    said = run("spectral", "lint", "--format=text", "--fail-severity=hint", "--ruleset", HERE / "spectral.yaml",
               description, directory=description.parent)  # fmt: skip
    assert "No results" in said


def test_openapi_typescript_makes_types_that_compile(description: Path) -> None:
    said = run("openapi-typescript", description, "-o", "types.d.ts", directory=description.parent)
    assert "⚠" not in said
    run("tsc", "--noEmit", "--strict", "types.d.ts", directory=description.parent)


def test_openapi_python_client_leaves_nothing_out(description: Path) -> None:
    said = run("openapi-python-client", "generate", "--meta", "none", "--fail-on-warning", "--output-path", "client",
               "--path", description, directory=description.parent)  # fmt: skip
    assert not re.search("warning|error|unsupported", said, re.IGNORECASE)
