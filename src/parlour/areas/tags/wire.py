"""Tags on the wire of all versions of the API: meanings of fields, names and numbers of kinds, and forms."""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.tags import model
from parlour.areas.tags.model import Kind
from parlour.http.fields import ShortText, Title, syntax
from parlour.http.path_parts import PathPart
from parlour.http.wire import always, made, says

KINDS = {"common": Kind.COMMON, "client": Kind.CLIENT, "record": Kind.APPOINTMENT, "activity": Kind.EVENT}
"""The kinds by their names on the wire. The number of a kind is its position."""
NAMES = {kind: name for name, kind in KINDS.items()}
NUMBERS = {kind: number for number, kind in enumerate(KINDS.values())}

TITLE = says("The name of the tag.", "Regular guest", "Allergy")
COLOR = says("The colour of the tag.", "#ff8800", "#2266cc")
FONT_COLOR = says("Black or white, whichever is easier to read on the colour.", "#000000", "#ffffff")
ICON = says("The name of a symbol; empty for none.", "star", "user")
NUMBER = says("What it is for: 0 anything, 1 clients, 2 appointments, 3 events.", 1)
DELETED = always(0, "Always 0: deleted tags are not shown.")
LOCKED = says("1 if it can't be changed or deleted, otherwise 0.", 0, of=made(int, "is_locked"))

Color = Annotated[str, syntax(model.parse_color, model.COLOR_PATTERN)]
Number = Annotated[int, Meta(ge=0, le=len(KINDS) - 1)]

TagInPath = Annotated[int, PathPart("Tag", "The tag.", 31)]
KindInPath = Annotated[
    str,
    PathPart(
        "Kind of tag",
        "What the tags are for: `common`, `client`, `record` (appointments) or `activity` (events). The numbers 0 to 3"
        " work as well.",
        "client",
    ),
]


def kind_named(name: str) -> Kind | None:
    """Return the kind with a name or number on the wire, if there is one."""
    return KINDS.get(name) or {str(number): kind for kind, number in NUMBERS.items()}.get(name)


def number_of(kind: Kind) -> int:
    return NUMBERS[kind]


class TagForm(msgspec.Struct):
    """What a tag is made from."""

    title: Annotated[Title, TITLE]
    color: Annotated[Color, says("The colour: # and six or three hexadecimal digits.", "#FF8800")]
    entity: Annotated[Number | UnsetType, NUMBER] = UNSET
    icon: Annotated[ShortText | UnsetType, ICON] = UNSET

    def to_new(self) -> model.NewTag:
        return model.NewTag(self.title, self.color, [*KINDS.values()][self.entity or 0], self.icon or "")


class TagChanges(msgspec.Struct):
    """What a tag is changed to."""

    title: Annotated[Title | UnsetType, TITLE] = UNSET
    color: Annotated[Color | UnsetType, says("The colour: # and six or three hexadecimal digits.", "#FF8800")] = UNSET
    entity: Annotated[Number | UnsetType, NUMBER] = UNSET
    icon: Annotated[ShortText | UnsetType, ICON] = UNSET

    def to_patch(self) -> model.TagPatch:
        kind = UNSET if self.entity is UNSET else [*KINDS.values()][self.entity]
        return model.TagPatch(title=self.title, color=self.color, kind=kind, icon=self.icon)
