"""Chains on the v1 wire, where a chain is a group and a location is a company."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import Meta

from parlour.access.policy import permissions_of
from parlour.areas.chains import model
from parlour.areas.locations.countries import country_id
from parlour.areas.locations.model import Location
from parlour.http.money import currency_symbol


class GroupCompany(msgspec.Struct, frozen=True):
    """A location of a chain."""

    id: Annotated[int, Meta(examples=[1])]
    title: Annotated[str, Meta(examples=["Lumen Harbour"])]
    public_title: Annotated[str, Meta(examples=["Lumen Harbour"])]
    business_group_id: Annotated[int, Meta(examples=[0])]
    business_type_id: Annotated[int, Meta(examples=[1])]
    country_id: Annotated[int, Meta(description="ISO 3166-1 number of the country.", examples=[840])]
    city_id: Annotated[int, Meta(description="0 while there is no dictionary of cities.", examples=[0])]
    timezone: Annotated[Decimal, Meta(description="Hours ahead of UTC just now.", examples=[-5])]
    timezone_name: Annotated[str, Meta(examples=["America/New_York"])]
    address: Annotated[str, Meta(examples=["12 Pearl Street"])]
    currency_short_title: Annotated[str, Meta(examples=["$"])]
    coordinate_lat: Annotated[Decimal, Meta(examples=[40.7033])]
    coordinate_lon: Annotated[Decimal, Meta(examples=[-74.0116])]
    logo: Annotated[str, Meta(examples=[""])]
    zip: Annotated[str, Meta(examples=["10004"])]
    phone: Annotated[str, Meta(examples=["+13155550175"])]
    phones: Annotated[list[str], Meta(examples=[["+13155550175"]])]
    site: Annotated[str, Meta(examples=["https://example.com"])]
    allow_delete_record: Annotated[bool, Meta(examples=[False])]
    allow_change_record: Annotated[bool, Meta(examples=[False])]

    @classmethod
    def from_model(cls, location: Location) -> "GroupCompany":
        return cls(
            id=location.id,
            title=location.title,
            public_title=location.title,
            business_group_id=0,
            business_type_id=location.business_type_id,
            country_id=country_id(location.country_code),
            city_id=0,
            timezone=location.utc_offset_h(datetime.now(UTC)),
            timezone_name=location.timezone,
            address=location.address,
            currency_short_title=currency_symbol(location.currency, location.locale),
            coordinate_lat=location.latitude or Decimal(0),
            coordinate_lon=location.longitude or Decimal(0),
            logo=location.logo_url,
            zip=location.zip,
            phone=location.phones[0] if location.phones else "",
            phones=location.phones,
            site=location.site,
            allow_delete_record=False,
            allow_change_record=False,
        )


class ChainAccess(msgspec.Struct, frozen=True):
    """What the user may do in the whole chain: 1 for yes, 0 for no."""

    settings_access: int
    clients_access: int
    deposits_access: int
    deposit_types_access: int
    users_access: int
    loyalty_access: int
    loyalty_abonement_types_access: int
    loyalty_abonement_balance_edit_access: int
    loyalty_abonement_period_edit_access: int
    loyalty_abonement_history_access: int
    loyalty_cards_manual_transactions_access: int
    loyalty_certificate_types_access: int
    loyalty_programs_access: int
    network_services_access: int
    chain_services_access: int
    analytics_access: int

    @classmethod
    def from_role(cls, role: str | None) -> "ChainAccess":
        """Until each of these rights exists, whoever has every right in the chain has them too."""
        has_all = int(permissions_of(role) == permissions_of("owner"))
        return cls(*(has_all for _ in cls.__struct_fields__))


class Group(msgspec.Struct, frozen=True):
    """A chain with its locations."""

    id: Annotated[int, Meta(examples=[1])]
    title: Annotated[str, Meta(examples=["Lumen"])]
    companies: list[GroupCompany]
    access: ChainAccess

    @classmethod
    def from_model(cls, chain: model.ChainMembership, locations: list[Location]) -> "Group":
        return cls(
            id=chain.id,
            title=chain.title,
            companies=[GroupCompany.from_model(location) for location in locations],
            access=ChainAccess.from_role(chain.chain_role),
        )
