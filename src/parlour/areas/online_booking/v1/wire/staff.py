"""Team members whom clients can choose, on the v1 wire."""

from decimal import Decimal
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from parlour.areas.online_booking.model.lists import OfferedMember
from parlour.areas.online_booking.v1.wire import slots
from parlour.areas.photos import Site
from parlour.areas.team.model import members as model
from parlour.areas.team.v1.wire import fields
from parlour.areas.team.v1.wire.fields import LinkedUser, NoItems
from parlour.areas.team.v1.wire.older import PhotoGroup, photo_group
from parlour.areas.team.wire import members as common
from parlour.areas.team.wire.positions import BINDING, BINDINGS
from parlour.http.wire import made, mapped, of, says

POSITION = says("The position; an empty list for none.", {"id": 6, "title": "Stylist", "services_binding_type": 0})


def _photo_or_list(member: model.TeamMember, base_url: str) -> PhotoGroup | list[dict[str, Any]]:
    return [] if member.image_id is None else photo_group(member, base_url)


class BookablePosition(msgspec.Struct, frozen=True):
    """The position of a team member whom clients see."""

    id: Annotated[int, says("The position.", 6)]
    title: Annotated[str, says("Its title.", "Stylist")]
    services_binding_type: Annotated[int, BINDING]


def _position_or_list(member: model.TeamMember) -> BookablePosition | list[dict[str, Any]]:
    if member.position_id is None:
        return []
    return BookablePosition(member.position_id, member.position_title, BINDINGS.index(member.services_binding))


class BookableMember(msgspec.Struct, frozen=True):
    """A team member whom clients see."""

    id: Annotated[int, fields.ID]
    api_id: Annotated[str, fields.API_ID]
    user_id: Annotated[int | None, says("The linked user; null for none.", 42)]
    name: Annotated[str, common.NAME]
    specialization: Annotated[str, common.SPECIALIZATION]
    position: Annotated[BookablePosition | NoItems, POSITION, of(made(_position_or_list))]
    position_id: Annotated[int, common.POSITION_ID, of(made(common.position_number))]
    show_rating: Annotated[int, fields.SHOW_RATING, of(made(int, "shows_rating"))]
    rating: Annotated[Decimal, fields.RATING]
    votes_count: Annotated[int, fields.VOTES]
    comments_count: Annotated[int, fields.VOTES]
    avatar: Annotated[str, common.AVATAR, of(made(common.small_photo, "model", "site.base_url"))]
    avatar_big: Annotated[str, common.AVATAR_BIG, of(made(common.large_photo, "model", "site.base_url"))]
    image_group: Annotated[
        PhotoGroup | NoItems,
        says("The photo; an empty list for none.", []),
        of(made(_photo_or_list, "model", "site.base_url")),
    ]
    information: Annotated[str, fields.INFORMATION]
    weight: Annotated[int, fields.WEIGHT]
    schedule_till: Annotated[str, fields.SCHEDULE_TILL, of(made(fields.last_day))]
    has_access_timetable: Annotated[bool, fields.HAS_TIMETABLE, of("has_timetable")]
    hidden: Annotated[int, fields.HIDDEN, of(made(int, "is_hidden"))]
    fired: Annotated[int, fields.FIRED, of(made(int, "is_dismissed"))]
    status: Annotated[int, fields.STATUS, of(made(int, "is_deleted"))]
    user: Annotated[LinkedUser | None, fields.USER_OR_NULL, of(made(LinkedUser.of))]
    prepaid: Annotated[str, fields.PREPAID, of(made(str, "prepayment"))]
    bookable: Annotated[bool, says("There is free time to book.", True)] = False
    seance_date: Annotated[
        str | UnsetType, says("The nearest date with free time; absent if there is none.", "2036-02-04")
    ] = UNSET
    seances: Annotated[list[slots.BookingSlot], says("The slots of that date.")] = []

    of_member = mapped(model.TeamMember, Site)

    @classmethod
    def of(cls, offered: OfferedMember, site: Site) -> "BookableMember":
        shown = replace(cls.of_member(offered.member, site), bookable=offered.is_bookable)
        if not offered.nearest:
            return shown
        date = offered.nearest[0].start.moment.date().isoformat()
        return replace(shown, seance_date=date, seances=slots.slots_of(offered.nearest))
