"""Colours of tags: how they are written, and what is easy to read on them."""

import pytest

from parlour.areas.tags.model import Kind, Tag, luminance, parse_color


@pytest.mark.parametrize(
    ("written", "color"),
    [("#FF8800", "#ff8800"), ("#ff8800", "#ff8800"), ("#F80", "#ff8800"), ("#f80", "#ff8800"), ("#000", "#000000")],
)
def test_a_colour_has_one_normal_form(written: str, color: str) -> None:
    """Show that three digits work as well as six (Q-154)."""
    assert parse_color(written) == color


@pytest.mark.parametrize(
    "odd", ["", "#", "ff8800", "#ff88", "#ff880", "#ff88000", "#gg8800", "#ff8800\n", "red", "#١٢٣"]
)
def test_anything_else_is_no_colour(odd: str) -> None:
    with pytest.raises(ValueError, match="Expected a colour"):
        parse_color(odd)


def test_luminance_is_that_of_wcag() -> None:
    assert luminance("#000000") == 0
    assert luminance("#ffffff") == pytest.approx(1)
    assert [luminance(color) for color in ("#ff0000", "#00ff00", "#0000ff")] == pytest.approx([0.2126, 0.7152, 0.0722])
    assert luminance("#0a0a0a") == pytest.approx(10 / 255 / 12.92)
    assert luminance("#808080") == pytest.approx(0.2159, abs=0.0001)


@pytest.mark.parametrize(
    ("color", "font_color"),
    [
        ("#ffffff", "#000000"),
        ("#000000", "#ffffff"),
        ("#ff8800", "#000000"),
        ("#2266cc", "#ffffff"),
        # The last grey on which white is easier to read, and the first on which black is.
        ("#757575", "#ffffff"),
        ("#767676", "#000000"),
    ],
)
def test_the_font_has_the_higher_contrast(color: str, font_color: str) -> None:
    tag = Tag(1, 1, Kind.CLIENT, "Guest", color, "", is_locked=False, revision=1)
    assert tag.font_color == font_color
    light, dark = 1.05 / (luminance(color) + 0.05), (luminance(color) + 0.05) / 0.05
    assert (light > dark) == (font_color == "#ffffff")
