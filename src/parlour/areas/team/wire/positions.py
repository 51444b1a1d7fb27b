"""Positions on the wire of all versions of the API: meanings of fields, numbers of bindings, and the form."""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.team.model import positions as model
from parlour.areas.team.model.positions import ServicesBinding
from parlour.http.fields import text
from parlour.http.path_parts import PathPart
from parlour.http.wire import always, says

PositionInPath = Annotated[int, PathPart("Position", "The position.", 6)]

PositionTitle = Annotated[str, text(1, 100)]
Description = Annotated[str, text(0, 1000, has_lines=True)]
BindingNumber = Annotated[int, Meta(ge=0, le=2)]

TITLE = says("The title.", "Stylist", "Receptionist")
DESCRIPTION = says("About the position.", "Cuts and colours hair.")
BINDING = says("How far its members are bound to its services: 0 not, 1 softly, 2 strictly. Stored, without effect.", 0)
RULES = always([], "Always empty: no field of a team member is required for a position.")
CHAIN_ONLY = always(False, "Always false: locations give their positions themselves.")

BINDINGS = (ServicesBinding.OFF, ServicesBinding.SOFT, ServicesBinding.STRICT)
"""The bindings by their numbers on the wire."""


class PositionForm(msgspec.Struct):
    """What a position is made from, or changed to."""

    title: Annotated[PositionTitle, TITLE]
    description: Annotated[Description | UnsetType, DESCRIPTION] = UNSET
    services_binding_type: Annotated[BindingNumber | UnsetType, BINDING] = UNSET

    def to_new(self) -> model.NewPosition:
        return model.NewPosition(self.title, self.description or "", BINDINGS[self.services_binding_type or 0])

    def to_patch(self) -> model.PositionPatch:
        number = self.services_binding_type
        binding = UNSET if number is UNSET else BINDINGS[number]
        return model.PositionPatch(title=self.title, description=self.description, services_binding=binding)
