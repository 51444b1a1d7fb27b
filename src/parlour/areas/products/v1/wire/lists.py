"""The queries of lists of products, and the ids in addresses."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal
from zoneinfo import ZoneInfo

from msgspec import Meta

from parlour.areas.folding import fold
from parlour.areas.products.model.products import ProductFilter
from parlour.http.cursors import Cursor
from parlour.http.dates import Instant
from parlour.http.fields import IdOrZero
from parlour.http.path_parts import PathPart
from parlour.http.query import PageNumber, Query, moment_parameter, parameter, switch_parameter

ProductInPath = Annotated[int, PathPart("Product", "The product.", 501)]
CategoryInPath = Annotated[int, PathPart("Category", "The category.", 14)]

A_DAY = "2026-01-31T18:30:00-05:00"
Term = Annotated[
    Annotated[str, Meta(max_length=255)] | None,
    parameter("Words of a title in any order, whole or in part, or the beginning of an article or a barcode.", "argan"),
]
Below = Literal["critical", "desired"]
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


class ProductList(Query, frozen=True):
    """Which products are listed."""

    term: Term = None
    page: PageNumber = 1
    count: Annotated[int, Meta(ge=1, le=1000), parameter("Products on a page.")] = 25
    cursor: Cursor = None
    category_id: Annotated[
        IdOrZero | None, parameter("Of this category, without its subcategories; 0 for all.", 14)
    ] = None
    changed_after: Annotated[Instant | None, moment_parameter("Changed at this moment or later.", A_DAY)] = None
    changed_before: Annotated[Instant | None, moment_parameter("Changed before this moment.", A_DAY)] = None
    below: Annotated[
        Below | None,
        parameter(
            "Only products with stock below their `critical_amount` or `desired_amount`; an amount of 0 is ignored.",
            "critical",
        ),
    ] = None

    def to_filter(self, timezone: ZoneInfo) -> ProductFilter:
        """Return the filter; dates without an offset are of the time zone."""
        return ProductFilter(
            fold(self.term or ""),
            self.category_id or None,
            self.changed_after.at(timezone) if self.changed_after else None,
            self.changed_before.at(timezone) if self.changed_before else None,
        )


class ProductDeletion(Query, frozen=True):
    """How a product is deleted."""

    force: Annotated[bool, switch_parameter("1: also a product that still has stock (ours).")] = False


class TreeSearch(Query, frozen=True):
    """What is searched for in the tree."""

    OTHER_NAMES: ClassVar[Mapping[str, str]] = {"search_term": "term", "max_count": "count"}
    term: Term = None
    page: PageNumber = 1
    count: Annotated[int, Meta(ge=1), parameter("The largest number of items; more than 100 means 100.")] = 25
    cursor: Cursor = None


class CategoryChildren(Query, frozen=True):
    """Which children of a category are listed."""

    page: PageNumber = 1
    count: Annotated[int, Meta(ge=1, le=1000), parameter("Children on a page.")] = 1000
    cursor: Cursor = None
