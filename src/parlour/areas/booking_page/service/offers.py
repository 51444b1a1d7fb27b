"""What clients can choose from, as the page shows it."""

from collections.abc import Sequence
from decimal import Decimal

from parlour.access.tenant import Tenant
from parlour.areas.booking_page.model.offers import Member, Service
from parlour.areas.online_booking.model.lists import OfferedMember
from parlour.areas.online_booking.service.members import list_offered_members
from parlour.areas.online_booking.service.services import read_menu
from parlour.areas.services.model.links import Link, read_links
from parlour.areas.services.model.services import Service as StoredService
from parlour.areas.team.wire.members import small_photo
from parlour.db.pool import Connection
from parlour.errors import Invalid

HERE = ""
"""Addresses of pictures are those of the server that shows the page, by whatever name the visitor knows it."""


async def list_services(conn: Connection, tenant: Tenant, member_id: int | None) -> list[Service]:
    """List services by category: those of one member, with the member's length and price, or of all members."""
    menu = await read_menu(conn, tenant, [], member_id, None)
    places = {category.id: place for place, category in enumerate(menu.categories)}
    titles = {category.id: category.title for category in menu.categories}
    found = sorted(menu.services, key=lambda each: places.get(each.category_id or 0, len(places)))
    return [
        _service(each, titles.get(each.category_id or 0, ""), links[0] if member_id else None)
        for each in found
        if (links := _links(each, member_id))
    ]


def _links(service: StoredService, member_id: int | None) -> list[Link]:
    links = [link for link in read_links(service.links) if link.is_online]
    return [link for link in links if member_id in (None, link.team_member_id)]


def _service(service: StoredService, category_title: str, link: Link | None) -> Service:
    price = link.price if link else None
    return Service(
        id=service.id,
        title=service.booking_title or service.title,
        comment=service.comment,
        category_title=category_title,
        price_min=price.min if price else Decimal(service.price_min),
        price_max=price.max if price else Decimal(service.price_max),
        duration_s=service.duration,
    )


async def list_members(
    conn: Connection, tenant: Tenant, service_ids: Sequence[int], *, with_days: bool
) -> list[Member]:
    """List the members who provide all of some services. The days on which they are free take long to find."""
    try:
        found = await list_offered_members(conn, tenant, service_ids, None, with_slots=with_days)
    except Invalid:  # a service that can't be booked any more
        return []
    return [_member(each) for each in found if each.member.is_bookable]


def _member(offered: OfferedMember) -> Member:
    member = offered.member
    return Member(
        id=member.id,
        name=member.name,
        role=member.specialization or member.position_title,
        photo_url=small_photo(member, HERE),
        rating=member.rating,
        votes_count=member.votes if member.shows_rating else 0,
        is_bookable=offered.is_bookable,
        next_day=offered.nearest[0].start.moment.date() if offered.nearest else None,
    )
