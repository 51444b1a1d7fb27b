"""The rooms of the areas: their names, and what one area may use of another."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import parlour.areas

AREAS = Path(parlour.areas.__file__).parent
ROOMS = {"model", "refusals", "rights", "queries", "service", "wire", "v1", "v2", "pages", "operator"}
OPEN = ("model", "refusals", "rights", "service", "wire", "v1.wire", "v2.wire")
# May only shrink.
ALLOWED = {
    ("inventory.v2.sold_items", "stock.queries.balances"),
    ("locations.service.locations", "dictionaries.queries"),
    ("locations.v1.companies", "dictionaries.queries"),
    ("products.queries.columns", "stock.queries.levels"),
    ("products.v2.categories", "categories.queries"),
    ("products.v2.products", "stock.queries.balances"),
}


def modules() -> Iterator[tuple[str, Path]]:
    """Yield each module of an area with its name below `parlour.areas`."""
    for path in sorted(AREAS.glob("*/**/*.py")):
        yield ".".join(path.relative_to(AREAS).with_suffix("").parts).removesuffix(".__init__"), path


def used(text: str) -> Iterator[str]:
    """Yield what a module imports of areas, down to the room and, where it is one, the module in it."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("parlour.areas."):
            module = str(node.module).removeprefix("parlour.areas.")
            for name in node.names:
                inside = AREAS.joinpath(*module.split("."), name.name)
                yield f"{module}.{name.name}" if inside.is_dir() or inside.with_suffix(".py").is_file() else module


def reaches(name: str, text: str) -> set[tuple[str, str]]:
    """Return what a module uses of other areas that isn't open to them."""
    area = name.partition(".")[0]
    others = {other for other in used(text) if "." in other and other.partition(".")[0] != area}
    return {(name, other) for other in others if not other.partition(".")[2].startswith(OPEN)}


def test_an_area_has_rooms_by_role_and_nothing_else() -> None:
    named = {parts[1] for name, _ in modules() if len(parts := name.split(".")) > 1}
    assert named == ROOMS


def test_an_area_leaves_statements_and_handlers_of_another_alone() -> None:
    assert set().union(*(reaches(name, path.read_text()) for name, path in modules())) == ALLOWED


@pytest.mark.parametrize(
    ("line", "is_open"),
    [
        ("from parlour.areas.products.model.products import Product", True),
        ("from parlour.areas.products.v1.wire import products", True),
        ("from parlour.areas.products.queries.products import list_products", False),
        ("from parlour.areas.products.queries import products", False),
        ("from parlour.areas.products import queries", False),
        ("from parlour.areas.products.v1.products import get_product", False),
        ("from parlour.areas.products.v1 import products", False),
        ("from parlour.areas.categories import queries, model", False),
        ("from parlour.areas.folding import fold", True),
        ("from parlour.areas.users.queries import members", True),
    ],
)
def test_the_rule_knows_what_is_open(line: str, is_open: bool) -> None:
    assert (reaches("users.service.members", line) == set()) == is_open
