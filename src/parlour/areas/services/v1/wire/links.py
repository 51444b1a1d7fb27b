"""Assignments of services to team members on the v1 wire."""

from decimal import Decimal
from typing import Annotated

import msgspec

from parlour.areas.services import wire as meaning
from parlour.areas.services.model.links import Link, LinkChange, read_links
from parlour.areas.services.model.services import Service
from parlour.http.fields import Id, IdOrZero
from parlour.http.wire import says

LENGTH = says("How long it takes this member, in seconds, from 300 to 86100 in steps of 300.", 3600)
CARD = says("The technological card (bill of materials); null for none.", None)
FAULT_NAMES = {"team_member_id": "master_id", "bill_id": "technological_card_id"}


class AssignmentChange(msgspec.Struct):
    """How long a team member takes for the service, and what is used up."""

    seance_length: Annotated[meaning.LinkLength, LENGTH]
    technological_card_id: Annotated[IdOrZero | None, CARD]

    def to_change(self, team_member_id: int) -> LinkChange:
        return LinkChange(
            team_member_id=team_member_id, duration=self.seance_length, bill_id=self.technological_card_id or None
        )


class AssignmentForm(msgspec.Struct):
    """A team member who is to provide the service."""

    master_id: Annotated[Id, says("The team member.", 11)]
    seance_length: Annotated[meaning.LinkLength, LENGTH]
    technological_card_id: Annotated[IdOrZero | None, CARD]

    def to_change(self) -> LinkChange:
        return LinkChange(
            team_member_id=self.master_id, duration=self.seance_length, bill_id=self.technological_card_id or None
        )


class Assignment(msgspec.Struct, frozen=True):
    """A team member who provides the service."""

    service_id: Annotated[int, meaning.SERVICE_ID]
    master_id: Annotated[int, meaning.MEMBER_ID]
    length: Annotated[int, meaning.SEANCE_LENGTH]
    technological_card_id: Annotated[int | None, meaning.CARD_ID]
    api_id: Annotated[str, says("Your own id for it.", "")]
    is_online: Annotated[bool, says("Clients can book this pair online.", True)]
    is_offline_records_allowed: Annotated[bool, says("The staff can book this pair.", True)]
    price: Annotated[Decimal | None, says("The member's own lowest price; null for the service's price.", None)]

    @classmethod
    def from_model(cls, service: Service, team_member_id: int) -> "Assignment":
        """Return the assignment of a member who provides the service."""
        return cls.from_link(
            service.id, next(link for link in read_links(service.links) if link.team_member_id == team_member_id)
        )

    @classmethod
    def from_link(cls, service_id: int, link: Link) -> "Assignment":
        return cls(
            service_id=service_id,
            master_id=link.team_member_id,
            length=link.duration,
            technological_card_id=link.bill_id,
            api_id=link.api_id,
            is_online=link.is_online,
            is_offline_records_allowed=link.is_offline,
            price=link.price_min,
        )
