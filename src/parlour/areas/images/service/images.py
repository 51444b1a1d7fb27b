"""Attaching a picture to a product, location, team member, service or booking form, and deleting it.

Files are written before the row and deleted after it is marked as deleted, so a row always has its files; a failure
between the two steps leaves files that no row refers to.
"""

import asyncio
from collections.abc import Awaitable, Callable

import msgspec
import structlog

from parlour.access.identity import Identity
from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant, get_tenant, lock_tenant
from parlour.areas.booking_forms.service import get_form, lock_form
from parlour.areas.images import queries, refusals
from parlour.areas.images.model.headers import MAX_MEMORY, read_header
from parlour.areas.images.model.images import (
    Entity,
    Image,
    ImageOwner,
    NewImage,
    RenderResult,
    Rendition,
    file_path,
    new_name,
    new_salt,
)
from parlour.areas.locations.service.locations import lock_location
from parlour.areas.locations.service.logos import set_logo
from parlour.areas.products.service.products import get_product, lock_product
from parlour.areas.services.service.services import get_own_service, lock_own_service
from parlour.areas.team.service.members import get_member, lock_member
from parlour.confined.pool import ConfinedPool, TooMuchWork
from parlour.confined.turns import Room
from parlour.db.actor import Actor
from parlour.db.pool import Connection, Pool, connection, transaction
from parlour.errors import Fault, Invalid, NotFound, Unavailable, reason_of
from parlour.files import FileStore, public_url

DECODER = "parlour.areas.images.service.decoder"
# For one worker of the server: memory for the largest picture, or for two usual ones.
ROOM = Room(at_once=2, memory=MAX_MEMORY, waiting=64, waiting_bytes=32 * 1024 * 1024, wait_s=30)
RIGHTS = {
    Entity.PRODUCT: Permission.PRODUCTS_UPDATE,
    Entity.LOCATION: Permission.LOCATION_EDIT,
    Entity.TEAM_MEMBER: Permission.TEAM_EDIT,
    Entity.SERVICE: Permission.SERVICE_IMAGE,
    Entity.BOOKING_FORM: Permission.BOOKING_MANAGE,
}

log = structlog.get_logger()


class ImageServices(msgspec.Struct, frozen=True):
    """What is needed to render and store pictures."""

    pool: Pool
    actor: Actor
    files: FileStore
    decoders: ConfinedPool
    base_url: str

    def url_of(self, chain_id: int, name: str) -> str:
        """Return the public URL of the file."""
        return public_url(self.base_url, file_path(chain_id, name))


class Upload(msgspec.Struct, frozen=True):
    """An uploaded picture, and what it shows. `gone` returns when the caller no longer waits."""

    location_id: int
    owner: ImageOwner
    content: bytes
    gone: Callable[[], Awaitable[None]]


async def upload_image(services: ImageServices, caller: Identity, upload: Upload) -> Image:
    """Store a picture in place of the one before, and return it. Hold no connection while it is rendered.

    Raise `NotFound`, `Forbidden`, `Busy`, `Abandoned`, and `Invalid` for a picture that is damaged or too much work.
    """
    location_id, owner = upload.location_id, upload.owner
    async with connection(services.pool) as conn:
        tenant = await get_tenant(conn, caller, location_id)
        await _check_rights(conn, tenant, owner)
    renditions = await _render(services.decoders, upload)
    new = await _store(services.files, tenant.chain_id, renditions)
    async with transaction(services.pool, services.actor) as conn:
        tenant = await get_tenant(conn, caller, location_id)
        logo = services.url_of(tenant.chain_id, new.names[1])
        await _lock_owner(conn, tenant, owner, logo)
        before = await queries.soft_delete_images_of(conn, tenant, owner)
        image = await queries.create_image(conn, tenant, owner, new)
    await _delete_files(services, before)
    return image


async def delete_image(services: ImageServices, caller: Identity, entity: Entity, image_id: int) -> None:
    """Mark the picture as deleted and delete its files.

    Raise `NotFound` for a picture that doesn't exist or that the caller may not know of, and `Forbidden`.
    """
    async with transaction(services.pool, services.actor) as conn:
        tenant = await _tenant_of_image(conn, caller, image_id)
        owner = await queries.find_owner(conn, tenant, image_id)
        if owner is None or owner.entity is not entity:
            raise refusals.NO_IMAGE.error()
        await _lock_owner(conn, tenant, owner, logo="")
        deleted = await queries.soft_delete_image(conn, tenant, image_id)
        if deleted is None:  # another request deleted it first; the transaction is rolled back
            raise refusals.NO_IMAGE.error()
    await _delete_files(services, [deleted])


async def _tenant_of_image(conn: Connection, caller: Identity, image_id: int) -> Tenant:
    location_id = await queries.find_location_of_image(conn, image_id)
    if location_id is None:
        raise refusals.NO_IMAGE.error()
    try:
        return await get_tenant(conn, caller, location_id)
    except NotFound:
        raise refusals.NO_IMAGE.error() from None


async def _check_rights(conn: Connection, tenant: Tenant, owner: ImageOwner) -> None:
    """Check the caller's rights before any work is done; `_lock_owner` checks them again."""
    right = RIGHTS[owner.entity]
    tenant.require(right)
    if owner.entity is Entity.PRODUCT and (await get_product(conn, tenant, owner.id)).is_chain:
        tenant.require_in_chain(right)
    if owner.entity is Entity.TEAM_MEMBER:
        await get_member(conn, tenant, owner.id)
    if owner.entity is Entity.SERVICE:
        await get_own_service(conn, tenant, owner.id)
    if owner.entity is Entity.BOOKING_FORM:
        await get_form(conn, tenant, owner.id)


async def _lock_owner(conn: Connection, tenant: Tenant, owner: ImageOwner, logo: str) -> None:
    """Check the rights again, and lock the owner, so that it gets one picture at a time. Set a location's logo."""
    if owner.entity is Entity.LOCATION:
        await lock_location(conn, tenant)
    tenant = await lock_tenant(conn, tenant, RIGHTS[owner.entity])
    match owner.entity:
        case Entity.LOCATION:
            await set_logo(conn, tenant, logo)
        case Entity.TEAM_MEMBER:
            await lock_member(conn, tenant, owner.id)
        case Entity.SERVICE:
            await lock_own_service(conn, tenant, owner.id, None)
        case Entity.BOOKING_FORM:
            await lock_form(conn, tenant, owner.id, None)
        case Entity.PRODUCT:
            await lock_product(conn, tenant, owner.id, RIGHTS[owner.entity], None)


async def _render(decoders: ConfinedPool, upload: Upload) -> list[Rendition]:
    """Return the picture in all sizes."""
    try:
        memory = read_header(upload.content).memory
        answer = await decoders.ask(upload.content, memory, upload.gone)
        made = msgspec.msgpack.decode(answer, type=RenderResult)
    except (TooMuchWork, msgspec.DecodeError):
        raise refusals.TOO_MUCH_WORK.error("image") from None
    if made.refusal is not None:
        raise Invalid([Fault("image", made.refusal)])
    return made.renditions


async def _store(files: FileStore, chain_id: int, renditions: list[Rendition]) -> NewImage:
    """Write the files and return their names and sizes."""
    salt = new_salt()
    names = [new_name(rendition.content, salt) for rendition in renditions]
    await asyncio.gather(*(
        files.write(file_path(chain_id, name), rendition.content)
        for name, rendition in zip(names, renditions, strict=True)
    ))  # fmt: skip
    return NewImage(names, [each.width for each in renditions], [each.height for each in renditions])


async def _delete_files(services: ImageServices, images: list[Image]) -> None:
    """Delete the files. Only log a failure: files that are left do no harm."""
    try:
        await services.files.delete(name for image in images for name in image.files)
    except Unavailable as error:
        log.warning("files of deleted images are left", reason=reason_of(error))
