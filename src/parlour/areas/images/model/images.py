"""A picture in its three sizes, and what it is a picture of."""

import hashlib
import secrets
from enum import StrEnum

import msgspec

# The longer side in pixels, by the name of the size.
SIZES = {"large": 1600, "basic": 800, "small": 200}
SUFFIX = "webp"
MEDIA_TYPE = "image/webp"


class Entity(StrEnum):
    """What can have a picture."""

    PRODUCT = "product"
    LOCATION = "location"


class Subject(msgspec.Struct, frozen=True):
    """The thing that a picture shows."""

    entity: Entity
    id: int


class Rendition(msgspec.Struct, frozen=True):
    """A picture in one size, made and not yet stored."""

    width: int
    height: int
    content: bytes


class Made(msgspec.Struct, frozen=True):
    """What came of a picture: its renditions, or why there are none."""

    renditions: list[Rendition]
    refusal: str | None


class NewImage(msgspec.Struct, frozen=True):
    """A picture whose files are written, in the order of `SIZES`."""

    names: list[str]
    widths: list[int]
    heights: list[int]


class Image(msgspec.Struct, frozen=True):
    """A picture that is there, in the order of `SIZES`."""

    id: int
    chain_id: int
    location_id: int
    entity: str
    entity_id: int
    names: list[str]
    widths: list[int]
    heights: list[int]

    @property
    def files(self) -> list[str]:
        """The names of its files in the store."""
        return [file_in(self.chain_id, name) for name in self.names]


def within(size: tuple[int, int], side: int) -> tuple[int, int]:
    """The size within a square, of the same proportions, never larger."""
    longer = max(size)
    if longer <= side:
        return size
    width, height = (max(1, round(each * side / longer)) for each in size)
    return width, height


def file_in(chain_id: int, name: str) -> str:
    """Where a chain's file of that name lies in the store."""
    return f"{chain_id}/{name}"


def new_name(content: bytes, salt: bytes) -> str:
    """A name that nobody can guess, and that no other upload has: deleting a picture never takes a file from another.

    Another content is another name, so whoever has the file may keep it for good.
    """
    return f"{hashlib.sha256(salt + content).hexdigest()[:32]}.{SUFFIX}"


def new_salt() -> bytes:
    return secrets.token_bytes(16)
