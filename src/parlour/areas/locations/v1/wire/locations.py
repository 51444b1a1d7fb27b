"""Locations as v1 answers with them, where a location is a company."""

from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import asdict

from parlour.areas.dictionaries.model.countries import country_name
from parlour.areas.locations import model
from parlour.areas.locations.v1.wire import fields
from parlour.areas.locations.v1.wire.place import Place
from parlour.http.wire import says


class MainGroup(msgspec.Struct, frozen=True):
    """A chain in brief."""

    id: fields.ChainId
    title: fields.ChainTitle


Groups = Annotated[
    dict[str, MainGroup] | UnsetType,
    says("The chain by its id; only with `show_groups=1`.", {"1": {"id": 1, "title": "Lumen"}}),
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
    app_ios: Annotated[str, says("Address of the iOS app; always empty.", "")]
    app_android: Annotated[str, says("Address of the Android app; always empty.", "")]
    reminds_sms_disabled: Annotated[bool, says("Clients get no reminders by SMS; always true.", True)]
    reminds_sms_default: Annotated[int, says("Hours between a reminder and the appointment; always 0.", 0)]
    group_priority: fields.GroupPriority
    bookform_group_priority: Annotated[int, says("The same rank in a booking form.", 0)]
    description: fields.Description
    photos: Annotated[list[str], says("Paths of pictures; always empty.", [])]
    company_photos: Annotated[list[str], says("Addresses of pictures; always empty.", [])]
    booking_widget_promo: Annotated[None, says("An offer in the booking form; always null.", None)]
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

    type: Annotated[str, says("Always `none`: a booking takes no payment.", "none")]


class BookForm(msgspec.Struct, frozen=True):
    """A form that books."""

    id: Annotated[int, says("The form.", 1)]
    title: Annotated[str, says("What it is called.", "On our site")]
    is_default: Annotated[int, says("1 for the form that is taken unless another is named.", 1)]
    url: Annotated[str, says("Where it is.", "https://example.com/book")]


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
        int, says("1 if notifications ask for a confirmed telephone number; always 0.", 0)
    ]
    main_group_id: fields.ChainId
    main_group: MainGroup
    bookforms: Annotated[list[BookForm], says("Booking forms; empty while there is no booking.", [])]
    online_sales_form_url: Annotated[str, says("Address of a form that sells online; always empty.", "")]
    payment_policy: PaymentPolicy
    description: fields.Description
    groups: Groups = UNSET
    access: Annotated[
        dict[str, bool] | UnsetType,
        says(
            "Which rights the user has here, by their names; only with `my=1`, and after a change.",
            {"storages_access": True, "storages_goods_delete_access": False},
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
