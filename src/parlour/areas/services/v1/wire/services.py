"""Services on the v1 wire."""

from decimal import Decimal
from typing import Annotated

import msgspec

from parlour.areas.photos import Photos, Site, photos_of, read_photo
from parlour.areas.services import wire as meaning
from parlour.areas.services.model import services as model
from parlour.areas.services.model.links import Link, read_links
from parlour.areas.services.model.resources import Resource, read_resources
from parlour.http.wire import always, given, made, mapped, mapped_list, of, or_else, says


class OwnPrice(msgspec.Struct, frozen=True, gc=False):
    """A member's own price."""

    min: Annotated[Decimal, says("The lowest price.", 40)]
    max: Annotated[Decimal, says("The highest price; the same for a fixed one.", 40)]

    @classmethod
    def of(cls, link: Link) -> "OwnPrice | None":
        return None if (price := link.price) is None else cls(price.min, price.max)


class ServiceMember(msgspec.Struct, frozen=True, gc=False):
    """A team member who provides the service."""

    id: Annotated[int, meaning.MEMBER_ID]
    seance_length: Annotated[int, meaning.SEANCE_LENGTH]
    technological_card_id: Annotated[int | None, meaning.CARD_ID]
    price: Annotated[OwnPrice | None, says("The member's own price; null for the service's price.", None)]
    name: Annotated[str, says("The name.", "Ana Lima")]


def members_of(links: str | None) -> list[ServiceMember]:
    return [
        ServiceMember(
            link.team_member_id,
            link.duration,
            link.bill_id,
            # Without calls: there are hundreds of these in a list.
            None
            if link.price_min is None
            else OwnPrice(link.price_min, link.price_min if link.price_max is None else link.price_max),
            link.name,
        )
        for link in read_links(links)
    ]


class NeededResource(msgspec.Struct, frozen=True, gc=False):
    """A resource that the service needs."""

    id: Annotated[int, says("The resource.", 6)]
    title: Annotated[str, says("Its name.", "Treatment room")]


def resources_of(resources: str | None) -> list[NeededResource]:
    return [_resource(each) for each in read_resources(resources)]


def _resource(resource: Resource) -> NeededResource:
    return NeededResource(resource.id, resource.title)


class ServiceImage(msgspec.Struct, frozen=True, gc=False):
    """The image of a service."""

    id: Annotated[int, says("The image.", 12)]
    entity: Annotated[str, always("service", "Always `service`.")]
    entity_id: Annotated[int, meaning.SERVICE_ID]
    images: Photos


def _images(service_id: int, image: str, base_url: str) -> list[ServiceImage]:
    stored = read_photo(image)
    return [ServiceImage(stored.id, "service", service_id, photos_of(stored, base_url))]


class Service(msgspec.Struct, frozen=True, gc=False):
    """A service."""

    id: Annotated[int, meaning.SERVICE_ID]
    salon_service_id: Annotated[int, meaning.LINK_ID]
    title: Annotated[str, meaning.TITLE]
    booking_title: Annotated[str, meaning.BOOKING_TITLE]
    print_title: Annotated[str, says("The name on a receipt; empty for the title.", "", of="receipt_title")]
    category_id: Annotated[int, meaning.CATEGORY, of(or_else("category_id", 0))]
    price_min: Annotated[Decimal, meaning.PRICE_MIN]
    price_max: Annotated[Decimal, says("The highest price; the same for a fixed one.", 45)]
    discount: Annotated[Decimal, meaning.DISCOUNT]
    duration: Annotated[int, says("How long it takes, in seconds; of one member's services, that member's.", 3600)]
    technical_break_duration: Annotated[int | None, meaning.TECHNICAL_BREAK, of("technical_break")]
    comment: Annotated[str, meaning.COMMENT]
    weight: Annotated[int, meaning.WEIGHT]
    active: Annotated[int, meaning.ACTIVE, of(made(int, "is_online"))]
    is_online: Annotated[bool, says("The same as `active`.", True)]
    api_id: Annotated[str, meaning.API_ID]
    is_multi: Annotated[bool, meaning.IS_MULTI, of("is_for_events")]
    tax_variant: Annotated[int | None, meaning.TAX_VARIANT]
    vat_id: Annotated[int | None, meaning.VAT_ID]
    is_need_limit_date: Annotated[bool, meaning.IS_NEED_LIMIT_DATE, of("has_date_window")]
    date_from: Annotated[
        str, meaning.DATE_FROM, of(given("date_from", made(meaning.day_text, "date_from"), meaning.NO_DAY))
    ]
    date_to: Annotated[str, meaning.DATE_TO, of(given("date_to", made(meaning.day_text, "date_to"), meaning.NO_DAY))]
    seance_search_start: Annotated[int, meaning.SEARCH_START, of("search_start")]
    seance_search_finish: Annotated[int, meaning.SEARCH_FINISH, of("search_finish")]
    seance_search_step: Annotated[int, meaning.SEARCH_STEP, of("search_step")]
    step: Annotated[int, meaning.STEP]
    capacity: Annotated[int, says("How many clients it is for.", 1)]
    prepaid: Annotated[
        str,
        says("Whether clients pay when they book: `forbidden`, `optional` or `required`.", "forbidden",
             of="prepayment"),
    ]  # fmt: skip
    price_prepaid_amount: Annotated[Decimal, says("The amount that is paid then.", 0, of="prepayment_amount")]
    price_prepaid_percent: Annotated[
        Decimal, says("The part of the price that is paid then, in percent.", 0, of="prepayment_percent")
    ]
    repeat_visit_days_step: Annotated[
        str | None,
        says("After how many days clients usually come again; null if not set.", None,
             of=given("repeat_visit_days", made(str, "repeat_visit_days"), None)),
    ]  # fmt: skip
    is_chain: Annotated[bool, meaning.IS_CHAIN]
    is_price_managed_only_in_chain: Annotated[bool, says("The same as `is_chain`.", False, of="is_chain")]
    is_comment_managed_only_in_chain: Annotated[bool, says("The same as `is_chain`.", False, of="is_chain")]
    service_type: Annotated[int, always(1, "The kind of service; always 1.")]
    api_service_id: Annotated[int, always(0, "The id in another system; always 0.")]
    schedule_template_type: Annotated[int, always(0, "The kind of its schedule; always 0.")]
    online_invoicing_status: Annotated[int, always(0, "Whether it is invoiced online; always 0.")]
    is_abonement_autopayment_enabled: Annotated[int, always(0, "1 if memberships pay for it by themselves; always 0.")]
    autopayment_before_visit_time: Annotated[int, always(0, "How long before a visit they pay; always 0.")]
    abonement_restriction_value: Annotated[int, always(0, "The limit of memberships; always 0.")]
    staff: Annotated[
        list[ServiceMember],
        says("Who provides it in this location.", of=given("links", made(members_of, "links"), [])),
    ]
    resources: Annotated[
        list[NeededResource],
        says("What it needs in this location.", of=given("resources", made(resources_of, "resources"), [])),
    ]
    image_group: Annotated[
        list[ServiceImage],
        says("Its image; empty for none."),
        of(given("image", made(_images, "id", "image", "site.base_url"), [])),
    ]
    dates: Annotated[list[dict[str, str]], always([], "Always empty.")]

    from_model = mapped(model.Service, Site)
    from_models = mapped_list(model.Service, Site)
