"""Uploading and deleting pictures (tag Utilities)."""

from collections.abc import Mapping
from typing import Any

from msgspec import UNSET

from parlour.access.identity import Identity
from parlour.access.permissions import Entry, Permission
from parlour.areas.images import refusals
from parlour.areas.images.model.images import Entity, ImageOwner
from parlour.areas.images.service import images
from parlour.areas.images.service.images import RIGHTS, ImageServices, Upload
from parlour.areas.images.v1 import wire
from parlour.areas.services.refusals import SERVICE_OF_CHAIN
from parlour.errors import MISSING, Fault
from parlour.http.apis import B2B_V1
from parlour.http.body import Body, Form
from parlour.http.context import Detached
from parlour.http.operations import Operations

operations = Operations(B2B_V1, "Utilities")
# The picture, and the rest of the form that carries it.
MAX_FORM_BYTES = 11 * 1024 * 1024
OWNER_FIELDS = {
    Entity.PRODUCT: "good_id",
    Entity.TEAM_MEMBER: "master_id",
    Entity.SERVICE: "service_id",
    Entity.BOOKING_FORM: "bookform_id",
}
"""The field that names the owner; a location has none but `company_id`."""


def _right(path: Mapping[str, Any]) -> Permission | None:
    """Return the right that is needed for the kind of entity in the address."""
    entity = wire.ENTITIES.get(path["entity"])
    return RIGHTS[entity] if entity else None


@operations.post(
    "/api/v1/images/{entity}",
    "upload_image",
    Entry.USER,
    right_somewhere=_right,
    status=200,
    max_body_bytes=MAX_FORM_BYTES,
    refuses=(
        refusals.UNKNOWN_ENTITY,
        *refusals.NOT_ALLOWED,
        refusals.NO_PRODUCT,
        refusals.NO_LOCATION,
        refusals.NO_TEAM_MEMBER,
        refusals.NO_SERVICE,
        refusals.NO_BOOKING_FORM,
        SERVICE_OF_CHAIN,
        refusals.NO_SUBJECT,
        refusals.TOO_MUCH_WORK,
        refusals.TOO_MANY_IMAGES,
        refusals.IS_DAMAGED,
        refusals.STORE_AWAY,
    ),
)
async def upload_image(
    ctx: Detached[Identity], entity: wire.EntityInPath, data: Form[wire.ImageForm]
) -> wire.ImageAnswer:
    """Upload an image

    For a product (`good`): needs the right `storages_goods_update_access` in the location, and in the chain if the
    product belongs to the chain. For a location (`company`): needs `settings_basis_access`; the image becomes its logo.
    For a team member (`team_member`): needs `master_edit`. For a service (`service`): needs
    `settings_services_edit_image_access`. For a booking form (`booking_form`): needs `online_record_access`; the image
    is shown in the head of its page.
    A new image replaces the current one. It is converted to WebP in three sizes, upright, in sRGB and without metadata,
    such as the place where it was taken.
    """
    form, subject = _accepted(entity, data)
    services = ImageServices(
        ctx.pool, ctx.actor, ctx.services.files, ctx.services.decoders, ctx.services.settings.base_url
    )
    assert not isinstance(form.company_id, type(UNSET))  # noqa: S101 - checked with all other fields
    image = await images.upload_image(
        services, ctx.user, Upload(form.company_id, subject, form.image, ctx.disconnected)
    )
    return wire.ImageAnswer.of(wire.ImageGroup.from_model(image, services.url_of))


@operations.delete(
    "/api/v1/images/{entity}",
    "delete_image",
    Entry.USER,
    right_somewhere=_right,
    status=200,
    refuses=(
        refusals.UNKNOWN_ENTITY,
        *refusals.NOT_ALLOWED,
        refusals.NO_IMAGE,
        refusals.PRODUCT_DELETED,
        refusals.MEMBER_DELETED,
        refusals.NO_SERVICE,
        refusals.NO_BOOKING_FORM,
    ),
)
async def delete_image(
    ctx: Detached[Identity], entity: wire.EntityInPath, data: Form[wire.ImageGroupForm]
) -> wire.DeletedImageAnswer:
    """Delete an image

    In all sizes. Needs the same rights as uploading it.
    """
    kind = wire.ENTITIES.get(entity)
    form = data.accept([] if kind else [refusals.UNKNOWN_ENTITY.fault("entity")])
    services = ImageServices(
        ctx.pool, ctx.actor, ctx.services.files, ctx.services.decoders, ctx.services.settings.base_url
    )
    await images.delete_image(services, ctx.user, kind or Entity.PRODUCT, form.image_group_id)
    return wire.DeletedImageAnswer(True, None, [])


def _accepted(entity: str, data: Body[wire.ImageForm]) -> tuple[wire.ImageForm, ImageOwner]:
    """Return the form and its subject. Raise `Invalid` with every fault that can be found without the database."""
    kind = wire.ENTITIES.get(entity)
    with_faults = {fault.field for fault in data.faults}
    needed = ["company_id", *([OWNER_FIELDS[kind]] if kind in OWNER_FIELDS else [])]
    faults = [] if kind else [refusals.UNKNOWN_ENTITY.fault("entity")]
    faults += [Fault(name, MISSING) for name in needed if name not in with_faults and data.given(name) is UNSET]
    form = data.accept(faults)
    return form, ImageOwner(kind or Entity.PRODUCT, data.given(needed[-1]))
