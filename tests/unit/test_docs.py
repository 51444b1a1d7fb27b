"""The documentation says what is so: settings, links, and the README's client."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from parlour.settings import DESCRIPTIONS, Settings
from tests.support.people import OWNER, PARTNER_TOKEN, PASSWORD
from tests.support.server import Shared

PAGES = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "bench/results/README.md", "docs"]


def pages(repo: Path) -> list[Path]:
    return [page for name in PAGES for page in ([repo / name] if name.endswith(".md") else (repo / name).rglob("*.md"))]


def test_every_setting_is_documented(repo: Path) -> None:
    assert list(DESCRIPTIONS) == list(Settings.__struct_fields__)
    text = (repo / "docs" / "settings.md").read_text()
    for name, meaning in DESCRIPTIONS.items():
        row = next(line for line in text.splitlines() if line.startswith(f"| `{name}` "))
        assert f"PARLOUR_{name.upper()}" in row
        assert meaning in row
        default = getattr(Settings(), name)
        assert default in (None, ()) or f"`{default}`" in row


def test_every_dependency_is_declared_and_has_a_reason(repo: Path) -> None:
    """pyproject.toml is what installs Parlour elsewhere; requirements/runtime.in is what `make install` pins."""
    wanted = [line.strip() for line in (repo / "requirements" / "runtime.in").read_text().splitlines()]
    declared = tomllib.loads((repo / "pyproject.toml").read_text())["project"]["dependencies"]
    assert [line.replace("'", '"') for line in declared] == [line.replace("'", '"') for line in wanted]

    table = (repo / "docs" / "decisions" / "dependencies.md").read_text()
    reasons = {name.strip() for row in re.findall(r"^\| (.+?) \|", table, re.MULTILINE) for name in row.split(",")}
    assert {line.partition(";")[0] for line in wanted} <= reasons


def test_links_lead_somewhere(repo: Path) -> None:
    for page in pages(repo):
        for target in re.findall(r"\]\(([^)#]+)", page.read_text()):
            assert target.startswith("http") or (page.parent / target).exists(), f"{page.name}: {target}"


def test_each_protection_names_a_test_that_is_there(repo: Path) -> None:
    named = re.findall(r"`(tests/[\w/.]+)`", (repo / "docs" / "security.md").read_text())
    assert len(named) > 50
    assert [name for name in named if not (repo / name).exists()] == []


def test_the_client_of_the_readme_works(repo: Path, shared_server: Shared) -> None:
    code = re.findall(r"```python\n(.*?)```", (repo / "README.md").read_text(), re.DOTALL)[0]
    code = code.replace("http://127.0.0.1:8000", shared_server.base_url)
    code = code.replace('PARTNER = "…"', f'PARTNER = "{PARTNER_TOKEN}"')
    code = code.replace('"login": "…", "password": "…"', f'"login": "{OWNER.email}", "password": "{PASSWORD}"')
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
