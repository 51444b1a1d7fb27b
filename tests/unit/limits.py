"""Writes down all limits and times that have no setting: `docs/limits.md`. Run by `make published`."""

import ast
import inspect
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import msgspec

from tests.support.modules import modules_of_parlour

FILE = Path(__file__).parents[2] / "docs" / "limits.md"
HEAD = """# Fixed limits and times

What has no [setting](settings.md): sizes, counts and times (of names with `_S`, in seconds), by the module that has
them. The code says why each is as it is. `make published` writes this page, so that a change shows in a review.

| limit | value |
|---|---|
"""
_LIMIT = re.compile(
    r"(MAX|MOST|MIN|LONGEST|LEAST|SMALLEST|LARGEST|SHORTEST|RESERVED|FIRST)_\w+"
    r"|\w*(_S|_BYTES|_LENGTH|_TIMEOUT|_LIFETIME|_LIMIT|_BATCH|_PER_\w+|_ATTEMPTS|_PERIOD|_PAUSE)"
    r"|(TO|FROM)_\w+|LIMITS|RETRIES|LEASE|RETENTION|SMALLEST|AT_ONCE|AT_A_TIME|WINDOW|BATCH|CONCURRENCY|CHUNK|MOST"
)


def page() -> str:
    rows = [f"| `{name}` | {value} |" for name, value in _limits()]
    return HEAD + "\n".join(rows) + "\n"


def _limits() -> Iterator[tuple[str, str]]:
    for module in modules_of_parlour():
        if module.__name__.startswith("parlour.demo.") or not any(map(_LIMIT.fullmatch, vars(module))):
            continue
        for name in _assigned(module):
            if _LIMIT.fullmatch(name) and (shown := _shown(getattr(module, name))):
                yield f"{module.__name__.removeprefix('parlour.')}.{name}", shown


def _assigned(module: ModuleType) -> list[str]:
    """The names that the module itself gives a value, in its order."""
    targets = [
        target
        for node in ast.parse(inspect.getsource(module)).body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    ]
    return [node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)]


def _shown(value: object) -> str:
    """Numbers and times, alone or together; nothing for what is no limit."""
    match value:
        case bool():
            return ""
        case int():
            return f"{value:_}"
        case float():
            return f"{value:g}"
        case timedelta():
            return str(value)
        case tuple():
            return ", ".join(filter(None, map(_shown, value)))
        case msgspec.Struct():
            return " in ".join(filter(None, map(_shown, msgspec.structs.astuple(value))))
        case _:
            return ""


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
