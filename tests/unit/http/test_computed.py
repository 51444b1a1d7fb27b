"""What is computed once and looked up from then on."""

from parlour.http.computed import Computed


def test_each_result_is_computed_once() -> None:
    asked: list[int] = []

    def double(number: int) -> int:
        asked.append(number)
        return 2 * number

    doubled = Computed(double)
    assert [doubled[number] for number in (1, 2, 1, 2)] == [2, 4, 2, 4]
    assert asked == [1, 2]


def test_it_never_holds_more_than_it_may() -> None:
    doubled: Computed[int, int] = Computed(lambda number: 2 * number, 3)
    for number in range(10):
        assert doubled[number] == 2 * number
        assert len(doubled) <= 3
