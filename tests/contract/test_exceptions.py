"""The listed exceptions from the contracts, and the script that holds descriptions against them"""

import importlib.machinery
import importlib.util
import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from litestar import Litestar

from tests.support.operations import operations

ROOT = Path(__file__).parent.parent.parent
LISTED = tomllib.loads(Path(__file__).with_name("exceptions.toml").read_text())
DIFFERENCES = [difference for groups in LISTED.values() for each in groups for difference in each["differences"]]
A, B = "GET /goods: 200.data.a: missing", "GET /goods: 200.data.b: missing"


@pytest.fixture(scope="module")
def conform() -> ModuleType:
    loader = importlib.machinery.SourceFileLoader("conform", str(ROOT / ".ci/conform"))
    spec = importlib.util.spec_from_loader("conform", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("found", "listed", "complaints"),
    [
        ({A, B}, [A, B], []),
        ({A, B}, ["GET /goods: 200.data.*"], []),
        ({A, B}, [A], [f"not listed: {B}"]),
        ({A}, [A, B], [f"gone: {B}"]),
        ({A}, [A, "GET /goods: 201*"], ["gone: GET /goods: 201*"]),
        ({A}, ["GET /goods: 200.data"], [f"not listed: {A}", "gone: GET /goods: 200.data"]),
    ],
)
def test_what_is_not_listed_and_what_is_gone_is_reported(
    conform: ModuleType, found: set[str], listed: list[str], complaints: list[str]
) -> None:
    assert [*conform.complaints(found, listed)] == complaints


def test_each_exception_is_of_an_operation_that_is_there(litestar: Litestar) -> None:
    there = {f"{method.upper()} {blank(path)}" for method, path, _ in operations(litestar)}
    assert {blank(each.partition(": ")[0]) for each in DIFFERENCES} <= {blank(each) for each in there}
    assert len(DIFFERENCES) == len(set(DIFFERENCES))


def blank(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path).replace("/api/v1", "").replace("/api/v2", "")


def test_each_quirk_that_a_reason_cites_is_in_the_table() -> None:
    known = set(re.findall(r"^\| (Q-\d+) ", (ROOT / "docs/quirks.md").read_text(), re.MULTILINE))
    reasons = " ".join(each["reason"] for groups in LISTED.values() for each in groups)
    assert set(re.findall(r"Q-\d+", reasons)) <= known
