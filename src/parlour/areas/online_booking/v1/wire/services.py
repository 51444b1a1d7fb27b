"""Services that clients can choose, on the v1 wire."""

from decimal import Decimal
from typing import Annotated, Any

import msgspec
from msgspec.structs import replace

from parlour.areas.online_booking.model.lists import ServiceMenu
from parlour.areas.photos import Site, photos_of, read_photo
from parlour.areas.services import wire as meaning
from parlour.areas.services.model import categories
from parlour.areas.services.model import services as model
from parlour.http.wire import always, given, made, mapped, of, or_else, says


def _image(image: str, base_url: str) -> str:
    return photos_of(read_photo(image), base_url).norm.path


def _shown_title(service: model.Service) -> str:
    return service.booking_title or service.title


class BookableService(msgspec.Struct, frozen=True, gc=False):
    """A service that clients can book."""

    id: Annotated[int, meaning.SERVICE_ID]
    title: Annotated[str, says("The name that clients see.", "Haircut with wash", of=made(_shown_title))]
    category_id: Annotated[int, meaning.CATEGORY, of(or_else("category_id", 0))]
    price_min: Annotated[Decimal, meaning.PRICE_MIN]
    price_max: Annotated[Decimal, says("The highest price; the same for a fixed one.", 45)]
    discount: Annotated[Decimal, meaning.DISCOUNT]
    comment: Annotated[str, meaning.COMMENT]
    weight: Annotated[int, meaning.WEIGHT]
    active: Annotated[int, meaning.ACTIVE, of(made(int, "is_online"))]
    api_id: Annotated[str, meaning.API_ID]
    image: Annotated[
        str,
        says(
            "The address of a picture; empty without one.",
            "",
            of=given("image", made(_image, "image", "site.base_url"), ""),
        ),
    ]
    prepaid: Annotated[
        str,
        says("Whether clients pay when they book: `forbidden`, `optional` or `required`.", "forbidden",
             of="prepayment"),
    ]  # fmt: skip
    seance_length: Annotated[
        int | None,
        says("How long it takes the team member, in seconds; null without `staff_id`.", 3600, of="duration"),
    ]
    is_chain: Annotated[bool, meaning.IS_CHAIN]
    is_composite: Annotated[bool, always(False, "It consists of several services; always false.")]
    composite_details: Annotated[None, always(None, "What it consists of; always null.")]
    abonement_restriction: Annotated[int, always(0, "The limit of memberships; always 0.")]
    prepaid_settings: Annotated[dict[str, Any], always({}, "How clients pay in advance; always empty.")]
    gender: Annotated[int, always(0, "Whom it is for; always 0, for all.")]
    images: Annotated[list[str] | None, always(None, "More pictures; always null.")]

    of_service = mapped(model.Service, Site)


class BookableCategory(msgspec.Struct, frozen=True):
    """A category of services that clients can book."""

    id: Annotated[int, meaning.CATEGORY_ID]
    title: Annotated[str, meaning.CATEGORY_TITLE]
    gender: Annotated[int, always(0, "Whom it is for; always 0, for all.")]
    api_id: Annotated[str, meaning.API_ID]
    weight: Annotated[int, meaning.WEIGHT]

    from_model = mapped(categories.Category)


class Menu(msgspec.Struct, frozen=True):
    """What clients can book."""

    events: Annotated[list[dict[str, Any]], always([], "Group events; always empty.")]
    services: list[BookableService]
    category: list[BookableCategory]

    @classmethod
    def of(cls, menu: ServiceMenu, site: Site, *, has_lengths: bool) -> "Menu":
        """Return services with their categories. Lengths are those of one member, or aren't shown."""
        services = [BookableService.of_service(service, site) for service in menu.services]
        if not has_lengths:
            services = [replace(service, seance_length=None) for service in services]
        return cls([], services, [BookableCategory.from_model(category) for category in menu.categories])
