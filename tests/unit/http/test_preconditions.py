"""Reading If-Match"""

import pytest

from parlour.errors import Invalid
from parlour.http.preconditions import expected_revisions


@pytest.mark.parametrize("header", [None, "*", " * "])
def test_without_a_tag_any_revision_is_accepted(header: str | None) -> None:
    assert expected_revisions(header) is None


@pytest.mark.parametrize(
    ("header", "revisions"),
    [
        ('"3"', {3}),
        (' "3" ', {3}),
        ('"3", "4"', {3, 4}),
        ('"3","4","3"', {3, 4}),
        ('W/"3"', set()),
        ('W/"3", "4"', {4}),
        ('"abc"', set()),
        ('""', set()),
        ('"-1"', set()),
        ('"3.0"', set()),
        ('"9999999999999999999999"', set()),
    ],
)
def test_only_strong_tags_of_ours_match(header: str, revisions: set[int]) -> None:
    assert expected_revisions(header) == frozenset(revisions)


@pytest.mark.parametrize("header", ["3", "", "'3'", '"3', '"3" "4"', '"3", 4', 'w/"3"', '*, "3"'])
def test_what_is_no_tag_is_a_fault(header: str) -> None:
    with pytest.raises(Invalid) as caught:
        expected_revisions(header)
    assert [fault.field for fault in caught.value.faults] == ["If-Match"]
