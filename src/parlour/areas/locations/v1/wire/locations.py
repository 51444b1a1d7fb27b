"""Locations as v1 answers with them, where a location is a company."""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType
from msgspec.structs import asdict

from parlour.areas.dictionaries.model.countries import country_name
from parlour.areas.locations import model
from parlour.areas.locations.v1.wire import fields
from parlour.areas.locations.v1.wire.place import Place


class MainGroup(msgspec.Struct, frozen=True):
    """A chain in brief."""

    id: fields.ChainId
    title: fields.ChainTitle


Groups = Annotated[
    dict[str, MainGroup] | UnsetType,
    Meta(description="The chain by its id; only with `show_groups=1`.", examples=[{"1": {"id": 1, "title": "Lumen"}}]),
]


def groups_of(location: model.Location) -> dict[str, MainGroup]:
    """Return the chain of a location, as a table of chains."""
    return {str(location.chain_id): MainGroup(location.chain_id, location.chain_title)}


class Company(Place, frozen=True, kw_only=True):
    """A location in a list."""

    short_descr: fields.ShortDescription
    active: fields.Active
    email: fields.Email
    schedule: fields.Schedule
    country: fields.Country
    city: fields.City
    phone_confirmation: fields.PhoneConfirmation
    active_staff_count: fields.ActiveStaffCount
    next_slot: fields.NextSlot
    app_ios: Annotated[str, Meta(description="Address of the iOS app; always empty.", examples=[""])]
    app_android: Annotated[str, Meta(description="Address of the Android app; always empty.", examples=[""])]
    reminds_sms_disabled: Annotated[
        bool, Meta(description="Clients get no reminders by SMS; always true.", examples=[True])
    ]
    reminds_sms_default: Annotated[
        int, Meta(description="Hours between a reminder and the appointment; always 0.", examples=[0])
    ]
    group_priority: fields.GroupPriority
    bookform_group_priority: Annotated[int, Meta(description="The same rank in a booking form.", examples=[0])]
    description: fields.Description
    photos: Annotated[list[str], Meta(description="Paths of pictures; always empty.", examples=[[]])]
    company_photos: Annotated[list[str], Meta(description="Addresses of pictures; always empty.", examples=[[]])]
    booking_widget_promo: Annotated[
        None, Meta(description="An offer in the booking form; always null.", examples=[None])
    ]
    main_group_id: fields.ChainId
    groups: Groups = UNSET

    @classmethod
    def from_model(cls, location: model.Location, *, show_groups: bool = False) -> "Company":
        return cls(
            **asdict(Place.of(location)),
            short_descr=location.short_description,
            active=int(location.closed_at is None),
            email=location.email,
            schedule=location.schedule,
            country=country_name(location.country_code),
            city=location.city,
            phone_confirmation=False,
            active_staff_count=0,
            next_slot="",
            app_ios="",
            app_android="",
            reminds_sms_disabled=True,
            reminds_sms_default=0,
            group_priority=0,
            bookform_group_priority=0,
            description=location.description,
            photos=[],
            company_photos=[],
            booking_widget_promo=None,
            main_group_id=location.chain_id,
            groups=groups_of(location) if show_groups else UNSET,
        )


class Social(msgspec.Struct, frozen=True):
    """Addresses in social networks; empty where there is none."""

    telegram: fields.Network
    instagram: fields.Network
    vk: fields.Network
    facebook: fields.Network
    viber: fields.Network
    whatsapp: fields.Network

    @classmethod
    def from_model(cls, location: model.Location) -> "Social":
        return cls(**{name: getattr(location, name) for name in model.NETWORKS})


class PaymentPolicy(msgspec.Struct, frozen=True):
    """How a booking is secured."""

    type: Annotated[str, Meta(description="Always `none`: a booking takes no payment.", examples=["none"])]


class BookForm(msgspec.Struct, frozen=True):
    """A form that books."""

    id: Annotated[int, Meta(description="The form.", examples=[1])]
    title: Annotated[str, Meta(description="What it is called.", examples=["On our site"])]
    is_default: Annotated[int, Meta(description="1 for the form that is taken unless another is named.", examples=[1])]
    url: Annotated[str, Meta(description="Where it is.", examples=["https://example.com/book"])]


class CompanyDetails(Place, frozen=True, kw_only=True):
    """One location."""

    short_descr: fields.ShortDescription
    active: fields.Active
    email: fields.Email
    country: fields.Country
    city: fields.City
    schedule: fields.Schedule
    social: Social
    phone_confirmation: fields.PhoneConfirmation
    active_staff_count: fields.ActiveStaffCount
    next_slot: fields.NextSlot
    group_priority: fields.GroupPriority
    push_notification_phone_confirm: Annotated[
        int, Meta(description="1 if notifications ask for a confirmed telephone number; always 0.", examples=[0])
    ]
    main_group_id: fields.ChainId
    main_group: MainGroup
    bookforms: Annotated[
        list[BookForm], Meta(description="Booking forms; empty while there is no booking.", examples=[[]])
    ]
    online_sales_form_url: Annotated[
        str, Meta(description="Address of a form that sells online; always empty.", examples=[""])
    ]
    payment_policy: PaymentPolicy
    description: fields.Description
    groups: Groups = UNSET
    access: Annotated[
        dict[str, bool] | UnsetType,
        Meta(
            description="Which rights the user has here, by their names; only with `my=1`, and after a change.",
            examples=[{"storages_access": True, "storages_goods_delete_access": False}],
        ),
    ] = UNSET

    @classmethod
    def from_model(
        cls, location: model.Location, *, access: dict[str, bool] | UnsetType, show_groups: bool = False
    ) -> "CompanyDetails":
        brief = Company.from_model(location, show_groups=show_groups)
        shared = {name: getattr(brief, name) for name in Company.__struct_fields__ if name in cls.__struct_fields__}
        return cls(
            **shared,
            social=Social.from_model(location),
            push_notification_phone_confirm=0,
            main_group=MainGroup(location.chain_id, location.chain_title),
            bookforms=[],
            online_sales_form_url="",
            payment_policy=PaymentPolicy("none"),
            access=access,
        )
