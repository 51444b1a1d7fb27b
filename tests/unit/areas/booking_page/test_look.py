"""Colours of a booking page"""

import re
from itertools import product

import pytest

from parlour.areas.booking_page.model.look import (
    DARK_BACKGROUNDS,
    LIGHT_BACKGROUNDS,
    Look,
    contrast,
    read_look,
    shade_of,
)
from parlour.pages.assets import ASSETS

COLORS = ["#" + "".join(parts) for parts in product(("00", "33", "80", "b3", "ff"), repeat=3)]


@pytest.mark.parametrize("is_dark", [False, True])
@pytest.mark.parametrize("color", COLORS)
def test_every_color_can_be_read_on_every_background(color: str, is_dark: bool) -> None:
    shade = shade_of(color, is_dark=is_dark)
    backgrounds = DARK_BACKGROUNDS if is_dark else LIGHT_BACKGROUNDS
    assert min(contrast(shade.accent, each) for each in (*backgrounds, shade.glow, shade.ink)) >= 4.5


def test_a_color_that_can_be_read_stays_as_it_is() -> None:
    assert shade_of("#7a1f5c", is_dark=False).accent == "#7a1f5c"
    assert shade_of("#f2b8a0", is_dark=True).accent == "#f2b8a0"


def test_the_contrast_is_that_of_wcag() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_the_backgrounds_are_those_of_the_page() -> None:
    styles = ASSETS.joinpath("booking.css").read_text("utf-8")
    found = dict(re.findall(r"--(paper|raised|sunken): (light-dark\([^)]*\))", styles))
    pairs = zip(LIGHT_BACKGROUNDS, DARK_BACKGROUNDS, strict=True)
    assert list(found.values()) == [f"light-dark({light}, {dark})" for light, dark in pairs]


@pytest.mark.parametrize("look", [Look("#7a1f5c"), Look(cover="#112233"), Look("#7a1f5c", "#112233")])
def test_a_name_says_all_of_a_look(look: Look) -> None:
    assert read_look(look.file_name) == look


@pytest.mark.parametrize(
    "name", ["", "x-x.css", "7a1f5c.css", "7a1f5c-x", "7A1F5C-x.css", "7a1f5c-x.css\n", "};-x.css"]
)
def test_what_names_no_look_is_none(name: str) -> None:
    assert read_look(name) is None
    assert Look().file_name == ""
