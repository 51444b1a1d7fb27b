"""Custom fields on the v2 wire."""

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.custom_fields import wire as common
from parlour.areas.custom_fields.model import fields as model
from parlour.areas.custom_fields.model.fields import ValueType
from parlour.http.query import Query, parameter
from parlour.http.v2_envelope import ToMany, ToOne, example_of_many, example_of_one, resource_type, to_many, to_one
from parlour.http.wire import always, made, mapped, of, says

KindName = Literal["record", "client"]
ENTITY = says("What has the field: `record` (appointments) or `client`.", "record", of=made(common.name_of, "kind"))


class CustomFieldList(Query, frozen=True):
    """Which fields are listed, and with what."""

    parent_entity_type: Annotated[
        KindName | None, parameter("Those of appointments (`record`) or clients alone.", "record")
    ] = msgspec.field(name="filter[parent_entity_type]", default=None)
    entity_slug: Annotated[
        KindName | None, parameter("The older name of `filter[parent_entity_type]`, which wins.", "record")
    ] = msgspec.field(name="filter[entity_slug]", default=None)
    include: Annotated[
        list[Literal["custom_field_type", "ui_options"]] | None,
        parameter("The related resources to include.", ["custom_field_type", "ui_options"]),
    ] = None


class FieldTypeAttributes(msgspec.Struct, frozen=True):
    """What is known of a type of values."""

    code: Annotated[str, says("The same as `slug`, which replaces it.", "select")]
    slug: Annotated[str, says(common.TYPE, "select")]
    title: Annotated[str, says("The name of the type.", "One choice")]


class FieldType(msgspec.Struct, frozen=True):
    """A type of values."""

    type: Annotated[Literal["custom_field_type"], resource_type("custom_field_type")]
    id: Annotated[str, says("The type.", "select")]
    attributes: FieldTypeAttributes

    @classmethod
    def of(cls, value_type: ValueType) -> "FieldType":
        slug = value_type.value
        return cls("custom_field_type", slug, FieldTypeAttributes(slug, slug, common.title_of(value_type)))


class UiOptionAttributes(msgspec.Struct, frozen=True):
    """A setting of a form."""

    slug: Annotated[str, says("`is_visible`, `is_editable` or `is_required`.", "is_visible")]
    value: Annotated[bool, says("Whether it is on.", True)]


class UiOption(msgspec.Struct, frozen=True):
    """How a field is used in forms."""

    type: Annotated[Literal["custom_field_ui_option"], resource_type("custom_field_ui_option")]
    id: Annotated[str, says("Field and setting.", "81_is_visible")]
    attributes: UiOptionAttributes

    @classmethod
    def all_of(cls, field: model.CustomField) -> "list[UiOption]":
        """Return the settings of a field."""
        settings = {"is_visible": field.is_visible, "is_editable": field.is_editable, "is_required": field.is_required}
        return [
            cls("custom_field_ui_option", f"{field.id}_{slug}", UiOptionAttributes(slug, value))
            for slug, value in settings.items()
        ]


class CustomFieldAttributes(msgspec.Struct, frozen=True):
    """What is known of a custom field."""

    code: Annotated[str, says("The same as `slug`, which replaces it.", "skin_type")]
    slug: Annotated[str, common.CODE, of("code")]
    parent_entity_type: Annotated[str, ENTITY]
    entity_slug: Annotated[str, ENTITY]
    relation_entity_type: Annotated[None, always(None, "Always null.")]
    show_in_ui: Annotated[bool, says("The same as `is_visible`, which replaces it.", True, of="is_visible")]
    is_visible: Annotated[bool, common.VISIBLE]
    title: Annotated[str, common.TITLE]
    user_can_edit: Annotated[bool, says("The same as `is_editable`, which replaces it.", True, of="is_editable")]
    is_editable: Annotated[bool, common.EDITABLE]
    is_required: Annotated[bool, common.REQUIRED]
    weight: Annotated[int, common.WEIGHT]
    values: Annotated[
        list[str], says("What can be chosen; empty for types without a choice.", ["dry", "oily"], of="choices")
    ]

    from_model = mapped(model.CustomField)


class CustomFieldRelationships(msgspec.Struct, frozen=True, kw_only=True):
    """What it refers to, as far as `include` names it."""

    custom_field_type: Annotated[ToOne, example_of_one("custom_field_type", "select")] | UnsetType = UNSET
    type: Annotated[ToOne, example_of_one("custom_field_type", "select")] | UnsetType = UNSET
    ui_options: Annotated[ToMany, example_of_many("custom_field_ui_option", "81_is_visible")] | UnsetType = UNSET

    @classmethod
    def from_model(cls, field: model.CustomField, include: frozenset[str]) -> "CustomFieldRelationships":
        type_ = to_one(FieldType.of(field.value_type)) if "custom_field_type" in include else UNSET
        options = to_many(UiOption.all_of(field)) if "ui_options" in include else UNSET
        return cls(custom_field_type=type_, type=type_, ui_options=options)


class CustomField(msgspec.Struct, frozen=True):
    """A custom field of clients or appointments."""

    type: Annotated[Literal["custom_field"], resource_type("custom_field")]
    id: Annotated[str, says("The field, as a text.", "81")]
    attributes: CustomFieldAttributes
    relationships: CustomFieldRelationships | UnsetType = UNSET

    @classmethod
    def from_model(cls, field: model.CustomField, include: frozenset[str]) -> "CustomField":
        relationships = CustomFieldRelationships.from_model(field, include) if include else UNSET
        return cls("custom_field", str(field.id), CustomFieldAttributes.from_model(field), relationships)
