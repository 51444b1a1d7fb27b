"""The colours of a booking page: a business's own, made so dark or so bright that everybody can read them."""

import colorsys
import re

import msgspec

from parlour.areas.tags.model import luminance

LEAST_CONTRAST = 4.5
"""Of text and its background (WCAG 2.2, level AA)."""
# Backgrounds of booking.css on which the main colour is read, for light and for dark devices.
LIGHT_BACKGROUNDS = ("#fdfcfa", "#ffffff", "#f4f1ec")
DARK_BACKGROUNDS = ("#161418", "#1e1b21", "#232027")
ON_LIGHT, ON_DARK = "#ffffff", "#161418"
"""Text on an area of the main colour."""
TINT = 0.14
"""How much of the main colour is in the background of what can be chosen."""
STEPS = 100
_NAME = re.compile(r"([0-9a-f]{6}|x)-([0-9a-f]{6}|x)\.css")


class Shade(msgspec.Struct, frozen=True):
    """The main colour as it is read on some backgrounds, and a background with a tint of it."""

    accent: str
    glow: str
    ink: str
    """Text on an area of `accent`."""


class Look(msgspec.Struct, frozen=True):
    """What a form says of colours, as #rrggbb; empty for the server's own."""

    main: str = ""
    cover: str = ""
    """Lies over the picture in the head."""

    @property
    def file_name(self) -> str:
        """Return the name of the stylesheet, which says all that is in it; empty where there is nothing to say."""
        parts = [color.removeprefix("#") or "x" for color in (self.main, self.cover)]
        return f"{parts[0]}-{parts[1]}.css" if self.main or self.cover else ""

    @property
    def stylesheet(self) -> str:
        """Return the styles that replace those of booking.css."""
        rules = []
        if self.main:
            light, dark = shade_of(self.main, is_dark=False), shade_of(self.main, is_dark=True)
            rules.append(
                f":root {{ --accent: light-dark({light.accent}, {dark.accent});"
                f" --on-accent: light-dark({light.ink}, {dark.ink}); --glow: light-dark({light.glow}, {dark.glow}); }}"
            )
        if self.cover:
            rules.append(f".cover::after {{ background: {self.cover}; }}")
        return "\n".join(rules) + "\n"


def read_look(file_name: str) -> Look | None:
    """Return the look of a stylesheet's name; None for a name that no look has."""
    found = _NAME.fullmatch(file_name)
    if found is None:
        return None
    look = Look(*("" if part == "x" else f"#{part}" for part in found.groups()))
    return look if look.file_name else None


def shade_of(color: str, *, is_dark: bool) -> Shade:
    """Return the nearest shade of a colour that is read on all backgrounds, also on one with a tint of it."""
    backgrounds, ink = (DARK_BACKGROUNDS, ON_DARK) if is_dark else (LIGHT_BACKGROUNDS, ON_LIGHT)
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in _parts(color)))
    end = 1 if is_dark else 0
    for step in range(STEPS + 1):
        red, green, blue = colorsys.hls_to_rgb(hue, lightness + (end - lightness) * step / STEPS, saturation)
        accent = _hex(red * 255, green * 255, blue * 255)
        glow = _mixed(accent, backgrounds[0])
        if all(contrast(accent, each) >= LEAST_CONTRAST for each in (*backgrounds, glow, ink)):
            return Shade(accent, glow, ink)
    raise AssertionError("Black and white can be read on all backgrounds.")


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2)."""
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _mixed(color: str, background: str) -> str:
    pairs = zip(_parts(color), _parts(background), strict=True)
    return _hex(*(part * TINT + below * (1 - TINT) for part, below in pairs))


def _parts(color: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(color[1:]))


def _hex(*parts: float) -> str:
    return "#" + bytes(round(part) for part in parts).hex()
