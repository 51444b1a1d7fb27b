"""What a service refers to, and which of it doesn't exist."""

from collections.abc import Iterator, Sequence

import msgspec

from parlour.areas.services import refusals
from parlour.areas.services.model.links import LinkChange
from parlour.errors import Fault


class References(msgspec.Struct, frozen=True):
    """The ids that the fields of a service, its links and its resources name."""

    category_id: int | None
    links: Sequence[LinkChange]
    resource_ids: Sequence[int] = ()

    @property
    def team_member_ids(self) -> list[int]:
        return [link.team_member_id for link in self.links]

    @property
    def bill_ids(self) -> list[int]:
        return [link.bill_id for link in self.links if link.bill_id]


class Unknown(msgspec.Struct, frozen=True):
    """The references that don't exist in the location."""

    category: bool
    team_member_ids: list[int]
    bill_ids: list[int]
    resource_ids: list[int]

    def faults(self, references: References) -> Iterator[Fault]:
        """Yield the fault of each unknown id at its place."""
        if self.category:
            yield refusals.NO_CATEGORY.fault("category_id")
        for number, link in enumerate(references.links):
            if link.team_member_id in self.team_member_ids:
                yield refusals.NO_MEMBER.fault(f"links[{number}].team_member_id")
            if link.bill_id in self.bill_ids:
                yield refusals.NO_BILL.fault(f"links[{number}].bill_id")
        for number, resource_id in enumerate(references.resource_ids):
            if resource_id in self.resource_ids:
                yield refusals.NO_RESOURCE.fault(f"resource_ids[{number}]")
