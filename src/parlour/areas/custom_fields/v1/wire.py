"""Custom fields on the v1 wire."""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.custom_fields import refusals
from parlour.areas.custom_fields import wire as common
from parlour.areas.custom_fields.model import fields as model
from parlour.areas.custom_fields.model.fields import Kind, ValueType
from parlour.areas.custom_fields.wire import (
    CHOICES,
    CODE,
    CODE_MEANING,
    EDITABLE,
    REQUIRED,
    TITLE,
    TYPE,
    VISIBLE,
    WEIGHT,
)
from parlour.http.fields import LongText, Title, syntax
from parlour.http.path_parts import PathPart
from parlour.http.wire import made, mapped, nested, of, says

OLDER_NAMES = {"appointment": Kind.APPOINTMENT}
FAULT_NAMES = {"value_type": "type", "choices": "values"}

FieldInPath = Annotated[int, PathPart("Field", "The custom field.", 81)]
KindInPath = Annotated[
    str,
    PathPart(
        "Kind of field",
        "What has the fields: `record` (appointments) or `client`. `appointment` works as well.",
        "record",
    ),
]


def kind_named(name: str) -> Kind:
    """Return the kind with a name on the wire. Raise `NotFound`."""
    kind = common.KINDS.get(name) or OLDER_NAMES.get(name)
    if kind is None:
        raise refusals.NO_KIND.error()
    return kind


def parse_type(text: str) -> str:
    """Return the name of a type. Raise `ValueError`."""
    if text not in [*ValueType]:
        raise ValueError(f"Expected one of: {', '.join(ValueType)}.")
    return text


TypeName = Annotated[str, syntax(parse_type, f"^({'|'.join(ValueType)})$")]
Code = Annotated[str, syntax(model.parse_code, model.CODE_PATTERN)]
Weight = Annotated[int, Meta(ge=-(2**31), le=2**31 - 1)]


class FieldForm(msgspec.Struct, kw_only=True):
    """What a custom field is made from."""

    type: Annotated[TypeName, says(TYPE, "list")]
    code: Annotated[Code, says(CODE_MEANING, "allergies")]
    title: Annotated[Title, says("The name of the field.", "Allergies")]
    user_can_edit: Annotated[bool, EDITABLE]
    show_in_ui: Annotated[bool, VISIBLE]
    values: Annotated[LongText | UnsetType, says(f"Ours. {CHOICES}", "nuts\nlatex")] = UNSET
    is_required: Annotated[bool | UnsetType, REQUIRED] = UNSET
    weight: Annotated[Weight | UnsetType, WEIGHT] = UNSET

    def to_new(self, kind: Kind) -> model.NewField:
        return model.NewField(
            kind=kind,
            code=self.code,
            value_type=ValueType(self.type),
            title=self.title,
            choices=model.parse_choices(self.values or ""),
            is_visible=self.show_in_ui,
            is_editable=self.user_can_edit,
            is_required=self.is_required or False,
            weight=self.weight or 0,
        )


class FieldChanges(msgspec.Struct, kw_only=True):
    """What a custom field is changed to; `type` and `code` as they are."""

    type: Annotated[TypeName, says(TYPE, "select")]
    code: Annotated[Code, CODE]
    title: Annotated[Title, TITLE]
    user_can_edit: Annotated[bool, EDITABLE]
    show_in_ui: Annotated[bool, VISIBLE]
    values: Annotated[LongText | UnsetType, says(f"Ours. {CHOICES}", "dry\noily")] = UNSET
    is_required: Annotated[bool | UnsetType, REQUIRED] = UNSET
    weight: Annotated[Weight | UnsetType, WEIGHT] = UNSET

    def to_patch(self) -> model.FieldPatch:
        return model.FieldPatch(
            code=self.code,
            value_type=ValueType(self.type),
            title=self.title,
            choices=UNSET if self.values is UNSET else model.parse_choices(self.values),
            is_visible=self.show_in_ui,
            is_editable=self.user_can_edit,
            is_required=self.is_required,
            weight=self.weight,
        )


def _lines(choices: list[str]) -> str:
    return "\n".join(choices)


class FieldType(msgspec.Struct, frozen=True):
    """The type of the values of a custom field."""

    code: Annotated[str, says(TYPE, "select", of=made(common.code_of, "value_type"))]
    title: Annotated[str, says("The name of the type.", "One choice", of=made(common.title_of, "value_type"))]

    from_model = mapped(model.CustomField)


class FieldDetails(msgspec.Struct, frozen=True):
    """What is known of a custom field."""

    id: Annotated[int, says("The field.", 81)]
    code: Annotated[str, CODE]
    entity_type: Annotated[
        str, says("What has the field: `record` (appointments) or `client`.", "record", of=made(common.name_of, "kind"))
    ]
    show_in_ui: Annotated[bool, VISIBLE, of("is_visible")]
    title: Annotated[str, TITLE]
    user_can_edit: Annotated[bool, EDITABLE, of("is_editable")]
    type: Annotated[FieldType, of(nested(FieldType))]
    values: Annotated[str, says(CHOICES, "dry\noily", of=made(_lines, "choices"))]
    is_required: Annotated[bool, REQUIRED]
    weight: Annotated[int, WEIGHT]

    from_model = mapped(model.CustomField)


class CustomField(msgspec.Struct, frozen=True):
    """A custom field in a location."""

    id: Annotated[int, says("The field; the same as in `custom_field`.", 81)]
    salon_id: Annotated[int, says("The location that it belongs to.", 1, of="location_id")]
    custom_field: Annotated[FieldDetails, of(nested(FieldDetails))]

    from_model = mapped(model.CustomField)
