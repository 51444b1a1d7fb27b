"""Team members as `/company/{location_id}/staff` shows them, and as changes are answered."""

from decimal import Decimal
from typing import Annotated

import msgspec

from parlour.areas.photos import Site
from parlour.areas.team.model import members as model
from parlour.areas.team.v1.wire import fields
from parlour.areas.team.v1.wire.fields import LinkedUser, PositionName
from parlour.areas.team.wire import members as common
from parlour.http.v1_envelope import Success
from parlour.http.wire import always, made, mapped, of, says


class LinkPrice(msgspec.Struct, frozen=True):
    """A team member's own price."""

    min: Annotated[Decimal, says("The lowest price.", 40)]
    max: Annotated[Decimal | None, says("The highest price; null for a fixed one.", 60)]


def _price(link: model.ServiceLink) -> LinkPrice | None:
    return None if link.price_min is None else LinkPrice(link.price_min, link.price_max)


class ServiceLink(msgspec.Struct, frozen=True):
    """A service that a team member provides."""

    service_id: Annotated[int, says("The service.", 21)]
    length: Annotated[int, says("How long it takes the team member, in seconds.", 3600, of="duration")]
    technological_card_id: Annotated[int | None, says("The bill of materials; null for none.", None, of="bill_id")]
    api_id: Annotated[str, says("The id in your own system; empty for none.", "")]
    is_online: Annotated[bool, says("Clients can book it.", True)]
    is_offline_records_allowed: Annotated[bool, says("Staff can make appointments for it.", True, of="is_offline")]
    price: Annotated[
        LinkPrice | None,
        says("The team member's own price; null where the service's counts.", {"min": 40, "max": 60}, of=made(_price)),
    ]

    from_model = mapped(model.ServiceLink)


def _links(member: model.TeamMember) -> list[ServiceLink]:
    return [ServiceLink.from_model(link) for link in member.service_links]


class ChainName(msgspec.Struct, frozen=True):
    """The chain of a team member."""

    id: Annotated[int, says("The chain.", 71)]
    title: Annotated[str, says("Its title.", "Lumen")]


def _chain(member: model.TeamMember) -> ChainName:
    return ChainName(member.chain_id, member.chain_title)


def _is_online(member: model.TeamMember) -> bool:
    return not member.is_hidden


class StaffMember(msgspec.Struct, frozen=True):
    """A team member."""

    id: Annotated[int, fields.ID]
    api_id: Annotated[str, fields.API_ID]
    name: Annotated[str, common.NAME]
    company_id: Annotated[int, says("The location.", 1, of="location_id")]
    specialization: Annotated[str, common.SPECIALIZATION]
    position_id: Annotated[int, common.POSITION_ID, of(made(common.position_number))]
    position: Annotated[PositionName | None, fields.POSITION_OR_NULL, of(made(PositionName.of))]
    avatar: Annotated[str, common.AVATAR, of(made(common.small_photo, "model", "site.base_url"))]
    avatar_big: Annotated[str, common.AVATAR_BIG, of(made(common.large_photo, "model", "site.base_url"))]
    fired: Annotated[int, fields.FIRED, of(made(int, "is_dismissed"))]
    is_fired: Annotated[bool, says("The same as `fired`.", False, of="is_dismissed")]
    status: Annotated[int, fields.STATUS, of(made(int, "is_deleted"))]
    is_deleted: Annotated[bool, says("The same as `status`.", False)]
    hidden: Annotated[int, fields.HIDDEN, of(made(int, "is_hidden"))]
    is_online: Annotated[bool, says("The opposite of `hidden`.", True, of=made(_is_online))]
    bookable: Annotated[bool, fields.BOOKABLE, of("is_bookable")]
    is_bookable: Annotated[bool, says("The same as `bookable`.", True)]
    user_id: Annotated[int | None, says("The linked user; null for none.", 42)]
    user: Annotated[LinkedUser | None, fields.USER_OR_NULL, of(made(LinkedUser.of))]
    is_paid_staff: Annotated[bool, fields.IS_PAID, of("is_paid")]
    is_included_in_payment_policy: Annotated[bool, always(True, "Always true: there are no payment policies.")]
    has_access_timetable: Annotated[bool, fields.HAS_TIMETABLE, of("has_timetable")]
    is_available_as_assistant: Annotated[bool, common.ASSISTANT, of("is_assistant")]
    weight: Annotated[int, fields.WEIGHT]
    information: Annotated[str, fields.INFORMATION]
    rating: Annotated[Decimal, fields.RATING]
    show_rating: Annotated[int, fields.SHOW_RATING, of(made(int, "shows_rating"))]
    is_rating_shown: Annotated[bool, says("The same as `show_rating`.", True, of="shows_rating")]
    votes_count: Annotated[int, fields.VOTES]
    comments_count: Annotated[int, fields.VOTES]
    prepaid: Annotated[str, fields.PREPAID, of(made(str, "prepayment"))]
    is_online_random_choice_allowed: Annotated[bool, fields.RANDOM_CHOICE, of("is_in_any_member")]
    seance_search_start: Annotated[int, fields.SEARCH_START, of("search_start")]
    seance_search_finish: Annotated[int, fields.SEARCH_FINISH, of("search_finish")]
    seance_search_step: Annotated[int, fields.SEARCH_STEP, of("search_step")]
    schedule_till: Annotated[str, fields.SCHEDULE_TILL, of(made(fields.last_day))]
    services_links: Annotated[list[ServiceLink], says("The services that the team member provides."), of(made(_links))]
    chain: Annotated[ChainName, of(made(_chain))]

    from_model = mapped(model.TeamMember, Site)


class Total(msgspec.Struct, frozen=True):
    """The meta of a list of team members."""

    total_count: Annotated[int, says("How many are listed.", 2)]
    count: Annotated[int, says("The same.", 2)]


class StaffList(msgspec.Struct, frozen=True):
    """A list of team members."""

    success: Success
    data: list[StaffMember]
    meta: Total

    @classmethod
    def of(cls, rows: list[StaffMember]) -> "StaffList":
        return cls(True, rows, Total(len(rows), len(rows)))


class QuickMember(msgspec.Struct, frozen=True):
    """A new team member in short."""

    id: Annotated[int, fields.ID]
    name: Annotated[str, common.NAME]
    company_id: Annotated[int, says("The location.", 1, of="location_id")]
    specialization: Annotated[str, common.SPECIALIZATION]
    avatar: Annotated[str, common.AVATAR, of(made(common.small_photo, "model", "site.base_url"))]
    avatar_big: Annotated[str, common.AVATAR_BIG, of(made(common.large_photo, "model", "site.base_url"))]
    position: Annotated[PositionName | None, fields.POSITION_OR_NULL, of(made(PositionName.of))]
    is_paid_staff: Annotated[bool, fields.IS_PAID, of("is_paid")]
    user_id: Annotated[int | None, says("The linked user; null for none.", 42)]

    from_model = mapped(model.TeamMember, Site)
