"""What a worker remembers of the pages that clients turn."""

import time

import pytest

from parlour.http import walks as module
from parlour.http.walks import Reached, Walks


@pytest.fixture
def walks() -> Walks[str]:
    return Walks()


def test_nothing_is_known_at_first(walks: Walks[str]) -> None:
    assert walks.nearest("anna", 5) == Reached(0, None)


def test_the_nearest_page_before_is_known(walks: Walks[str]) -> None:
    for page in (1, 2, 7):
        walks.remember("anna", page, f"end of {page}")
    assert [walks.nearest("anna", page).page for page in (1, 2, 3, 6, 7, 8)] == [0, 1, 2, 2, 2, 7]
    assert walks.nearest("anna", 3).end == "end of 2"


def test_the_first_page_forgets_the_others(walks: Walks[str]) -> None:
    walks.remember("anna", 1, "old")
    walks.remember("anna", 2, "old")
    walks.remember("anna", 1, "new")
    assert walks.nearest("anna", 9) == Reached(1, "new")


def test_walks_are_told_apart(walks: Walks[str]) -> None:
    walks.remember("anna", 1, "hers")
    assert walks.nearest("bert", 2) == Reached(0, None)


def test_a_walk_is_forgotten_after_a_while(walks: Walks[str], monkeypatch: pytest.MonkeyPatch) -> None:
    walks.remember("anna", 1, "end")
    later = time.monotonic() + module.LIFETIME_S + 1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert walks.nearest("anna", 2) == Reached(0, None)


def test_only_so_much_is_remembered(walks: Walks[str]) -> None:
    for page in range(1, module.MAX_PAGES + 2):
        walks.remember("anna", page, "end")
    assert walks.nearest("anna", 2).page == 0
    assert walks.nearest("anna", 3).page == 2
    for number in range(module.MAX_WALKS):
        walks.remember(number, 1, "end")
    assert walks.nearest("anna", 3) == Reached(0, None)
    assert walks.nearest(0, 2).page == 1
