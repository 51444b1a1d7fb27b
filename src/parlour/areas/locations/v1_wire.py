"""Locations on the v1 wire, where a location is a company."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.locations import model
from parlour.areas.locations import v1_fields as fields
from parlour.areas.locations.countries import country_id, country_name
from parlour.http.money import currency_symbol


class Company(msgspec.Struct, frozen=True):
    """A location in a list."""

    id: fields.LocationId
    title: fields.Title
    public_title: fields.PublicTitle
    short_descr: fields.ShortDescription
    logo: fields.Logo
    active: fields.Active
    phone: fields.Phone
    phones: fields.Phones
    email: fields.Email
    country_id: fields.CountryId
    schedule: fields.Schedule
    country: fields.Country
    city_id: fields.CityId
    city: fields.City
    timezone: fields.UtcOffset
    timezone_name: fields.ZoneName
    address: fields.Address
    coordinate_lat: fields.Latitude
    coordinate_lon: fields.Longitude
    phone_confirmation: fields.PhoneConfirmation
    active_staff_count: fields.ActiveStaffCount
    next_slot: fields.NextSlot
    app_ios: Annotated[str, Meta(description="Address of the iOS app; always empty.", examples=[""])]
    app_android: Annotated[str, Meta(description="Address of the Android app; always empty.", examples=[""])]
    currency_short_title: fields.CurrencySymbol
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
    business_type_id: fields.BusinessTypeId
    main_group_id: fields.ChainId

    @classmethod
    def from_model(cls, location: model.Location) -> "Company":
        return cls(
            id=location.id,
            title=location.title,
            public_title=location.title,
            short_descr=location.short_description,
            logo=location.logo_url,
            active=int(location.closed_at is None),
            phone=location.phones[0] if location.phones else "",
            phones=location.phones,
            email=location.email,
            country_id=country_id(location.country_code),
            schedule=location.schedule,
            country=country_name(location.country_code),
            city_id=0,
            city=location.city,
            timezone=location.utc_offset_h(datetime.now(UTC)),
            timezone_name=location.timezone,
            address=location.address,
            coordinate_lat=location.latitude or Decimal(0),
            coordinate_lon=location.longitude or Decimal(0),
            phone_confirmation=False,
            active_staff_count=0,
            next_slot="",
            app_ios="",
            app_android="",
            currency_short_title=currency_symbol(location.currency, location.locale),
            reminds_sms_disabled=True,
            reminds_sms_default=0,
            group_priority=0,
            bookform_group_priority=0,
            description=location.description,
            photos=[],
            company_photos=[],
            booking_widget_promo=None,
            business_type_id=location.business_type_id,
            main_group_id=location.chain_id,
        )


NetworkAddress = Annotated[str, Meta(description="An address in this network; always empty.", examples=[""])]


class Social(msgspec.Struct, frozen=True):
    """Addresses in social networks."""

    telegram: NetworkAddress
    instagram: NetworkAddress
    vk: NetworkAddress
    facebook: NetworkAddress
    viber: NetworkAddress
    whatsapp: NetworkAddress


class MainGroup(msgspec.Struct, frozen=True):
    """A chain in brief."""

    id: fields.ChainId
    title: fields.ChainTitle


class PaymentPolicy(msgspec.Struct, frozen=True):
    """How a booking is secured."""

    type: Annotated[str, Meta(description="Always `none`: a booking takes no payment.", examples=["none"])]


class CompanyDetails(msgspec.Struct, frozen=True):
    """One location."""

    id: fields.LocationId
    title: fields.Title
    public_title: fields.PublicTitle
    short_descr: fields.ShortDescription
    logo: fields.Logo
    active: fields.Active
    phone: fields.Phone
    phones: fields.Phones
    email: fields.Email
    country_id: fields.CountryId
    country: fields.Country
    city_id: fields.CityId
    city: fields.City
    timezone: fields.UtcOffset
    timezone_name: fields.ZoneName
    schedule: fields.Schedule
    address: fields.Address
    zip: fields.Zip
    social: Social
    site: fields.Site
    coordinate_lat: fields.Latitude
    coordinate_lon: fields.Longitude
    currency_short_title: fields.CurrencySymbol
    phone_confirmation: fields.PhoneConfirmation
    active_staff_count: fields.ActiveStaffCount
    next_slot: fields.NextSlot
    group_priority: fields.GroupPriority
    push_notification_phone_confirm: Annotated[
        bool, Meta(description="Notifications ask for a confirmed telephone number; always false.", examples=[False])
    ]
    main_group_id: fields.ChainId
    main_group: MainGroup
    bookforms: Annotated[
        list[dict[str, Any]], Meta(description="Booking forms; empty while there is no booking.", examples=[[]])
    ]
    online_sales_form_url: Annotated[
        str, Meta(description="Address of a form that sells online; always empty.", examples=[""])
    ]
    payment_policy: PaymentPolicy
    business_type_id: fields.BusinessTypeId
    description: fields.Description
    groups: Annotated[
        dict[str, MainGroup] | UnsetType,
        Meta(
            description="The chain by its id; only with `show_groups=1`.",
            examples=[{"1": {"id": 1, "title": "Lumen"}}],
        ),
    ] = UNSET
    access: Annotated[
        dict[str, bool] | UnsetType,
        Meta(
            description="Which rights the user has here, by their names; only with `my=1`.",
            examples=[{"storages_access": True, "storages_goods_delete_access": False}],
        ),
    ] = UNSET

    @classmethod
    def from_model(
        cls, location: model.Location, *, show_groups: bool, access: dict[str, bool] | UnsetType
    ) -> "CompanyDetails":
        brief = Company.from_model(location)
        shared = {name: getattr(brief, name) for name in Company.__struct_fields__ if name in cls.__struct_fields__}
        chain = MainGroup(location.chain_id, location.chain_title)
        return cls(
            **shared,
            zip=location.zip,
            social=Social("", "", "", "", "", ""),
            site=location.site,
            push_notification_phone_confirm=False,
            main_group=chain,
            bookforms=[],
            online_sales_form_url="",
            payment_policy=PaymentPolicy("none"),
            groups={str(chain.id): chain} if show_groups else UNSET,
            access=access,
        )
