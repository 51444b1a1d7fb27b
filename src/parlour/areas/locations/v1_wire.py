"""Locations on the v1 wire, where a location is a company."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.locations import model
from parlour.areas.locations.countries import country_id, country_name
from parlour.http.money import currency_symbol


class Company(msgspec.Struct, frozen=True):
    """A location in a list."""

    id: Annotated[int, Meta(examples=[1])]
    title: Annotated[str, Meta(examples=["Lumen Harbour"])]
    public_title: Annotated[str, Meta(examples=["Lumen Harbour"])]
    short_descr: Annotated[str, Meta(description="The kind of business.", examples=["Beauty salon"])]
    logo: Annotated[str, Meta(description="Address of the logo, or empty.", examples=[""])]
    active: Annotated[int, Meta(description="1 while the location is open, else 0.", examples=[1])]
    phone: Annotated[str, Meta(description="The first of `phones`.", examples=["+13155550175"])]
    phones: Annotated[list[str], Meta(examples=[["+13155550175"]])]
    email: Annotated[str, Meta(examples=["harbour@example.com"])]
    country_id: Annotated[int, Meta(description="ISO 3166-1 number of the country.", examples=[840])]
    schedule: Annotated[str, Meta(description="Opening hours in words.", examples=["Mon-Sat 9:00-19:00"])]
    country: Annotated[str, Meta(examples=["United States"])]
    city_id: Annotated[int, Meta(description="0 while there is no dictionary of cities.", examples=[0])]
    city: Annotated[str, Meta(examples=["New York"])]
    timezone: Annotated[Decimal, Meta(description="Hours ahead of UTC just now.", examples=[-5])]
    timezone_name: Annotated[str, Meta(description="IANA zone.", examples=["America/New_York"])]
    address: Annotated[str, Meta(examples=["12 Pearl Street"])]
    coordinate_lat: Annotated[Decimal, Meta(examples=[40.7033])]
    coordinate_lon: Annotated[Decimal, Meta(examples=[-74.0116])]
    phone_confirmation: Annotated[bool, Meta(description="Booking asks for a code by SMS.", examples=[False])]
    active_staff_count: Annotated[int, Meta(description="Team members open for booking.", examples=[0])]
    next_slot: Annotated[str, Meta(description="Empty while there is no schedule.", examples=[""])]
    app_ios: Annotated[str, Meta(examples=[""])]
    app_android: Annotated[str, Meta(examples=[""])]
    currency_short_title: Annotated[str, Meta(description="Symbol of the currency.", examples=["$"])]
    reminds_sms_disabled: Annotated[bool, Meta(examples=[True])]
    reminds_sms_default: Annotated[int, Meta(examples=[0])]
    group_priority: Annotated[int, Meta(description="A larger one is listed earlier.", examples=[0])]
    bookform_group_priority: Annotated[int, Meta(examples=[0])]
    description: Annotated[str, Meta(description="HTML.", examples=[""])]
    photos: Annotated[list[str], Meta(examples=[[]])]
    company_photos: Annotated[list[str], Meta(examples=[[]])]
    booking_widget_promo: Annotated[None, Meta(description="Always null.", examples=[None])]
    business_type_id: Annotated[int, Meta(examples=[1])]
    main_group_id: Annotated[int, Meta(description="The chain.", examples=[1])]

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


class Social(msgspec.Struct, frozen=True):
    """Addresses in social networks."""

    telegram: str
    instagram: str
    vk: str
    facebook: str
    viber: str
    whatsapp: str


class MainGroup(msgspec.Struct, frozen=True):
    """A chain in brief."""

    id: Annotated[int, Meta(examples=[1])]
    title: Annotated[str, Meta(examples=["Lumen"])]


class PaymentPolicy(msgspec.Struct, frozen=True):
    """How a booking is secured."""

    type: Annotated[str, Meta(examples=["none"])]


class CompanyDetails(msgspec.Struct, frozen=True):
    """One location."""

    id: Annotated[int, Meta(examples=[1])]
    title: Annotated[str, Meta(examples=["Lumen Harbour"])]
    public_title: Annotated[str, Meta(examples=["Lumen Harbour"])]
    short_descr: Annotated[str, Meta(description="The kind of business.", examples=["Beauty salon"])]
    logo: Annotated[str, Meta(examples=[""])]
    active: Annotated[int, Meta(examples=[1])]
    phone: Annotated[str, Meta(examples=["+13155550175"])]
    phones: Annotated[list[str], Meta(examples=[["+13155550175"]])]
    email: Annotated[str, Meta(examples=["harbour@example.com"])]
    country_id: Annotated[int, Meta(description="ISO 3166-1 number of the country.", examples=[840])]
    country: Annotated[str, Meta(examples=["United States"])]
    city_id: Annotated[int, Meta(description="0 while there is no dictionary of cities.", examples=[0])]
    city: Annotated[str, Meta(examples=["New York"])]
    timezone: Annotated[Decimal, Meta(description="Hours ahead of UTC just now.", examples=[-5])]
    timezone_name: Annotated[str, Meta(description="IANA zone.", examples=["America/New_York"])]
    schedule: Annotated[str, Meta(examples=["Mon-Sat 9:00-19:00"])]
    address: Annotated[str, Meta(examples=["12 Pearl Street"])]
    zip: Annotated[str, Meta(examples=["10004"])]
    social: Social
    site: Annotated[str, Meta(examples=["https://example.com"])]
    coordinate_lat: Annotated[Decimal, Meta(examples=[40.7033])]
    coordinate_lon: Annotated[Decimal, Meta(examples=[-74.0116])]
    currency_short_title: Annotated[str, Meta(examples=["$"])]
    phone_confirmation: Annotated[bool, Meta(examples=[False])]
    active_staff_count: Annotated[int, Meta(examples=[0])]
    next_slot: Annotated[str, Meta(description="Empty while there is no schedule.", examples=[""])]
    group_priority: Annotated[int, Meta(examples=[0])]
    push_notification_phone_confirm: Annotated[bool, Meta(examples=[False])]
    main_group_id: Annotated[int, Meta(description="The chain.", examples=[1])]
    main_group: MainGroup
    bookforms: Annotated[list[dict[str, Any]], Meta(description="Online booking forms.", examples=[[]])]
    online_sales_form_url: Annotated[str, Meta(examples=[""])]
    payment_policy: PaymentPolicy
    business_type_id: Annotated[int, Meta(examples=[1])]
    description: Annotated[str, Meta(description="HTML.", examples=[""])]
    groups: Annotated[
        dict[str, MainGroup] | UnsetType, Meta(description="Chains by their id; with `show_groups=1`.")
    ] = UNSET
    access: Annotated[dict[str, bool] | UnsetType, Meta(description="The user's rights here by name; with `my=1`.")] = (
        UNSET
    )

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
