"""The team member and the service of an event on the v1 wire."""

from decimal import Decimal
from typing import Annotated

import msgspec

from parlour.areas.events import wire as fields
from parlour.areas.events.model.related import ServiceOfEvent
from parlour.areas.team.model.members import TeamMember
from parlour.areas.team.wire import members as team
from parlour.files import public_url
from parlour.http.wire import says

PREPAID = "Whether clients pay when they book"


class EventPosition(msgspec.Struct, frozen=True):
    """The position of a team member."""

    id: Annotated[int, says("The position; 0 for none.", 6)]
    title: Annotated[str, says("Its title; empty for none.", "Stylist")]


class EventStaff(msgspec.Struct, frozen=True):
    """The team member of an event, perhaps dismissed or deleted since."""

    id: Annotated[int, fields.MEMBER]
    api_id: Annotated[str | None, says("The id in your own system; null for none.", "E-17")]
    name: Annotated[str, team.NAME]
    company_id: Annotated[int, says("The location.", 1)]
    specialization: Annotated[str, team.SPECIALIZATION]
    rating: Annotated[Decimal, says("The mean of the ratings in reviews; 0 without any.", 4.8)]
    show_rating: Annotated[int, says("1 if clients see the rating, otherwise 0.", 1)]
    avatar: Annotated[str, team.AVATAR]
    avatar_big: Annotated[str, team.AVATAR_BIG]
    comments_count: Annotated[int, says("How many reviews there are.", 17)]
    votes_count: Annotated[int, says("The same.", 17)]
    average_score: Annotated[Decimal, says("The same as `rating`.", 4.8)]
    prepaid: Annotated[str, says(f"{PREPAID}: `forbidden`, `allowed` or `required`.", "forbidden")]
    position: EventPosition

    @classmethod
    def of(cls, member: TeamMember, base_url: str) -> "EventStaff":
        return cls(
            id=member.id,
            api_id=member.api_id or None,
            name=member.name,
            company_id=member.location_id,
            specialization=member.specialization,
            rating=member.rating,
            show_rating=int(member.shows_rating),
            avatar=team.small_photo(member, base_url),
            avatar_big=team.large_photo(member, base_url),
            comments_count=member.votes,
            votes_count=member.votes,
            average_score=member.rating,
            prepaid=member.prepayment,
            position=EventPosition(member.position_id or 0, member.position_title),
        )


class EventMaster(msgspec.Struct, frozen=True):
    """The team member of a copied event, in the older form."""

    id: Annotated[int, fields.MEMBER]
    name: Annotated[str, team.NAME]
    company_id: Annotated[int, says("The location.", 1)]
    specialization: Annotated[str, team.SPECIALIZATION]
    rating: Annotated[Decimal, says("The mean of the ratings in reviews; 0 without any.", 4.8)]
    show_rating: Annotated[bool, says("Clients see the rating.", True)]
    prepaid: Annotated[str, says(f"{PREPAID}: `forbidden`, `allowed` or `required`.", "forbidden")]
    position: Annotated[list[EventPosition], says("The position; empty for none.", [{"id": 6, "title": "Stylist"}])]

    @classmethod
    def of(cls, staff: EventStaff) -> "EventMaster":
        return cls(
            id=staff.id,
            name=staff.name,
            company_id=staff.company_id,
            specialization=staff.specialization,
            rating=staff.rating,
            show_rating=staff.show_rating == 1,
            prepaid=staff.prepaid,
            position=[staff.position] if staff.position.id else [],
        )


class EventServiceCategory(msgspec.Struct, frozen=True):
    """The category of a service."""

    id: Annotated[int, says("The category; 0 for none.", 8)]
    category_id: Annotated[int, says("Always the same as `id`.", 8)]
    title: Annotated[str, says("Its name; empty for none.", "Classes")]


class EventService(msgspec.Struct, frozen=True):
    """The service of an event, perhaps deleted since."""

    id: Annotated[int, fields.SERVICE]
    category_id: Annotated[int, says("The category; 0 for none.", 8)]
    title: Annotated[str, says("The name of the service.", "Yoga")]
    price_min: Annotated[Decimal, says("The lowest price of a seat.", 15)]
    price_max: Annotated[Decimal, says("The highest price of a seat; the same for a fixed one.", 15)]
    comment: Annotated[str, says("A description.", "For beginners")]
    image_url: Annotated[
        str, says("Its picture; empty for none.", "https://parlour.example.com/images/1/0f3c5a7e.webp")
    ]
    salon_service_id: Annotated[int, says("The same as `id`.", 6)]
    prepaid: Annotated[str, says(f"{PREPAID}: `forbidden`, `optional` or `required`.", "forbidden")]
    category: EventServiceCategory

    @classmethod
    def of(cls, service: ServiceOfEvent, base_url: str) -> "EventService":
        category_id = service.category_id or 0
        picture = service.image_names[0] if service.image_names else ""
        return cls(
            id=service.id,
            category_id=category_id,
            title=service.title,
            price_min=service.price_min,
            price_max=service.price_max,
            comment=service.comment,
            image_url=public_url(base_url, f"{service.chain_id}/{picture}") if picture else "",
            salon_service_id=service.id,
            prepaid=service.prepayment,
            category=EventServiceCategory(category_id, category_id, service.category_title),
        )
