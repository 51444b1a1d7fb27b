"""The documentation says what is so: settings, links, and the README's client."""

import re
import subprocess
import sys
from pathlib import Path

from parlour.settings import DESCRIPTIONS, Settings
from tests.support.people import OWNER, PARTNER_TOKEN, PASSWORD
from tests.support.server import serving

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


def test_links_lead_somewhere(repo: Path) -> None:
    for page in pages(repo):
        for target in re.findall(r"\]\(([^)#]+)", page.read_text()):
            assert target.startswith("http") or (page.parent / target).exists(), f"{page.name}: {target}"


def test_each_protection_names_a_test_that_is_there(repo: Path) -> None:
    named = re.findall(r"`(tests/[\w/.]+)`", (repo / "docs" / "security.md").read_text())
    assert len(named) > 50
    assert [name for name in named if not (repo / name).exists()] == []


def test_the_client_of_the_readme_works(repo: Path, database_url: str) -> None:
    code = re.findall(r"```python\n(.*?)```", (repo / "README.md").read_text(), re.DOTALL)[0]
    with serving(database_url) as server:
        code = code.replace("http://127.0.0.1:8000", server.base_url)
        code = code.replace('PARTNER = "…"', f'PARTNER = "{PARTNER_TOKEN}"')
        code = code.replace('"login": "…", "password": "…"', f'"login": "{OWNER.email}", "password": "{PASSWORD}"')
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
