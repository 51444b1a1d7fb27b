"""The search of tests/fuzz, longer: other requests each time, and each odd value in each field of each body."""

from typing import Any

import pytest

from tests.fuzz.conftest import app, ids, walk
from tests.fuzz.documents import ODD_NUMBERS, ODD_TEXTS, Token, places_of, rendered, replaced
from tests.fuzz.requests import near_requests
from tests.fuzz.test_operations import as_it_is
from tests.fuzz.walking import Walk
from tests.support.client import Form
from tests.support.requests import Ids

__all__ = ["app", "ids", "walk"]
EXAMPLES = 60
ODD: list[Any] = [*map(Token, ODD_NUMBERS), *ODD_TEXTS, None, True, [], {}, [None]]


@pytest.mark.timeout(1800)
def test_nothing_breaks_in_a_long_search(walk: Walk, ids: Ids) -> None:
    requests = [(f"{good.method} {good.path}", near_requests(good)) for good in walk.good_requests(ids)]
    walk.search(requests, examples=EXAMPLES, is_fixed=False)


@pytest.mark.timeout(1800)
def test_each_odd_value_in_each_place_of_each_body(walk: Walk, ids: Ids) -> None:
    """All that breaks is listed, the first value for each place: one fault is often one of a kind."""
    broken = []
    for good in walk.good_requests(ids):
        if good.body is None or isinstance(good.body, Form):
            continue
        for place in places_of(good.body):
            for odd in ODD:
                document = rendered(replaced(good.body, place, odd), is_escaped=True)
                try:
                    walk.send(good.path, as_it_is(good, document.encode()))
                except AssertionError as error:
                    broken.append(f"{good.method} {good.path} {place} {odd!r:.100}: {error!s:.300}")
                    break
    assert broken == []
