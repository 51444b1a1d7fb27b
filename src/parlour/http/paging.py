"""Parameters that lists have in common: page, count, ids to filter by, and switches."""

from typing import Annotated

from litestar.openapi.spec import Example
from litestar.params import QueryParameter

from parlour.ids import MAX_ID

# 0 is read as 1: see `Pages.stretch`.
Page = Annotated[
    int, QueryParameter(ge=0, le=1_000_000_000, description="The page, from 1; 0 is the first page as well.")
]


def id_parameter(description: str, example: int, low: int = 1) -> QueryParameter:
    """Annotate a query parameter that is an id."""
    return QueryParameter(ge=low, le=MAX_ID, description=description, examples=[Example(value=example)])


def moment_parameter(description: str, example: str, name: str | None = None) -> QueryParameter:
    """Annotate a query parameter that is a date and time."""
    return QueryParameter(
        name=name,
        description=f"{description} ISO 8601; without an offset in the location's time.",
        schema_extra={"type": "string", "format": "date-time"},
        examples=[Example(value=example)],
    )


def switch_parameter(description: str) -> QueryParameter:
    """Annotate a query parameter that is on or off."""
    return QueryParameter(description=description, examples=[Example(value=True)])


def offset_of(page: int, count: int) -> int:
    """Return the number of rows before the page."""
    return (page - 1) * count
