"""A tag: a coloured label for clients, appointments or events."""

import re
from enum import StrEnum

import msgspec
from msgspec import UNSET, UnsetType

COLOR_PATTERN = "^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$"
COLOR_EXPECTED = "Expected a colour, such as #FF8800 or #F80."
BLACK, WHITE = "#000000", "#ffffff"
# The luminance at which black and white have the same contrast: (x + 0.05) / 0.05 = 1.05 / (x + 0.05).
_EQUAL_CONTRAST = (0.05 * 1.05) ** 0.5 - 0.05


class Kind(StrEnum):
    """What a tag is for."""

    COMMON = "common"
    """For anything."""
    CLIENT = "client"
    APPOINTMENT = "appointment"
    EVENT = "event"


class NewTag(msgspec.Struct, frozen=True):
    """The fields of a new tag; `color` in the normal form of `parse_color`."""

    title: str
    color: str
    kind: Kind
    icon: str


class TagPatch(msgspec.Struct, frozen=True, kw_only=True):
    """Changes to a tag; UNSET keeps the current value."""

    title: str | UnsetType = UNSET
    color: str | UnsetType = UNSET
    kind: Kind | UnsetType = UNSET
    icon: str | UnsetType = UNSET


class Tag(msgspec.Struct, frozen=True):
    """A tag of a location. `icon` is the name of a symbol, or empty."""

    id: int
    location_id: int
    kind: Kind
    title: str
    color: str
    icon: str
    is_locked: bool
    revision: int

    @property
    def font_color(self) -> str:
        """Return black or white, whichever is easier to read on the tag's colour."""
        return font_color_on(self.color)


def parse_color(text: str) -> str:
    """Return a colour as # and six digits in lower case. Raise `ValueError` if the text is none."""
    if not re.fullmatch(COLOR_PATTERN, text):
        raise ValueError(COLOR_EXPECTED)
    digits = text[1:].lower()
    return f"#{digits if len(digits) == 6 else ''.join(digit * 2 for digit in digits)}"


def font_color_on(color: str) -> str:
    """Return black or white, whichever is easier to read on a colour."""
    return BLACK if luminance(color) > _EQUAL_CONTRAST else WHITE


def luminance(color: str) -> float:
    """Return the relative luminance of a colour, from 0 for black to 1 for white (WCAG 2)."""
    red, green, blue = (_linear(int(color[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
