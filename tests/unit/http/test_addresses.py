"""Numbers in addresses are plain; texts beside them are what they are."""

import pytest
from litestar import get
from litestar.params import FromPath

from parlour.http.authorise import _places_of_ids


@get(["/api/v1/a/{text:str}/{first:int}/b/{second:int}", "/a/{text:str}/{first:int}/b/{second:int}"])
async def mixed(text: FromPath[str], first: FromPath[int], second: FromPath[int]) -> None: ...


@get("/api/v1/check/{text:str}")
async def of_text(text: FromPath[str]) -> None: ...


@pytest.mark.parametrize(("handler", "places"), [(mixed, (-3, -1)), (of_text, ())])
def test_only_whole_numbers_are_held_to_the_rule(handler: object, places: tuple[int, ...]) -> None:
    assert _places_of_ids(handler) == places
