"""Reviews on the v1 wire, where they are called comments."""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.access.tenant import Tenant
from parlour.areas.reviews import model
from parlour.http.cursors import Cursor
from parlour.http.dates import Instant, format_local
from parlour.http.fields import IdOrZero, LongText, Title
from parlour.http.path_parts import PathPart
from parlour.http.query import PageNumber, Query, moment_parameter, parameter
from parlour.http.wire import always, made, mapped, of, or_else, says

ABOUT_LOCATION, ABOUT_MEMBER = 0, 1

MemberInPath = Annotated[int, PathPart("Team member", "The team member; 0 for the location itself.", 9)]
ReviewInPath = Annotated[int, PathPart("Review", "The review.", 51)]

TEXT = says("What it says.", "Exactly the cut that I had in mind.", "Friendly, but I had to wait.")
NAME = says("The name that is shown beside it.", "Maya R.", "Jonas")
RATING = says("From 1 to 5, which is the best.", 5, 3)
Rating = Annotated[int, Meta(ge=model.LOWEST, le=model.HIGHEST)]


class ReviewList(Query, frozen=True):
    """Which reviews are listed."""

    page: PageNumber = 1
    count: Annotated[int, Meta(ge=1, le=1000), parameter("Reviews on a page.")] = 25
    cursor: Cursor = None
    start_date: Annotated[
        Instant | None, moment_parameter("Left at this moment or later.", "2026-01-01T00:00:00-05:00")
    ] = None
    end_date: Annotated[
        Instant | None,
        moment_parameter("Left until this moment; a day includes all of it.", "2026-12-31T23:59:59-05:00"),
    ] = None
    team_member_id: Annotated[IdOrZero, parameter("About this team member; 0: about anything.", 9)] = 0
    rating: Annotated[Annotated[int, Meta(ge=0, le=model.HIGHEST)], parameter("With this rating; 0: any.", 5)] = 0

    def to_filter(self, tenant: Tenant) -> model.ReviewFilter:
        return model.ReviewFilter(
            self.team_member_id or None,
            self.rating or None,
            self.start_date.at(tenant.timezone) if self.start_date else None,
            self.end_date.end_at(tenant.timezone) if self.end_date else None,
        )


class ReviewForm(msgspec.Struct):
    """What a review is made from."""

    mark: Annotated[Rating, RATING]
    text: Annotated[LongText, TEXT]
    name: Annotated[Title, NAME]

    def to_new(self) -> model.NewReview:
        return model.NewReview(self.mark, self.text, self.name)


class ReviewChanges(msgspec.Struct):
    """What a review is changed to."""

    mark: Annotated[Rating | UnsetType, RATING] = UNSET
    text: Annotated[LongText | UnsetType, TEXT] = UNSET
    name: Annotated[Title | UnsetType, NAME] = UNSET

    def to_patch(self) -> model.ReviewPatch:
        return model.ReviewPatch(rating=self.mark, text=self.text, author_name=self.name)


def _type_of(team_member_id: int | None) -> int:
    return ABOUT_LOCATION if team_member_id is None else ABOUT_MEMBER


class Review(msgspec.Struct, frozen=True):
    """A review."""

    id: Annotated[int, says("The review.", 51, 52)]
    salon_id: Annotated[int, says("The location.", 1, of="location_id")]
    type: Annotated[int, says("0: about the location, 1: about a team member.", 1, of=made(_type_of, "team_member_id"))]
    master_id: Annotated[int, says("The team member; 0 for the location.", 9, of=or_else("team_member_id", 0))]
    text: Annotated[str, TEXT]
    date: Annotated[
        str,
        says(
            "When it was left, in the location's time.",
            "2026-01-31 18:30:00",
            of=made(format_local, "created_at", "tenant.timezone"),
        ),
    ]
    rating: Annotated[int, RATING]
    user_id: Annotated[int, says("The user who wrote it down; 0 for none.", 42, of=or_else("user_id", 0))]
    user_name: Annotated[str, NAME, of("author_name")]
    user_avatar: Annotated[str, always("", "Always empty: users have no picture.")]
    record_id: Annotated[
        int,
        says(
            "The appointment after which the client was asked for it; 0 for any other review.",
            0,
            of=or_else("appointment_id", 0),
        ),
    ]

    from_model = mapped(model.Review, Tenant)
