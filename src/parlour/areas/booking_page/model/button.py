"""The button of a booking form on another site."""

import msgspec

DARK, LIGHT = "#000000", "#ffffff"


class Button(msgspec.Struct, frozen=True, kw_only=True):
    """Where the button is, and what it looks like."""

    form_id: int
    is_shown: bool
    color: str
    """As #rrggbb."""
    is_top: bool
    is_left: bool
    is_panel_left: bool
    """On which side of the site the page opens."""
    is_animated: bool

    @property
    def ink(self) -> str:
        """Return the color of the text: black or white, whichever contrasts more (WCAG 2.2)."""
        luminance = sum(
            weight * _linear(int(self.color[place : place + 2], 16) / 255)
            for weight, place in ((0.2126, 1), (0.7152, 3), (0.0722, 5))
        )
        return DARK if (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05) else LIGHT


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
