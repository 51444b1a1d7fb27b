"""The picture of a team member or a service on the v1 wire, beside what it shows."""

from typing import Annotated

import msgspec

from parlour.files import public_url
from parlour.http.wire import says


class Site(msgspec.Struct, frozen=True):
    """The address under which clients know this server."""

    base_url: str


class StoredPhoto(msgspec.Struct, frozen=True, array_like=True):
    """A stored picture; its lists begin with the largest size."""

    id: int
    chain_id: int
    names: list[str]
    widths: list[int]
    heights: list[int]


_PHOTO = msgspec.json.Decoder(StoredPhoto)


def read_photo(photo: str) -> StoredPhoto:
    """Return a stored picture from the JSON that statements build of it."""
    return _PHOTO.decode(photo)


class Photo(msgspec.Struct, frozen=True):
    """A photo in one size."""

    id: Annotated[int, says("The image.", 12)]
    path: Annotated[str, says("The public address of the file.", "https://parlour.example.com/images/1/0f3c5a7e.webp")]
    width: Annotated[str, says("In pixels.", "800")]
    height: Annotated[str, says("In pixels.", "600")]
    type: Annotated[str, says("The name of the size.", "norm")]
    image_group_id: Annotated[int, says("The image.", 12)]
    version: Annotated[str, says("Changes with the file.", "0f3c5a7e")]


class Photos(msgspec.Struct, frozen=True):
    """A photo by the names of its sizes."""

    sm: Photo
    norm: Photo
    origin: Photo


def photos_of(stored: StoredPhoto, base_url: str) -> Photos:
    """Return a stored picture in its sizes."""
    origin, norm, sm = (
        Photo(
            id=stored.id,
            path=public_url(base_url, f"{stored.chain_id}/{name}"),
            width=str(width),
            height=str(height),
            type=size,
            image_group_id=stored.id,
            version=name[:8],
        )
        for size, name, width, height in zip(
            ("origin", "norm", "sm"), stored.names, stored.widths, stored.heights, strict=True
        )
    )
    return Photos(sm, norm, origin)
