"""Tags on the v1 wire."""

from typing import Annotated

import msgspec

from parlour.areas.tags import model
from parlour.areas.tags import wire as common
from parlour.http.wire import always, made, mapped, of, says


class Tag(msgspec.Struct, frozen=True):
    """A tag."""

    id: Annotated[int, says("The tag.", 31, 32)]
    salon_id: Annotated[int, says("The location that it belongs to.", 1, of="location_id")]
    title: Annotated[str, common.TITLE]
    color: Annotated[str, common.COLOR]
    icon: Annotated[str, common.ICON]
    slug: Annotated[str, always("", "Always empty.")]
    entity: Annotated[int, common.NUMBER, of(made(common.number_of, "kind"))]
    deleted: Annotated[int, common.DELETED]
    not_editable: Annotated[int, common.LOCKED]
    font_color: Annotated[str, common.FONT_COLOR]

    from_model = mapped(model.Tag)
