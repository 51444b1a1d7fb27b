"""Pictures on the v1 wire, where a product is a good, a location a company, and a picture a group of images."""

from collections.abc import Callable
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.images.model import images as model
from parlour.areas.images.model.headers import read_header
from parlour.areas.images.model.images import SIZES, Entity
from parlour.http.envelope import NoMeta
from parlour.http.fields import FileRule, Id, file, needs
from parlour.http.path_parts import PathPart
from parlour.http.v1_envelope import Success
from parlour.http.wire import says

EntityInPath = Annotated[
    str,
    PathPart(
        "Image",
        "The entity of the image: `good` (or `product`), `company` (or `location`, `salon`), `team_member` (or"
        " `master`, `staff`), `service` or `booking_form` (ours).",
        "good",
    ),
]

ENTITIES = {
    "good": Entity.PRODUCT,
    "product": Entity.PRODUCT,
    "company": Entity.LOCATION,
    "location": Entity.LOCATION,
    "salon": Entity.LOCATION,
    "team_member": Entity.TEAM_MEMBER,
    "master": Entity.TEAM_MEMBER,
    "staff": Entity.TEAM_MEMBER,
    "service": Entity.SERVICE,
    "booking_form": Entity.BOOKING_FORM,
}
# The whole of a picture, one pixel in size.
SMALLEST = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)
NAMES = {
    Entity.PRODUCT.value: "good",
    Entity.LOCATION.value: "company",
    Entity.TEAM_MEMBER.value: "team_member",
    Entity.SERVICE.value: "service",
    Entity.BOOKING_FORM.value: "booking_form",
}

PictureFile = Annotated[
    bytes,
    file(FileRule(read_header, SMALLEST)),
    says(
        "The file: PNG, JPEG or WebP, at most 10 MiB and 50 million pixels, "
        "fewer when decoding them takes more than 144 MiB (a WebP above 12 million, a PNG in colour above 37 million).",
        "picture.jpg",
    ),
]
GroupId = Annotated[int, says("The image in all sizes.", 12)]
IsBound = Annotated[bool, says("The image belongs to the entity; always true.", True)]
EntityName = Annotated[str, says("`good`, `company`, `team_member`, `service` or `booking_form`.", "good")]
EntityId = Annotated[int, says("The product, location, team member, service or booking form.", 501)]
Address = Annotated[
    str,
    says(
        "The public address of the file.",
        "https://parlour.example.com/images/1/0f3c5a7e9b1d2f4a6c8e0b2d4f6a8c0e.webp",
    ),
]
Width = Annotated[int, says("In pixels.", 800)]
Height = Annotated[int, says("In pixels.", 600)]
SizeName = Annotated[str, says("The name of the size.", "basic")]
Version = Annotated[str, says("Changes with the file.", "0f3c5a7e")]


class ImageForm(msgspec.Struct):
    """An image to upload, and its entity."""

    BETWEEN: ClassVar[dict[str, Any]] = needs("company_id")

    image: PictureFile
    company_id: Annotated[
        Id | UnsetType, says("The location of the image, or the one in which its owner is changed. Required.", 1)
    ] = UNSET
    good_id: Annotated[Id | UnsetType, says("The product, for `good`.", 501)] = UNSET
    master_id: Annotated[Id | UnsetType, says("The team member, for `team_member`.", 9)] = UNSET
    service_id: Annotated[Id | UnsetType, says("The service, for `service`.", 5)] = UNSET
    bookform_id: Annotated[Id | UnsetType, says("Ours: the booking form, for `booking_form`.", 41)] = UNSET


class ImageGroupForm(msgspec.Struct):
    """An image to delete."""

    image_group_id: Annotated[Id, says("The image in all sizes.", 12)]


class Picture(msgspec.Struct, frozen=True):
    """An image in one size."""

    id: Annotated[int, says("The same as `image_group_id`.", 12)]
    path: Address
    width: Width
    height: Height
    type: SizeName
    image_group_id: GroupId
    version: Version


class Pictures(msgspec.Struct, frozen=True):
    """The image by the name of its size; the fields of the basic size are repeated here."""

    id: Annotated[int, says("The same as `image_group_id`.", 12)]
    path: Address
    width: Width
    height: Height
    type: SizeName
    image_group_id: GroupId
    version: Version
    basic: Picture
    large: Picture
    small: Picture


class ImageGroupName(msgspec.Struct, frozen=True):
    """The id of an image, and its entity."""

    id: GroupId
    entity: EntityName
    entity_id: EntityId


class ImageGroup(msgspec.Struct, frozen=True):
    """An image of an entity."""

    id: GroupId
    entity: EntityName
    entity_id: EntityId
    image_binded: IsBound
    images: Pictures
    image_group: ImageGroupName

    @classmethod
    def from_model(cls, image: model.Image, address_of: Callable[[int, str], str]) -> "ImageGroup":
        entity = NAMES[image.entity]
        pictures = {
            size: Picture(
                id=image.id,
                path=address_of(image.chain_id, name),
                width=width,
                height=height,
                type=size,
                image_group_id=image.id,
                version=name[:8],
            )
            for size, name, width, height in zip(SIZES, image.names, image.widths, image.heights, strict=True)
        }
        basic = msgspec.structs.asdict(pictures["basic"])
        return cls(
            id=image.id,
            entity=entity,
            entity_id=image.entity_id,
            image_binded=True,
            images=Pictures(**basic, basic=pictures["basic"], large=pictures["large"], small=pictures["small"]),
            image_group=ImageGroupName(image.id, entity, image.entity_id),
        )


class UploadedImage(msgspec.Struct, frozen=True):
    """The new image."""

    image_binded: IsBound
    image_group: ImageGroup


class ImageAnswer(msgspec.Struct, frozen=True):
    """The picture under `data`, and again beside it under `image_group` and `ImageGroup`, where some look (Q-031)."""

    success: Success
    data: UploadedImage
    meta: NoMeta
    image_group: ImageGroup
    image_group_type: ImageGroup = msgspec.field(name="ImageGroup")

    @classmethod
    def of(cls, group: ImageGroup) -> "ImageAnswer":
        return cls(True, UploadedImage(True, group), [], group, group)


class DeletedImageAnswer(msgspec.Struct, frozen=True):
    """The image was deleted."""

    success: Success
    data: Annotated[None, says("Always null.", None)]
    meta: NoMeta
