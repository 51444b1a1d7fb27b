"""Positions on the v2 wire; their forms are those of common."""

from typing import Annotated, Literal

import msgspec

from parlour.areas.team.model import positions as model
from parlour.areas.team.wire import positions as common
from parlour.http.v2_envelope import resource_type
from parlour.http.wire import made, mapped, of, says


class PositionAttributes(msgspec.Struct, frozen=True):
    """What is known of a position."""

    chain_id: Annotated[int, says("The chain that it belongs to.", 71)]
    title: Annotated[str, common.TITLE]
    description: Annotated[str, common.DESCRIPTION]
    services_binding_type: Annotated[int, common.BINDING, of(made(common.BINDINGS.index, "services_binding"))]
    rules_required_fields: Annotated[list[str], common.RULES]
    only_chain_appointment: Annotated[bool, common.CHAIN_ONLY]
    salon_ids: Annotated[list[int], says("The locations that use it.", [1], of="location_ids")]

    from_model = mapped(model.Position)


class Position(msgspec.Struct, frozen=True):
    """A position."""

    type: Annotated[Literal["position"], resource_type("position")]
    id: Annotated[str, says("The position, as a text.", "6")]
    attributes: PositionAttributes

    @classmethod
    def from_model(cls, position: model.Position) -> "Position":
        return cls("position", str(position.id), PositionAttributes.from_model(position))
