"""A booking form: what a location has chosen for its clients, in which order they choose, and its button on a site."""

import re
from collections.abc import Iterator
from enum import StrEnum

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.booking_forms import refusals
from parlour.errors import Fault

BUTTON_COLOR = "#1c84c6"
LINK_PATTERN = r"^(https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?([/?#][!#-;=?-\[\]-_a-z~]*)?)?$"
LINK_EXPECTED = "Expected an address such as https://salon.example/terms, with at most 500 characters, or nothing."
LONGEST_LINK = 500
PLACES = ("service_place", "member_place", "time_place")


def parse_link(text: str) -> str:
    """Return an address of a page, or an empty text. Raise `ValueError` if the text is neither."""
    if len(text) > LONGEST_LINK or not re.fullmatch(LINK_PATTERN, text):
        raise ValueError(LINK_EXPECTED)
    return text


class ButtonPosition(StrEnum):
    """The corner of a page in which the button is."""

    BOTTOM_RIGHT = "bottom right"
    BOTTOM_LEFT = "bottom left"
    TOP_RIGHT = "top right"
    TOP_LEFT = "top left"


class FormPosition(StrEnum):
    """The side of a page on which the form opens."""

    RIGHT = "right"
    LEFT = "left"


class FormFields(msgspec.Struct, frozen=True):
    """All writable fields of a form. Colours have # and six digits in lower case."""

    title: str
    description: str = ""
    is_default: bool = False
    is_guided: bool = False
    """Without a menu, one step after the other."""
    service_id: int | None = None
    """The service that is chosen already."""
    hides_service: bool = False
    team_member_id: int | None = None
    hides_member: bool = False
    service_place: int = 1
    """The place of a step among three; all differ."""
    member_place: int = 2
    time_place: int = 3
    shows_button: bool = True
    button_position: ButtonPosition = ButtonPosition.BOTTOM_RIGHT
    form_position: FormPosition = FormPosition.RIGHT
    button_color: str = BUTTON_COLOR
    is_animated: bool = True
    main_color: str = ""
    """Of the form; empty for the server's own colours."""
    secondary_color: str = ""
    """Lies over the picture in the head; empty for nothing."""
    terms_url: str = ""
    """Where the terms of use are, for who has any."""
    member_title: str = ""
    """What the business calls its team members; empty for the usual word."""
    google_analytics_id: str = ""
    facebook_pixel_id: str = ""

    def faults(self) -> Iterator[Fault]:
        """Yield a fault for each step that has the place of a step before it."""
        taken: set[int] = set()
        for name in PLACES:
            place: int = getattr(self, name)
            if place in taken:
                yield refusals.SAME_PLACE.fault(name)
            taken.add(place)


class FormPatch(msgspec.Struct, frozen=True, kw_only=True):
    """Changes to a form, or to the fields of a new one; UNSET keeps the current value."""

    title: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    is_default: bool | UnsetType = UNSET
    is_guided: bool | UnsetType = UNSET
    service_id: int | UnsetType | None = UNSET
    hides_service: bool | UnsetType = UNSET
    team_member_id: int | UnsetType | None = UNSET
    hides_member: bool | UnsetType = UNSET
    service_place: int | UnsetType = UNSET
    member_place: int | UnsetType = UNSET
    time_place: int | UnsetType = UNSET
    shows_button: bool | UnsetType = UNSET
    button_position: ButtonPosition | UnsetType = UNSET
    form_position: FormPosition | UnsetType = UNSET
    button_color: str | UnsetType = UNSET
    is_animated: bool | UnsetType = UNSET
    main_color: str | UnsetType = UNSET
    secondary_color: str | UnsetType = UNSET
    terms_url: str | UnsetType = UNSET
    member_title: str | UnsetType = UNSET
    google_analytics_id: str | UnsetType = UNSET
    facebook_pixel_id: str | UnsetType = UNSET


class BookingForm(FormFields, frozen=True):
    """A form of a location."""

    id: int = 0
    chain_id: int = 0
    location_id: int = 0
    revision: int = 0
    image_names: list[str] | None = None
    """The files of the picture in the head in its sizes, the largest first; None without one."""

    @property
    def fields(self) -> FormFields:
        """Return what can be written."""
        return FormFields(**{name: getattr(self, name) for name in FormFields.__struct_fields__})
