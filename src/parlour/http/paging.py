"""Page and count of a list."""

from typing import Annotated

from litestar.params import QueryParameter

Page = Annotated[int, QueryParameter(ge=1, le=1_000_000_000, description="The page, from 1.")]


def offset_of(page: int, count: int) -> int:
    """How many rows come before the page."""
    return (page - 1) * count
