"""The query parameters of lists of products."""

from typing import Annotated, Literal

from litestar.openapi.spec import Example
from litestar.params import QueryParameter

PRODUCTS = ["Products"]
A_DAY = "2026-01-31T18:30:00-05:00"
# Parameters of lists that clients also send when they request one product, each with an example.
LIST_PARAMETERS: dict[str, object] = {
    "term": "argan",
    "page": 1,
    "count": 25,
    "category_id": 14,
    "changed_after": A_DAY,
    "changed_before": A_DAY,
    "below": "critical",
}

Term = Annotated[
    str | None,
    QueryParameter(
        max_length=255,
        description="Words of a title in any order, whole or in part, or how an article or a barcode begins.",
        examples=[Example(value="argan")],
    ),
]


Below = Annotated[
    Literal["critical", "desired"] | None,
    QueryParameter(
        description="Only what lies below its `critical_amount` or its `desired_amount`; those with 0 never do.",
        examples=[Example(value="critical")],
    ),
]
