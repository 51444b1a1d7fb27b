"""What a worker remembers of the pages that clients turn."""

import time
from typing import Any

import pytest
from msgspec.structs import replace

from parlour.http import walks as module
from parlour.http.walks import Step, Walks

FIRST = Step(b"anna", ("192.0.2.1", 1234), b"products", 25, 1)


@pytest.fixture
def walks() -> Walks:
    return Walks()


def test_the_memory_is_empty_at_first(walks: Walks) -> None:
    assert walks.end_of(FIRST) is None


def test_the_end_of_a_page_is_known(walks: Walks) -> None:
    walks.remember(FIRST, "old")
    walks.remember(FIRST, "new")
    assert walks.end_of(FIRST) == "new"


@pytest.mark.parametrize(
    "other",
    [
        {"person": b"bert"},
        {"connection": ("192.0.2.1", 4321)},
        {"connection": ("192.0.2.2", 1234)},
        {"mark": b"changes"},
        {"limit": 26},
        {"page": 2},
    ],
)
def test_the_end_of_another_page_is_unknown(walks: Walks, other: dict[str, Any]) -> None:
    walks.remember(FIRST, "end")
    assert walks.end_of(replace(FIRST, **other)) is None


def test_it_is_forgotten_after_a_while(walks: Walks, monkeypatch: pytest.MonkeyPatch) -> None:
    walks.remember(FIRST, "end")
    later = time.monotonic() + module.LIFETIME_S + 1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert walks.end_of(FIRST) is None


def test_only_so_much_is_remembered(walks: Walks) -> None:
    for page in range(1, module.MAX_PAGES + 1):
        walks.remember(replace(FIRST, page=page), page)
    walks.remember(FIRST, "again")
    walks.remember(replace(FIRST, page=module.MAX_PAGES + 1), "last")
    assert walks.end_of(FIRST) == "again"
    assert walks.end_of(replace(FIRST, page=2)) is None
    assert walks.end_of(replace(FIRST, page=3)) == 3
