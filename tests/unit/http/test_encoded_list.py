"""Long lists are made and encoded some at a time."""

from collections.abc import Sequence

import msgspec
import pytest

from parlour.http.json import AT_A_TIME, ENCODER, encoded_list


class Row(msgspec.Struct, frozen=True):
    id: int


@pytest.mark.parametrize("count", [0, 1, AT_A_TIME - 1, AT_A_TIME, AT_A_TIME + 1, 3 * AT_A_TIME, 3 * AT_A_TIME + 1])
def test_a_list_is_sent_as_if_it_were_made_in_one_go(count: int) -> None:
    made: list[int] = []

    def make(some: Sequence[int]) -> list[Row]:
        made.append(len(some))
        return [Row(each) for each in some]

    rows = encoded_list([*range(count)], make)
    assert ENCODER.encode({"data": rows}) == ENCODER.encode({"data": [Row(each) for each in range(count)]})
    assert sum(made) == count
    assert max(made, default=0) <= AT_A_TIME
