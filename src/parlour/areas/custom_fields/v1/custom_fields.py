"""Custom fields of clients and appointments (tag Custom Fields)."""

from parlour.access.permissions import Entry, Permission
from parlour.areas.custom_fields import queries, refusals, service
from parlour.areas.custom_fields.rights import require_sight
from parlour.areas.custom_fields.v1 import wire
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Reading, Writing
from parlour.http.fault_names import faults_named
from parlour.http.json import WithETag
from parlour.http.operations import Operations
from parlour.http.preconditions import Revisions
from parlour.http.v1_envelope import Answer, MessageAnswer, answer, message_answer, with_etag

operations = Operations(B2B_V1, "Custom Fields", "Fields that a business adds to its clients and appointments.")


@operations.get(
    "/api/v1/custom_fields/{field_category}/{location_id}",
    "get_custom_field_list",
    Entry.MEMBER,
    refuses=(refusals.NO_KIND, refusals.NO_SIGHT),
)
async def get_custom_field_list(ctx: Reading, field_category: wire.KindInPath) -> Answer[list[wire.CustomField]]:
    """List custom fields

    Those of clients or of appointments; the highest weight first. They are shown to users who may see the values, or
    change the location.
    """
    kind = wire.kind_named(field_category)
    require_sight(ctx.tenant, kind)
    return answer(
        [wire.CustomField.from_model(each) for each in await queries.list_fields(ctx.conn, ctx.tenant, [kind])]
    )


@operations.get(
    "/api/v1/custom_fields/{field_category}/{location_id}/{field_id}",
    "get_custom_field",
    Entry.MEMBER,
    refuses=(refusals.NO_KIND, refusals.NO_SIGHT),
)
async def get_custom_field(
    ctx: Reading, field_category: wire.KindInPath, field_id: wire.FieldInPath
) -> WithETag[Answer[wire.CustomField]]:
    """Get a custom field

    Ours. Its ETag can be sent as `If-Match` to change or delete it.
    """
    kind = wire.kind_named(field_category)
    require_sight(ctx.tenant, kind)
    field = await service.get_field(ctx.conn, ctx.tenant, kind, field_id)
    return with_etag(wire.CustomField.from_model(field), field.revision)


@operations.post(
    "/api/v1/custom_fields/{field_category}/{location_id}",
    "create_custom_field",
    Permission.LOCATION_EDIT,
    status=200,
    refuses=(refusals.NO_KIND, refusals.TAKEN, refusals.NO_CHOICES_WANTED),
)
async def create_custom_field(
    ctx: Writing, field_category: wire.KindInPath, data: Body[wire.FieldForm]
) -> WithETag[Answer[wire.CustomField]]:
    """Create a custom field

    Of each kind a code exists once in a location. A `select` or `list` may get its `values` later.
    """
    new = data.accept().to_new(wire.kind_named(field_category))
    with faults_named(wire.FAULT_NAMES):
        field = await service.create_field(ctx.conn, ctx.tenant, new)
    return with_etag(wire.CustomField.from_model(field), field.revision)


@operations.put(
    "/api/v1/custom_fields/{field_category}/{location_id}/{field_id}",
    "update_custom_field",
    Permission.LOCATION_EDIT,
    status=202,
    refuses=(refusals.NO_KIND, refusals.FIXED, refusals.NO_CHOICES_WANTED),
)
async def update_custom_field(
    ctx: Writing,
    field_category: wire.KindInPath,
    field_id: wire.FieldInPath,
    data: Body[wire.FieldChanges],
    if_match: Revisions,
) -> WithETag[MessageAnswer]:
    """Change a custom field

    Code and type must be the same. Fields that are left out keep their values. Values that were chosen stay when their
    choice is taken away.
    """
    kind, patch = wire.kind_named(field_category), data.accept().to_patch()
    with faults_named(wire.FAULT_NAMES):
        field = await service.update_field(ctx.conn, ctx.tenant, kind, field_id, patch, if_match)
    return WithETag(message_answer("The field was changed."), field.revision)


@operations.delete(
    "/api/v1/custom_fields/{field_category}/{location_id}/{field_id}",
    "delete_custom_field",
    Permission.LOCATION_EDIT,
    status=200,
    refuses=(refusals.NO_KIND,),
)
async def delete_custom_field(
    ctx: Writing, field_category: wire.KindInPath, field_id: wire.FieldInPath, if_match: Revisions
) -> MessageAnswer:
    """Delete a custom field

    Its values are no longer shown anywhere, but kept. Its code may be used again.
    """
    await service.delete_field(ctx.conn, ctx.tenant, wire.kind_named(field_category), field_id, if_match)
    return message_answer("The field was deleted.")
