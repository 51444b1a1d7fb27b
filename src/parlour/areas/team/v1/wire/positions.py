"""Positions on the v1 wire."""

from typing import Annotated

import msgspec

from parlour.areas.team.model import positions as model
from parlour.areas.team.model.positions import ServicesBinding
from parlour.areas.team.wire import positions as common
from parlour.http.wire import made, mapped, of, says


def _binding(binding: ServicesBinding) -> int:
    """Return 2 for a strict binding and 0 for any other: this API has no number for a soft one."""
    return 2 if binding is ServicesBinding.STRICT else 0


class Position(msgspec.Struct, frozen=True):
    """A position."""

    id: Annotated[int, says("The position.", 6, 7)]
    chain_id: Annotated[int, says("The chain that it belongs to.", 71)]
    title: Annotated[str, common.TITLE]
    description: Annotated[str, common.DESCRIPTION]
    services_binding_type: Annotated[
        int, says("2 if its members are strictly bound to its services, otherwise 0.", 0),
        of(made(_binding, "services_binding")),
    ]  # fmt: skip
    rules_required_fields: Annotated[list[str], common.RULES]
    only_chain_appointment: Annotated[bool, common.CHAIN_ONLY]

    from_model = mapped(model.Position)
