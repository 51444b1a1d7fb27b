"""Locations as v1 answers with them, where a location is a company."""

from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from parlour.areas.locations import model
from parlour.areas.locations.v1.wire import fields
from parlour.areas.locations.v1.wire.place import Place
from parlour.http.wire import Always, always, made, mapped, nested, of, says


def _not(flag: bool) -> bool:
    return not flag


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
    app_ios: Annotated[str, always("", "Address of the iOS app; always empty.")]
    app_android: Annotated[str, always("", "Address of the Android app; always empty.")]
    reminds_sms_disabled: Annotated[
        bool, says("Clients get no reminders by SMS.", False, of=made(_not, "sends_sms_reminders"))
    ]
    reminds_sms_default: Annotated[
        int,
        says(
            "Hours between a reminder by SMS and the start of an appointment that has none of its own; 0 for none.",
            24,
            of="sms_reminder_hours",
        ),
    ]
    group_priority: fields.GroupPriority
    bookform_group_priority: Annotated[int, always(0, "The same rank in a booking form.")]
    description: fields.Description
    photos: Annotated[list[str], always([], "Paths of pictures; always empty.")]
    company_photos: Annotated[list[str], always([], "Addresses of pictures; always empty.")]
    booking_widget_promo: Annotated[None, always(None, "An offer in the booking form; always null.")]
    main_group_id: fields.ChainId
    groups: Groups = UNSET

    of_location = mapped(model.Location)

    @classmethod
    def from_model(cls, location: model.Location, *, show_groups: bool = False) -> "Company":
        company = cls.of_location(location)
        return replace(company, groups=groups_of(location)) if show_groups else company


class Social(msgspec.Struct, frozen=True):
    """Addresses in social networks; empty where there is none."""

    telegram: fields.Network
    instagram: fields.Network
    vk: fields.Network
    facebook: fields.Network
    viber: fields.Network
    whatsapp: fields.Network

    from_model = mapped(model.Location)


class PaymentPolicy(msgspec.Struct, frozen=True):
    """How a booking is secured."""

    type: Annotated[str, always("none", "Always `none`: a booking takes no payment.")]


class BookForm(msgspec.Struct, frozen=True):
    """A form that books."""

    id: Annotated[int, says("The form.", 1)]
    title: Annotated[str, says("The name.", "On our site")]
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
    social: Annotated[Social, of(nested(Social))]
    phone_confirmation: fields.PhoneConfirmation
    active_staff_count: fields.ActiveStaffCount
    next_slot: fields.NextSlot
    group_priority: fields.GroupPriority
    push_notification_phone_confirm: Annotated[
        int, always(0, "1 if notifications ask for a confirmed telephone number; always 0.")
    ]
    main_group_id: fields.ChainId
    main_group: Annotated[MainGroup, of(made(MainGroup, "chain_id", "chain_title"))]
    bookforms: Annotated[list[BookForm], always([], "Booking forms; empty while there is no booking.")]
    online_sales_form_url: Annotated[str, always("", "Address of a form that sells online; always empty.")]
    payment_policy: Annotated[PaymentPolicy, of(Always(PaymentPolicy("none")))]
    description: fields.Description
    groups: Groups = UNSET
    access: Annotated[
        dict[str, bool] | UnsetType,
        says(
            "Which rights the user has here, by their names; only with `my=1`, and after a change.",
            {"storages_access": True, "storages_goods_delete_access": False},
        ),
    ] = UNSET

    of_location = mapped(model.Location)

    @classmethod
    def from_model(
        cls, location: model.Location, *, access: dict[str, bool] | UnsetType, show_groups: bool = False
    ) -> "CompanyDetails":
        groups = groups_of(location) if show_groups else UNSET
        return replace(cls.of_location(location), access=access, groups=groups)
