"""Custom fields of clients and appointments (tag Custom Fields of API v2)."""

from collections.abc import Iterator

from msgspec import UNSET

from parlour.access.permissions import Entry
from parlour.areas.custom_fields import queries
from parlour.areas.custom_fields import wire as common
from parlour.areas.custom_fields.model.fields import CustomField
from parlour.areas.custom_fields.rights import visible_kinds
from parlour.areas.custom_fields.v2 import wire
from parlour.http.apis import B2B_V2
from parlour.http.context import Reading
from parlour.http.operations import Operations
from parlour.http.v2_envelope import Related, Resource, included

operations = Operations(B2B_V2, "Custom Fields", "Fields that a business adds to its clients and appointments.")


@operations.get(
    "/api/v2/locations/{location_id}/custom_fields",
    "list_custom_fields",
    Entry.MEMBER,
    includes={"custom_field_type": wire.FieldType, "ui_options": wire.UiOption},
)
async def list_custom_fields(ctx: Reading, query: wire.CustomFieldList) -> Related[list[wire.CustomField]]:
    """List custom fields

    Those whose values the user may see, the highest weight first; all of them for users who may change the location.
    """
    wanted = query.parent_entity_type or query.entity_slug
    kinds = [kind for kind in visible_kinds(ctx.tenant) if wanted is None or kind is common.KINDS[wanted]]
    fields = await queries.list_fields(ctx.conn, ctx.tenant, kinds)
    include = frozenset(query.include or ())
    return Related(
        [wire.CustomField.from_model(field, include) for field in fields],
        included(each for field in fields for each in _related(field, include)) if include else UNSET,
    )


def _related(field: CustomField, include: frozenset[str]) -> Iterator[Resource]:
    if "custom_field_type" in include:
        yield wire.FieldType.of(field.value_type)
    if "ui_options" in include:
        yield from wire.UiOption.all_of(field)
