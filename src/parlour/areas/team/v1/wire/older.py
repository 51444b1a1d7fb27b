"""Team members in the older forms of `/staff/{location_id}`: the list, and a list of one with digits as texts."""

from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.photos import Photos, Site, StoredPhoto, photos_of
from parlour.areas.team.model import members as model
from parlour.areas.team.v1.wire import fields
from parlour.areas.team.v1.wire.fields import LinkedUser, NoItems, PositionName
from parlour.areas.team.wire import members as common
from parlour.http.wire import made, mapped, of, says
from parlour.ids import MAX_ID


class PhotoGroup(msgspec.Struct, frozen=True):
    """The photo of a team member; without any field if there is none."""

    id: Annotated[int | UnsetType, says("The image.", 12)] = UNSET
    entity: Annotated[str | UnsetType, says("Always `team_member`.", "team_member")] = UNSET
    entity_id: Annotated[int | UnsetType, fields.ID] = UNSET
    images: Photos | UnsetType = UNSET


def photo_group(member: model.TeamMember, base_url: str) -> PhotoGroup:
    if member.image_id is None:
        return PhotoGroup()
    stored = StoredPhoto(
        member.image_id, member.chain_id, member.image_names, member.image_widths, member.image_heights
    )
    return PhotoGroup(member.image_id, "team_member", member.id, photos_of(stored, base_url))


def _photo_groups(member: model.TeamMember, base_url: str) -> list[PhotoGroup]:
    return [] if member.image_id is None else [photo_group(member, base_url)]


def _number(api_id: str) -> int | None:
    """Return an id as a number, which is all that this list can show; None for any other text."""
    is_number = api_id.isascii() and api_id.isdecimal() and len(api_id) <= len(str(MAX_ID))
    return int(api_id) if is_number and int(api_id) <= MAX_ID else None


class TeamMemberRow(msgspec.Struct, frozen=True):
    """A team member of the older list."""

    id: Annotated[int, fields.ID]
    api_id: Annotated[
        int | None, says("The id in your own system if it is a number; otherwise null.", 17, of=made(_number, "api_id"))
    ]
    name: Annotated[str, common.NAME]
    specialization: Annotated[str, common.SPECIALIZATION]
    rating: Annotated[Decimal, fields.RATING]
    show_rating: Annotated[int, fields.SHOW_RATING, of(made(int, "shows_rating"))]
    user_id: Annotated[int | None, says("The linked user; null for none.", 42)]
    has_access_timetable: Annotated[bool, fields.HAS_TIMETABLE, of("has_timetable")]
    avatar: Annotated[str, common.AVATAR, of(made(common.small_photo, "model", "site.base_url"))]
    avatar_big: Annotated[str, common.AVATAR_BIG, of(made(common.large_photo, "model", "site.base_url"))]
    comments_count: Annotated[int, fields.VOTES]
    votes_count: Annotated[int, fields.VOTES]
    bookable: Annotated[bool, fields.BOOKABLE, of("is_bookable")]
    image_group: Annotated[
        list[PhotoGroup],
        says("The photo; empty for none."),
        of(made(_photo_groups, "model", "site.base_url")),
    ]
    information: Annotated[str, fields.INFORMATION]
    position_id: Annotated[int, common.POSITION_ID, of(made(common.position_number))]
    schedule_till: Annotated[str, fields.SCHEDULE_TILL, of(made(fields.last_day))]
    weight: Annotated[int, fields.WEIGHT]
    fired: Annotated[int, fields.FIRED, of(made(int, "is_dismissed"))]
    status: Annotated[int, fields.STATUS, of(made(int, "is_deleted"))]
    hidden: Annotated[int, fields.HIDDEN, of(made(int, "is_hidden"))]
    user: Annotated[list[LinkedUser], says("The linked user; empty for none."), of(made(fields.user_list))]
    prepaid: Annotated[str, fields.PREPAID, of(made(str, "prepayment"))]
    position: Annotated[PositionName | NoItems, fields.POSITION, of(made(fields.position_or_list))]

    from_model = mapped(model.TeamMember, Site)


class OlderTeamMember(msgspec.Struct, frozen=True):
    """A team member in the older form."""

    id: Annotated[int, fields.ID]
    api_id: Annotated[str, fields.API_ID]
    name: Annotated[str, common.NAME]
    specialization: Annotated[str, common.SPECIALIZATION]
    position: Annotated[PositionName | NoItems, fields.POSITION, of(made(fields.position_or_list))]
    show_rating: Annotated[int, fields.SHOW_RATING, of(made(int, "shows_rating"))]
    rating: Annotated[Decimal, fields.RATING]
    votes_count: Annotated[int, fields.VOTES]
    user_id: Annotated[int | None, says("The linked user; null for none.", 42)]
    avatar: Annotated[str, common.AVATAR, of(made(common.small_photo, "model", "site.base_url"))]
    avatar_big: Annotated[str, common.AVATAR_BIG, of(made(common.large_photo, "model", "site.base_url"))]
    comments_count: Annotated[int, fields.VOTES]
    weight: Annotated[str, says("Lists begin with the highest.", "10", of=made(str, "weight"))]
    information: Annotated[str, fields.INFORMATION]
    hidden: Annotated[
        str, says("`1`: not offered in online booking, otherwise `0`.", "0", of=made(fields.digit, "is_hidden"))
    ]
    fired: Annotated[str, says("`1`: dismissed, otherwise `0`.", "0", of=made(fields.digit, "is_dismissed"))]
    status: Annotated[str, says("Always `0`.", "0", of=made(fields.digit, "is_deleted"))]
    image_group: Annotated[PhotoGroup, of(made(photo_group, "model", "site.base_url"))]
    bookable: Annotated[bool, fields.BOOKABLE, of("is_bookable")]

    from_model = mapped(model.TeamMember, Site)
