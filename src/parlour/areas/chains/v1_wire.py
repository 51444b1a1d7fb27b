"""Chains on the v1 wire, where a chain is a group and a location is a company."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import Meta

from parlour.access.policy import permissions_of
from parlour.areas.chains import model
from parlour.areas.locations import v1_fields as fields
from parlour.areas.locations.countries import country_id
from parlour.areas.locations.model import Location
from parlour.http.money import currency_symbol


class GroupCompany(msgspec.Struct, frozen=True):
    """A location of a chain."""

    id: fields.LocationId
    title: fields.Title
    public_title: fields.PublicTitle
    business_group_id: Annotated[int, Meta(description="A group of kinds of business; always 0.", examples=[0])]
    business_type_id: fields.BusinessTypeId
    country_id: fields.CountryId
    city_id: fields.CityId
    timezone: fields.UtcOffset
    timezone_name: fields.ZoneName
    address: fields.Address
    currency_short_title: fields.CurrencySymbol
    coordinate_lat: fields.Latitude
    coordinate_lon: fields.Longitude
    logo: fields.Logo
    zip: fields.Zip
    phone: fields.Phone
    phones: fields.Phones
    site: fields.Site
    allow_delete_record: Annotated[
        bool, Meta(description="Clients may cancel an appointment; false while there is no booking.", examples=[False])
    ]
    allow_change_record: Annotated[
        bool, Meta(description="Clients may move an appointment; false while there is no booking.", examples=[False])
    ]

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


def _right(deed: str) -> Meta:
    return Meta(description=f"1 if the user may {deed}, else 0.", examples=[1])


class ChainAccess(msgspec.Struct, frozen=True):
    """What the user may do in the whole chain: 1 for yes, 0 for no."""

    settings_access: Annotated[int, _right("change the settings of the chain")]
    clients_access: Annotated[int, _right("see the clients of all locations")]
    deposits_access: Annotated[int, _right("see the deposits of clients")]
    deposit_types_access: Annotated[int, _right("change the kinds of deposits")]
    users_access: Annotated[int, _right("change users and their rights")]
    loyalty_access: Annotated[int, _right("use the loyalty programme of the chain")]
    loyalty_abonement_types_access: Annotated[int, _right("change the kinds of memberships")]
    loyalty_abonement_balance_edit_access: Annotated[int, _right("change what is left on a membership")]
    loyalty_abonement_period_edit_access: Annotated[int, _right("change how long a membership lasts")]
    loyalty_abonement_history_access: Annotated[int, _right("see what a membership was used for")]
    loyalty_cards_manual_transactions_access: Annotated[int, _right("add to and take from loyalty cards by hand")]
    loyalty_certificate_types_access: Annotated[int, _right("change the kinds of gift cards")]
    loyalty_programs_access: Annotated[int, _right("change discounts and loyalty programmes")]
    network_services_access: Annotated[int, _right("change the services of the chain")]
    chain_services_access: Annotated[int, _right("change the services of the chain, under their newer name")]
    analytics_access: Annotated[int, _right("see the figures of the chain")]

    @classmethod
    def from_role(cls, role: str | None) -> "ChainAccess":
        """Until each of these rights exists, whoever has every right in the chain has them too."""
        has_all = int(permissions_of(role) == permissions_of("owner"))
        return cls(*(has_all for _ in cls.__struct_fields__))


class Group(msgspec.Struct, frozen=True):
    """A chain with its locations."""

    id: Annotated[int, Meta(description="The chain.", examples=[1])]
    title: fields.ChainTitle
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
