"""What a worker remembers of the pages that clients turn."""

import time
from typing import Any

import pytest
from msgspec.structs import replace

from parlour.http import page_ends as module
from parlour.http.page_ends import PageEnds, Step

FIRST = Step(b"anna", ("192.0.2.1", 1234), b"products", 25, 1)


@pytest.fixture
def ends() -> PageEnds:
    return PageEnds()


def test_the_memory_is_empty_at_first(ends: PageEnds) -> None:
    assert ends.end_of(FIRST) is None


def test_the_end_of_a_page_is_known(ends: PageEnds) -> None:
    ends.remember(FIRST, "old")
    ends.remember(FIRST, "new")
    assert ends.end_of(FIRST) == "new"


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
def test_the_end_of_another_page_is_unknown(ends: PageEnds, other: dict[str, Any]) -> None:
    ends.remember(FIRST, "end")
    assert ends.end_of(replace(FIRST, **other)) is None


@pytest.mark.parametrize(("seconds", "known"), [(0, "end"), (59.9, "end"), (60, None), (61, None)])
def test_it_is_forgotten_after_a_minute(
    ends: PageEnds, monkeypatch: pytest.MonkeyPatch, seconds: float, known: str | None
) -> None:
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now)
    ends.remember(FIRST, "end")
    monkeypatch.setattr(time, "monotonic", lambda: now + seconds)
    assert ends.end_of(FIRST) == known


def test_only_so_much_is_remembered(ends: PageEnds) -> None:
    for page in range(1, module.MAX_PAGES + 1):
        ends.remember(replace(FIRST, page=page), page)
    ends.remember(FIRST, "again")
    ends.remember(replace(FIRST, page=module.MAX_PAGES + 1), "last")
    assert ends.end_of(FIRST) == "again"
    assert ends.end_of(replace(FIRST, page=2)) is None
    assert ends.end_of(replace(FIRST, page=3)) == 3
