"""A picture in its three sizes, and what it shows."""

import hashlib
import secrets
from enum import StrEnum

import msgspec

# The longer side in pixels, by the name of the size.
SIZES = {"large": 1600, "basic": 800, "small": 200}
SUFFIX = "webp"
MEDIA_TYPE = "image/webp"


class Entity(StrEnum):
    """The kinds of things that can have a picture."""

    PRODUCT = "product"
    LOCATION = "location"
    TEAM_MEMBER = "team_member"
    SERVICE = "service"
    BOOKING_FORM = "booking_form"


class ImageOwner(msgspec.Struct, frozen=True):
    """What a picture belongs to, such as a product."""

    entity: Entity
    id: int


class Rendition(msgspec.Struct, frozen=True):
    """A picture in one size, not yet stored."""

    width: int
    height: int
    content: bytes


class RenderResult(msgspec.Struct, frozen=True):
    """The result of rendering a picture: its renditions, or the reason why there are none."""

    renditions: list[Rendition]
    refusal: str | None


class NewImage(msgspec.Struct, frozen=True):
    """A picture whose files are written; its lists are in the order of `SIZES`."""

    names: list[str]
    widths: list[int]
    heights: list[int]


class Image(msgspec.Struct, frozen=True):
    """A stored picture; its lists are in the order of `SIZES`."""

    id: int
    chain_id: int
    location_id: int
    entity: Entity
    entity_id: int
    names: list[str]
    widths: list[int]
    heights: list[int]

    @property
    def files(self) -> list[str]:
        """Return the names of its files in the store."""
        return [file_path(self.chain_id, name) for name in self.names]


def fitted(size: tuple[int, int], side: int) -> tuple[int, int]:
    """Return the size that fits into a square, with the same proportions, never enlarged."""
    longer = max(size)
    if longer <= side:
        return size
    width, height = (max(1, round(each * side / longer)) for each in size)
    return width, height


def file_path(chain_id: int, name: str) -> str:
    """Return the path in the store of a chain's file with that name."""
    return f"{chain_id}/{name}"


def new_name(content: bytes, salt: bytes) -> str:
    """Return a file name that can't be guessed and is never used again: deleting a picture deletes no other's file.

    Other content gets another name, so clients may cache the file for ever.
    """
    return f"{hashlib.sha256(salt + content).hexdigest()[:32]}.{SUFFIX}"


def new_salt() -> bytes:
    return secrets.token_bytes(16)
