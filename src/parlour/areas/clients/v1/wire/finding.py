"""Clients that are found while a user types, and in a whole chain, on the v1 wire."""

from collections.abc import Sequence
from typing import Annotated

import msgspec
from msgspec import Meta

from parlour.access.tenant import Tenant
from parlour.areas.clients.model.found import FoundClient
from parlour.areas.clients.rights import Place, Sight
from parlour.http.path_parts import PathPart
from parlour.http.query import Query, parameter
from parlour.http.wire import says

MOST_SUGGESTED = 25
GroupInPath = Annotated[int, PathPart("Chain", "The chain.", 71)]


class Suggestions(Query, frozen=True):
    """What a user has typed."""

    name: Annotated[
        Annotated[str, Meta(max_length=255)],
        parameter("Parts of the name, the email address or the card, or digits of the phone number.", "rey"),
    ] = ""
    limit: Annotated[int, Meta(ge=1), parameter("The largest number of clients; more than 25 means 25.")] = 7


class SuggestedClient(msgspec.Struct, frozen=True):
    """A client who could be meant."""

    id: Annotated[int, says("The client.", 812)]
    fullname: Annotated[str, says("The name, with the surname for users who may see it.", "Maya Reyes")]
    phone: Annotated[str, says("The phone number; masked without the right to see it.", "13155550175")]

    @classmethod
    def from_model(cls, client: FoundClient, sight: Sight) -> "SuggestedClient":
        names = (client.surname, client.middle_name) if sight.sees_names else ()
        name = sight.name(client.name, client.phone)
        return cls(client.id, " ".join(filter(None, (name, *names))), sight.phone(client.phone))


class ChainSearch(Query, frozen=True):
    """Whom to find in a chain."""

    phone: Annotated[
        Annotated[str, Meta(max_length=40)], parameter("The phone number, written in any way.", "+13155550175")
    ]


class ChainClient(msgspec.Struct, frozen=True):
    """A card in one of the chain's locations."""

    id: Annotated[int, says("The client.", 812)]
    company_id: Annotated[int, says("The location.", 1)]
    name: Annotated[str, says("The name.", "Maya")]
    email: Annotated[str, says("The email address, or empty; masked without the right to see it.", "maya@example.com")]

    @classmethod
    def from_model(cls, client: FoundClient, tenant: Tenant) -> "ChainClient":
        sight = Sight.of(tenant, Place.LIST)
        name = sight.name(client.name, client.phone)
        return cls(client.id, client.location_id, name, sight.email(client.email))


class ChainClients(msgspec.Struct, frozen=True):
    """The cards of a person in the locations of a chain."""

    salon_group_id: Annotated[int, says("The chain.", 71)]
    phone: Annotated[str, says("The phone number as it was sent.", "+13155550175")]
    clients: list[ChainClient]

    @classmethod
    def of(cls, chain_id: int, phone: str, found: Sequence[tuple[FoundClient, Tenant]]) -> "ChainClients":
        return cls(chain_id, phone, [ChainClient.from_model(client, tenant) for client, tenant in found])
