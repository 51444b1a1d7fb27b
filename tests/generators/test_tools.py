"""Tools that read descriptions find nothing to complain of."""

import json
import re
from pathlib import Path
from typing import Any

from tests.generators.tools import run

HERE = Path(__file__).parent
OF_CLIENTS = "/api/v1/company/{location_id}/clients"
FILES, FILE = f"{OF_CLIENTS}/files/{{client_id}}", f"{OF_CLIENTS}/files/{{client_id}}/{{file_id}}"
EVENTS = "/api/v1/activity/{location_id}"
STRATEGY = f"{EVENTS}/duplication_strategy/{{strategy_id}}"
SCHEDULES = "/api/v1/company/{location_id}/schedules"
BY_EVENT = f"{SCHEDULES}/search/{{entity_type}}/{{entity_id}}"
ALIKE = {
    frozenset({FILES, f"{OF_CLIENTS}/{{client_id}}/comments"}),
    frozenset({FILE, f"{OF_CLIENTS}/{{client_id}}/comments/{{comment_id}}"}),
    frozenset({FILES, f"{OF_CLIENTS}/{{client_id}}/merge"}),
    frozenset({FILE, f"{OF_CLIENTS}/{{client_id}}/merge/{{merge_id}}"}),
    frozenset({FILES, f"{OF_CLIENTS}/{{client_id}}/erase"}),
    frozenset({STRATEGY, f"{EVENTS}/{{event_id}}/duplicate"}),
    frozenset({STRATEGY, f"{EVENTS}/{{event_id}}/book"}),
    frozenset({BY_EVENT, f"{SCHEDULES}/{{schedule_id}}/days/{{day_id}}"}),
    frozenset({BY_EVENT, f"{SCHEDULES}/{{schedule_id}}/client_schedules/{{client_schedule_id}}"}),
}


def test_redocly_finds_nothing(description: Path) -> None:
    found = run("redocly", "lint", "--format=json", "--config", HERE / "redocly.yaml", description,
                directory=description.parent)  # fmt: skip
    report = json.loads(found[found.index("{") : found.rindex("}") + 1])
    problems = [problem for problem in report["problems"] if not _is_known(problem)]
    assert problems == []


def _is_known(problem: dict[str, Any]) -> bool:
    """Return whether two addresses seem to be equal that only differ in a word where the other has an id.

    Ids are numbers, so no word is taken for one. Of clients one address is the contract's, the others are ours; of
    events and their schedules both are the contract's.
    """
    return problem["ruleId"] == "no-ambiguous-paths" and frozenset(re.findall("`(.+?)`", problem["message"])) in ALIKE


def test_spectral_finds_nothing(description: Path) -> None:
    said = run("spectral", "lint", "--format=text", "--fail-severity=hint", "--ruleset", HERE / "spectral.yaml",
               description, directory=description.parent)  # fmt: skip
    assert "No results" in said


def test_openapi_typescript_makes_types_that_compile(description: Path) -> None:
    said = run("openapi-typescript", description, "-o", "types.d.ts", directory=description.parent)
    assert "⚠" not in said
    run("tsc", "--noEmit", "--strict", "types.d.ts", directory=description.parent)


def test_openapi_python_client_leaves_nothing_out(description: Path) -> None:
    """Its configuration says that a PDF is a file, which it doesn't know by itself."""
    said = run("openapi-python-client", "generate", "--meta", "none", "--fail-on-warning", "--output-path", "client",
               "--config", HERE / "openapi-python-client.yaml", "--path", description,
               directory=description.parent)  # fmt: skip
    assert not re.search("warning|error|unsupported", said, re.IGNORECASE)
