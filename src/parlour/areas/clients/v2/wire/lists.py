"""What queries and addresses of clients of API v2 name."""

from typing import Annotated, Literal

from parlour.http.path_parts import PathPart
from parlour.http.query import Query, parameter

ChainInPath = Annotated[int, PathPart("Chain", "The chain.", 1)]
Relation = Literal[
    "labels",
    "first_successful_visit",
    "loyalty_cards",
    "loyalty_certificates",
    "loyalty_abonements",
    "custom_field_values",
    "agreements",
]


class BookingUserDetails(Query, frozen=True):
    """What a client is shown with."""

    include: Annotated[
        list[Relation] | None,
        parameter(
            "The related resources to include. Values of custom fields need the right to see them.",
            ["labels", "first_successful_visit"],
        ),
    ] = None
