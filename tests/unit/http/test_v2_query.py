"""A `sort` or `filter` that an operation of API v2 doesn't know is refused."""

import pytest

from parlour.errors import Fault, Invalid
from parlour.http.v2_query import refuse_unknown_filters

OWN = ("filter[id]", "sort", "page")


@pytest.mark.parametrize("names", [[], ["sort"], ["filter[id]", "filter[id]"], ["unheard_of", "x[sort]", "sorted"]])
def test_what_it_knows_and_what_is_no_filter_passes(names: list[str]) -> None:
    refuse_unknown_filters([(name, "1") for name in names], OWN)


def test_all_others_are_reported_once() -> None:
    names = ["filter[title]", "page", "filter", "sort[id]", "filter[title]", "filter[id]", "x"]
    with pytest.raises(Invalid) as refused:
        refuse_unknown_filters([(name, "1") for name in names], OWN)
    said = "This is not supported here."
    assert refused.value.faults == tuple(Fault(name, said) for name in ("filter[title]", "filter", "sort[id]"))
