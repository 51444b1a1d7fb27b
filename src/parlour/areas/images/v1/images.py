"""Uploading and deleting pictures (tag Utilities)."""

from collections.abc import Mapping
from typing import Any

from msgspec import UNSET

from parlour.access.identity import Identity
from parlour.access.permissions import Entry, Permission
from parlour.areas.images.model.decoding_work import DAMAGED
from parlour.areas.images.model.images import Entity, ImageOwner
from parlour.areas.images.service import images
from parlour.areas.images.service.images import RIGHTS, TOO_MUCH_WORK, ImageServices, Upload
from parlour.areas.images.v1 import wire
from parlour.errors import MISSING, Busy, Fault, Forbidden, Invalid, NotFound, Unavailable
from parlour.http.apis import B2B_V1
from parlour.http.body import Body, Form
from parlour.http.context import Detached
from parlour.http.operations import Operations
from parlour.refusals import NO_ACCESS, NO_RIGHT_IN_CHAIN, Refusal

operations = Operations(B2B_V1, "Utilities")
# The picture, and the rest of the form that carries it.
MAX_FORM_BYTES = 11 * 1024 * 1024
UNKNOWN_ENTITY = Fault("entity", "Expected good or company; team members and services have no pictures yet.")

WHO_MAY = (
    Refusal("unknown_entity", "Nothing of this kind has pictures.", Invalid([UNKNOWN_ENTITY])),
    Refusal("no_right", "A product, and the user's role in the location lacks the right to change products.",
            Forbidden(f"You lack the right {Permission.PRODUCTS_UPDATE.value} in this location.")),
    Refusal("no_right_for_location", "A location, and the user's role there lacks the right to change it.",
            Forbidden(f"You lack the right {Permission.LOCATION_EDIT.value} in this location.")),
    NO_ACCESS,
    NO_RIGHT_IN_CHAIN.showing(Permission.PRODUCTS_UPDATE),
)  # fmt: skip


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
        *WHO_MAY,
        Refusal("no_product", "There is no such product, or the user may not know of it.", NotFound("Product")),
        Refusal("no_location", "There is no such location, or the user may not know of it.", NotFound("Location")),
        Refusal(
            "no_subject",
            "What it shows is not named.",
            Invalid([Fault("company_id", MISSING), Fault("good_id", MISSING)]),
        ),
        Refusal(
            "too_much_work",
            "The file is small, and decoding it takes too much time or memory.",
            Invalid([Fault("image", TOO_MUCH_WORK)]),
        ),
        Refusal("too_many_images", "Too many images wait to be decoded.", Busy()),
        Refusal("damaged", "The file begins like an image, and isn't whole.", Invalid([Fault("image", DAMAGED)])),
        Refusal("store_away", "The place where pictures are kept doesn't answer.", Unavailable("image store")),
    ),
)
async def upload_image(
    ctx: Detached[Identity], entity: wire.EntityInPath, data: Form[wire.ImageForm]
) -> wire.ImageAnswer:
    """Upload an image

    Of a product (`good`), which needs the right `storages_goods_update_access` in the location, and in the chain if
    the product belongs to it; or of a location (`company`), which needs `settings_basis_access` and becomes its logo.
    A new image takes the place of the one before. It is stored anew as WebP in three sizes, upright, in sRGB and
    without anything else that the file told, such as where it was taken.
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
        *WHO_MAY,
        Refusal("no_image", "There is no such image, or the user may not know of it.", NotFound("Image")),
    ),
)
async def delete_image(
    ctx: Detached[Identity], entity: wire.EntityInPath, data: Form[wire.ImageGroupForm]
) -> wire.DeletedImageAnswer:
    """Delete an image

    In all its sizes. It needs the same rights as uploading it.
    """
    kind = wire.ENTITIES.get(entity)
    form = data.accept([] if kind else [UNKNOWN_ENTITY])
    services = ImageServices(
        ctx.pool, ctx.actor, ctx.services.files, ctx.services.decoders, ctx.services.settings.base_url
    )
    await images.delete_image(services, ctx.user, kind or Entity.PRODUCT, form.image_group_id)
    return wire.DeletedImageAnswer(True, None, [])


def _accepted(entity: str, data: Body[wire.ImageForm]) -> tuple[wire.ImageForm, ImageOwner]:
    """Return the form and its subject. Raise `Invalid` with every fault that can be found without the database."""
    kind = wire.ENTITIES.get(entity)
    told = {fault.field for fault in data.faults}
    needed = ["company_id", "good_id"] if kind is Entity.PRODUCT else ["company_id"]
    faults = [] if kind else [UNKNOWN_ENTITY]
    faults += [Fault(name, MISSING) for name in needed if name not in told and data.given(name) is UNSET]
    form = data.accept(faults)
    return form, ImageOwner(kind or Entity.PRODUCT, data.given(needed[-1]))
