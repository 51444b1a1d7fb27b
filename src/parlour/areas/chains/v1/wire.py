"""Chains on the v1 wire, where a chain is a group and a location is a company."""

from typing import Annotated

import msgspec
from msgspec import Meta

from parlour.access.roles import roles
from parlour.areas.chains import model
from parlour.areas.dictionaries.model.businesses import find_business_type
from parlour.areas.locations.model import Location
from parlour.areas.locations.v1.wire import fields
from parlour.areas.locations.v1.wire.place import Place
from parlour.http.wire import always, made, mapped, says


def _group_of(business_type_id: int) -> int:
    business = find_business_type(business_type_id)
    return business.group_id if business else 0


class GroupCompany(Place, frozen=True, kw_only=True):
    """A location of a chain."""

    business_group_id: Annotated[
        int,
        says("The group of the kind of business; 0 if not set.", 1, of=made(_group_of, "business_type_id")),
    ]
    allow_delete_record: Annotated[
        bool, always(False, "Clients may cancel an appointment; false while there is no booking.")
    ]
    allow_change_record: Annotated[
        bool, always(False, "Clients may move an appointment; false while there is no booking.")
    ]

    from_model = mapped(Location)


def _right(deed: str) -> Meta:
    return says(f"1 if the user may {deed}, else 0.", 1)


class ChainAccess(msgspec.Struct, frozen=True):
    """What the user may do in the whole chain: 1 for yes, 0 for no."""

    settings_access: Annotated[int, _right("change the settings of the chain")]
    clients_access: Annotated[int, _right("see the clients of all locations")]
    deposits_access: Annotated[int, _right("see the deposits of clients")]
    deposit_types_access: Annotated[int, _right("change the kinds of deposits")]
    users_access: Annotated[int, _right("change users and their rights")]
    loyalty_access: Annotated[int, _right("use the loyalty programme of the chain")]
    loyalty_abonement_types_access: Annotated[int, _right("change the kinds of memberships")]
    loyalty_abonement_balance_edit_access: Annotated[int, _right("change the balance of a membership")]
    loyalty_abonement_period_edit_access: Annotated[int, _right("change how long a membership lasts")]
    loyalty_abonement_history_access: Annotated[int, _right("see the history of a membership")]
    loyalty_cards_manual_transactions_access: Annotated[int, _right("add to and take from loyalty cards by hand")]
    loyalty_certificate_types_access: Annotated[int, _right("change the kinds of gift cards")]
    loyalty_programs_access: Annotated[int, _right("change discounts and loyalty programmes")]
    network_services_access: Annotated[int, _right("change the services of the chain")]
    chain_services_access: Annotated[int, _right("change the services of the chain, under their newer name")]
    analytics_access: Annotated[int, _right("see the figures of the chain")]

    @classmethod
    def from_role(cls, role: str | None) -> "ChainAccess":
        known = roles().get(role or "")
        return cls(*(int(known is not None and name in known.chain) for name in cls.__struct_fields__))


class Group(msgspec.Struct, frozen=True):
    """A chain with its locations."""

    id: Annotated[int, says("The chain.", 1)]
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
