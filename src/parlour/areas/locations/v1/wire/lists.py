"""The queries of locations."""

from typing import Annotated

from msgspec import Meta

from parlour.http.cursors import Cursor
from parlour.http.fields import Id
from parlour.http.query import PageNumber, Query, ignored, parameter, switch_parameter

# Parameters that filter by what doesn't exist yet (booking), each with an example.
IGNORED_IN_LISTS = ignored(
    "Accepted, without effect so far.",
    {
        "active": 1,
        "forBooking": 1,
        "showBookforms": 1,
        "include": ["staff"],
        "hide_record_type_single": 1,
        "hide_record_type_activity": 1,
        "hide_record_type_mixed": 1,
    },
)
IGNORED = ignored("Accepted, without effect so far.", {"forBooking": 1, "showBookforms": 1, "bookform_id": 1})


class LocationList(Query, frozen=True):
    """Which locations are listed, and with which details."""

    id: Annotated[list[Id] | None, parameter("These locations only.", [1])] = None
    group_id: Annotated[Id | None, parameter("Locations of this chain only.", 1)] = None
    my: Annotated[bool, switch_parameter("1: only locations where the user has a role.")] = False
    min_id: Annotated[Id | None, parameter("The lowest id to return.", 1)] = None
    city_id: Annotated[Id | None, parameter("Locations in this city only.", 5128581)] = None
    business_group_id: Annotated[Id | None, parameter("Locations of these kinds of business only.", 1)] = None
    business_type_id: Annotated[Id | None, parameter("Locations of this kind of business only.", 101)] = None
    show_groups: Annotated[bool, switch_parameter("1: with the chains of each location.")] = False
    show_deleted: Annotated[bool, switch_parameter("1: closed locations too; only with `my=1`.")] = False
    page: PageNumber = 1
    count: Annotated[int, Meta(ge=1, le=300), parameter("Locations on a page.")] = 25
    cursor: Cursor = None


class LocationDetails(Query, frozen=True):
    """Which details a location is shown with."""

    my: Annotated[bool, switch_parameter("1: with the user's rights, if the user has any.")] = False
    show_groups: Annotated[bool, switch_parameter("1: with the chains of the location.")] = False
