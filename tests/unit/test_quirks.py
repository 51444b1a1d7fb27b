"""The table of known quirks: ids in order, and each one named by the tests that show it."""

import re
from pathlib import Path

QUIRK_ID = re.compile(r"\bQ-\d+\b")
ROW = re.compile(r"\| (Q-\d{3}) \|( [^|]+ \|){2}")


def ids_in_table(repo: Path) -> list[str]:
    """Return the id of each row; the table is all that begins with a bar, below its two lines of heading."""
    _, _, *rows = [line for line in (repo / "docs" / "quirks.md").read_text().splitlines() if line.startswith("|")]
    matches = [ROW.fullmatch(row) for row in rows]
    return [match[1] if match else f"not a row: {row}" for row, match in zip(rows, matches, strict=True)]


def files_by_id(folder: Path, pattern: str = "*.py") -> dict[str, list[str]]:
    """Return the names of the files that cite each id."""
    found: dict[str, list[str]] = {}
    for file in sorted(folder.rglob(pattern)):
        for id_ in QUIRK_ID.findall(file.read_text()):
            found.setdefault(id_, []).append(str(file.relative_to(folder)))
    return found


def test_ids_are_unique_and_in_order(repo: Path) -> None:
    ids = ids_in_table(repo)
    assert len(ids) > 100
    assert ids == sorted(set(ids))


def test_each_quirk_is_named_by_a_test(repo: Path) -> None:
    cited = files_by_id(repo / "tests")
    assert [id_ for id_ in ids_in_table(repo) if id_ not in cited] == []


def test_each_id_that_is_cited_is_in_the_table(repo: Path) -> None:
    known = set(ids_in_table(repo))
    cited = files_by_id(repo / "tests") | files_by_id(repo / "src") | files_by_id(repo / "docs", "*.md")
    assert {id_: files for id_, files in cited.items() if id_ not in known} == {}
