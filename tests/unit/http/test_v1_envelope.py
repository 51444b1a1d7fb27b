"""The v1 envelope: its parts, each in its place."""

from typing import Any

import msgspec
import pytest
from msgspec import UNSET

from parlour.http.json import ENCODER
from parlour.http.v1_envelope import (
    answer,
    counted,
    counted_page,
    message_answer,
    page_answer,
    page_with_etag,
    with_etag,
)

DATA = [{"id": 7}]
DONE = {"success": True, "data": DATA}


def sent(content: Any) -> Any:
    return msgspec.json.decode(ENCODER.encode(content))


@pytest.mark.parametrize(
    ("content", "body"),
    [
        (answer(DATA), {**DONE, "meta": []}),
        (counted(DATA, 5), {**DONE, "meta": {"count": 5}}),
        (page_answer(DATA, UNSET), {**DONE, "meta": []}),
        (page_answer(DATA, "next"), {**DONE, "meta": {"next_cursor": "next"}}),
        (page_answer(DATA, None), {**DONE, "meta": {"next_cursor": None}}),
        (counted_page(DATA, 5, UNSET), {**DONE, "meta": {"count": 5}}),
        (counted_page(DATA, 5, "next"), {**DONE, "meta": {"count": 5, "next_cursor": "next"}}),
        (counted_page(DATA, 5, None), {**DONE, "meta": {"count": 5, "next_cursor": None}}),
        (message_answer("Done."), {"success": True, "data": None, "meta": {"message": "Done."}}),
    ],
)
def test_an_answer_has_its_parts(content: Any, body: Any) -> None:
    assert sent(content) == body


def test_an_answer_may_come_with_the_revision_of_its_item() -> None:
    one, page = with_etag(DATA, 3), page_with_etag(DATA, 4, "next")
    assert (one.revision, sent(one.content)) == (3, {**DONE, "meta": []})
    assert (page.revision, sent(page.content)) == (4, {**DONE, "meta": {"next_cursor": "next"}})
