"""Count what an operation costs: lines of source and of its own tests, by area. Run by `make sizes`.

A test belongs to an area if its folder follows an address of the area's operations (tests/api/v1/goods for
`/api/v1/goods/…`), or has the area's name. All other tests are shared.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from parlour.routes import all_operations

ROOT = Path(__file__).parent.parent
AREAS = ROOT / "src" / "parlour" / "areas"
TESTS = ROOT / "tests"


def lines_of(files: Iterator[Path]) -> int:
    """Return the number of lines that are not empty."""
    return sum(1 for file in files for line in file.read_text(encoding="utf-8").splitlines() if line.strip())


def area_of(module: str) -> str:
    return module.split(".")[2]


def areas_by_folder() -> dict[str, str]:
    """Return the area of each folder of tests: the one with the most operations at its addresses."""
    found: dict[str, Counter[str]] = {}
    for operation in all_operations():
        for folder in _folders_of(operation.path):
            found.setdefault(folder, Counter())[area_of(operation.handler.__module__)] += 1
    return {folder: areas.most_common(1)[0][0] for folder, areas in found.items()}


def _folders_of(path: str) -> Iterator[str]:
    parts = [part for part in path.removeprefix("/api/").split("/") if not part.startswith("{")]
    for end in range(2, len(parts) + 1):
        yield "/".join(parts[:end])


def tests_of_areas() -> Counter[str]:
    """Return the lines of the areas' own tests; those of no area under an empty name."""
    by_folder, found = areas_by_folder(), Counter[str]()
    names = {folder.name for folder in AREAS.iterdir()}
    for file in TESTS.rglob("*.py"):
        folder = file.parent.relative_to(TESTS)
        candidates = [folder, *folder.parents]
        area = next((by_folder[name] for each in candidates if (name := _address(each)) in by_folder), "")
        first = folder.parts[0] if folder.parts else ""
        found[area or (first if first in names else "")] += lines_of(iter([file]))
    return found


def _address(folder: Path) -> str:
    return "/".join(folder.parts[1:]) if folder.parts[:1] == ("api",) else ""


def main() -> None:
    operations = Counter(area_of(each.handler.__module__) for each in all_operations())
    tests = tests_of_areas()
    print(f"{'area':<14}{'operations':>11}{'source':>9}{'each':>7}{'own tests':>11}{'each':>7}")
    total_source = 0
    for area, count in operations.most_common():
        source = lines_of((AREAS / area).rglob("*.py"))
        total_source += source
        print(f"{area:<14}{count:>11}{source:>9}{source / count:>7.0f}{tests[area]:>11}{tests[area] / count:>7.0f}")
    others = lines_of(AREAS.rglob("*.py")) - total_source
    own = sum(tests[area] for area in operations)
    count, everything = operations.total(), total_source + others
    print(f"{'(no operation)':<14}{'':>11}{others:>9}")
    print(f"{'all':<14}{count:>11}{everything:>9}{everything / count:>7.0f}{own:>11}{own / count:>7.0f}")
    print(f"Shared tests: {sum(tests.values()) - own} lines.")


if __name__ == "__main__":
    main()
