"""Booking forms as their location sets them up."""

import re
from html import escape
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.booking_forms import model
from parlour.areas.booking_forms.model import LINK_PATTERN, ButtonPosition, FormPosition, parse_link
from parlour.areas.photos import Site
from parlour.areas.tags.model import COLOR_PATTERN, parse_color
from parlour.http.fields import IdOrZero, LongText, Title, syntax, text
from parlour.http.path_parts import PathPart
from parlour.http.wire import always, made, mapped, of, says

FormInPath = Annotated[int, PathPart("Booking form", "The booking form.", 41)]
FAULT_NAMES = {
    "service_id": "service_step_default",
    "team_member_id": "master_step_default",
    "service_place": "service_step_num",
    "member_place": "master_step_num",
    "time_place": "datetime_step_num",
}
"""The fields of the model, as a body calls them."""

TITLE = says("The name of the form.", "Our site")
DESCRIPTION = says("What it is for.", "The button on the front page")
IS_DEFAULT = says("Whether it is the form that is used where none is named.", False)
WITHOUT_MENU = says("Whether clients go one step after the other, without a menu.", False)
SERVICE = says("The service that is chosen already; 0 for none.", 5)
SERVICE_HIDE = says("Whether the step of services is left out.", False)
MEMBER = says("The team member who is chosen already; 0 for none.", 9)
MEMBER_HIDE = says("Whether the step of team members is left out.", False)
SERVICE_NUM = says("The place of the step of services among the three.", 1)
MEMBER_NUM = says("The place of the step of team members.", 2)
DATETIME_NUM = says("The place of the step of date and time.", 3)
SHOW_BUTTON = says("Whether a site shows the button.", True)
BUTTON_POSITION = says("The corner of the page in which the button is.", "bottom right")
FORM_POSITION = says("The side of the page on which the form opens.", "right")
BUTTON_COLOR = says("The colour of the button.", "#1c84c6")
ANIMATION = says("Whether the button is animated.", True)
MAIN_COLOR = says("Ours: the colour of the booking page; empty for the server's own.", "#7a1f5c")
SECONDARY_COLOR = says("Ours: the colour that lies over the picture in the head, half transparent; empty for none.", "")
TERMS_URL = says("Ours: where the terms of use are; empty for none.", "https://salon.example/terms")
MEMBER_TITLE = says("What team members are called; empty for the usual word.", "Stylist")
GOOGLE_ANALYTICS_ID = says("Ours: the id of Google Analytics, for pages of others; empty for none.", "G-12AB34CD56")
FACEBOOK_PIXEL_ID = says("The id of a Facebook pixel, for pages of others; empty for none.", "1234567890")


def _color_or_none(text: str) -> str:
    return parse_color(text) if text else ""


def _analytics_id(text: str) -> str:
    """Return an id that can stand in a script as it is. Raise `ValueError`."""
    if not re.fullmatch("[A-Za-z0-9-]{0,64}", text):
        raise ValueError("Expected letters, digits and hyphens, at most 64.")
    return text


def _pixel_id(text: str) -> str:
    """Return an id that can stand in a script as it is. Raise `ValueError`."""
    if not re.fullmatch("[0-9]{0,32}", text):
        raise ValueError("Expected digits, at most 32.")
    return text


Place = Annotated[int, Meta(ge=1, le=3)]
# The contract has one of them with a space at its end.
Corner = Literal["bottom right", "bottom left", "top right", "top left", "top left "]
Side = Literal["right", "left"]
Color = Annotated[str, syntax(parse_color, COLOR_PATTERN)]
ColorOrNone = Annotated[str, syntax(_color_or_none, r"^(#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6}))?$")]
Link = Annotated[str, syntax(parse_link, LINK_PATTERN)]
MemberTitle = Annotated[str, text(0, 50)]
AnalyticsId = Annotated[str, syntax(_analytics_id, r"^[A-Za-z0-9-]{0,64}$")]
PixelId = Annotated[str, syntax(_pixel_id, r"^[0-9]{0,32}$")]


class BookingFormChanges(msgspec.Struct):
    """What a form is changed to."""

    # The contract requires all of them; what is left out keeps its value.
    BETWEEN: ClassVar[dict[str, Any]] = {
        "required": [
            "title", "description", "is_default", "without_menu", "service_step_default", "service_step_hide",
            "master_step_default", "master_step_hide", "service_step_num", "master_step_num", "datetime_step_num",
            "show_button", "button_position", "form_position", "button_color", "button_animation",
        ]
    }  # fmt: skip

    title: Annotated[Title | UnsetType, TITLE] = UNSET
    description: Annotated[LongText | UnsetType, DESCRIPTION] = UNSET
    is_default: Annotated[bool | UnsetType, IS_DEFAULT] = UNSET
    without_menu: Annotated[bool | UnsetType, WITHOUT_MENU] = UNSET
    service_step_default: Annotated[IdOrZero | UnsetType | None, SERVICE] = UNSET
    service_step_hide: Annotated[bool | UnsetType, SERVICE_HIDE] = UNSET
    master_step_default: Annotated[IdOrZero | UnsetType | None, MEMBER] = UNSET
    master_step_hide: Annotated[bool | UnsetType, MEMBER_HIDE] = UNSET
    service_step_num: Annotated[Place | UnsetType, SERVICE_NUM] = UNSET
    master_step_num: Annotated[Place | UnsetType, MEMBER_NUM] = UNSET
    datetime_step_num: Annotated[Place | UnsetType, DATETIME_NUM] = UNSET
    show_button: Annotated[bool | UnsetType, SHOW_BUTTON] = UNSET
    button_position: Annotated[Corner | UnsetType, BUTTON_POSITION] = UNSET
    form_position: Annotated[Side | UnsetType, FORM_POSITION] = UNSET
    button_color: Annotated[Color | UnsetType, BUTTON_COLOR] = UNSET
    button_animation: Annotated[bool | UnsetType, ANIMATION] = UNSET
    main_color: Annotated[ColorOrNone | UnsetType, MAIN_COLOR] = UNSET
    secondary_color: Annotated[ColorOrNone | UnsetType, SECONDARY_COLOR] = UNSET
    terms_url: Annotated[Link | UnsetType, TERMS_URL] = UNSET
    master_step_title: Annotated[MemberTitle | UnsetType, MEMBER_TITLE] = UNSET
    google_analytics_id: Annotated[AnalyticsId | UnsetType, GOOGLE_ANALYTICS_ID] = UNSET
    facebook_pixel_id: Annotated[PixelId | UnsetType, FACEBOOK_PIXEL_ID] = UNSET

    def to_patch(self) -> model.FormPatch:
        corner, side = self.button_position, self.form_position
        return model.FormPatch(
            title=self.title,
            description=self.description,
            is_default=self.is_default,
            is_guided=self.without_menu,
            service_id=_none_for_zero(self.service_step_default),
            hides_service=self.service_step_hide,
            team_member_id=_none_for_zero(self.master_step_default),
            hides_member=self.master_step_hide,
            service_place=self.service_step_num,
            member_place=self.master_step_num,
            time_place=self.datetime_step_num,
            shows_button=self.show_button,
            button_position=UNSET if corner is UNSET else ButtonPosition(corner.strip()),
            form_position=UNSET if side is UNSET else FormPosition(side),
            button_color=self.button_color,
            is_animated=self.button_animation,
            main_color=self.main_color,
            secondary_color=self.secondary_color,
            terms_url=self.terms_url,
            member_title=self.master_step_title,
            google_analytics_id=self.google_analytics_id,
            facebook_pixel_id=self.facebook_pixel_id,
        )


class NewBookingForm(BookingFormChanges):
    """What a form is made from."""

    BETWEEN: ClassVar[dict[str, Any]] = {"required": ["title"]}

    title: Annotated[Title, TITLE]


def _none_for_zero(value: int | UnsetType | None) -> int | UnsetType | None:
    return None if value == 0 else value


def _zero_for_none(value: int | None) -> int:
    return value or 0


def page_of(form: model.BookingForm, site: Site) -> str:
    """Return the address of the form on this server."""
    return f"{site.base_url}/book/{form.id}"


def button_of(form: model.BookingForm, site: Site) -> str:
    """Return HTML for a site: the script that makes the form's button there, as the form is then."""
    return f'<script src="{escape(page_of(form, site))}/button.js" async></script>'


def frame_of(form: model.BookingForm, site: Site) -> str:
    """Return HTML for a site: the form itself, on its side of the page."""
    style = f"float:{form.form_position};border:0;width:420px;height:720px"
    return f'<iframe src="{escape(page_of(form, site))}" title="{escape(form.title)}" style="{style}"></iframe>'


class BookingForm(msgspec.Struct, frozen=True):
    """A booking form."""

    id: Annotated[int, says("The form.", 41)]
    title: Annotated[str, TITLE]
    description: Annotated[str, DESCRIPTION]
    is_default: Annotated[bool, IS_DEFAULT]
    without_menu: Annotated[bool, WITHOUT_MENU, of("is_guided")]
    service_step_default: Annotated[int, SERVICE, of(made(_zero_for_none, "service_id"))]
    service_step_hide: Annotated[bool, SERVICE_HIDE, of("hides_service")]
    master_step_default: Annotated[int, MEMBER, of(made(_zero_for_none, "team_member_id"))]
    master_step_hide: Annotated[bool, MEMBER_HIDE, of("hides_member")]
    service_step_num: Annotated[int, SERVICE_NUM, of("service_place")]
    master_step_num: Annotated[int, MEMBER_NUM, of("member_place")]
    datetime_step_num: Annotated[int, DATETIME_NUM, of("time_place")]
    show_button: Annotated[bool, SHOW_BUTTON, of("shows_button")]
    button_position: Annotated[str, BUTTON_POSITION]
    form_position: Annotated[str, FORM_POSITION]
    button_color: Annotated[str, BUTTON_COLOR]
    button_animation: Annotated[bool, ANIMATION, of("is_animated")]
    main_color: Annotated[str, MAIN_COLOR]
    secondary_color: Annotated[str, SECONDARY_COLOR]
    terms_url: Annotated[str, TERMS_URL]
    html_code: Annotated[
        str,
        says(
            "HTML for a site: a script that makes the button, which opens the booking page beside the site.",
            '<script src="https://example.com/book/41/button.js" async></script>',
            of=made(button_of, "model", "site"),
        ),
    ]
    html_code_v2: Annotated[
        str,
        says(
            "HTML for a site: the form itself.",
            '<iframe src="https://example.com/book/41"></iframe>',
            of=made(frame_of, "model", "site"),
        ),
    ]
    ab_test_enabled: Annotated[bool, always(False, "Always false.")]
    is_chain: Annotated[bool, always(False, "Always false: a form is of a location.")]
    sequence_type: Annotated[str, always("steps", "Always `steps`.")]
    specialization_display_mode: Annotated[int, always(0, "Always 0: the specialization is shown.")]
    group_id: Annotated[int, always(0, "Always 0: a form is of a location.")]
    salon_select_type_code: Annotated[str, always("list", "Always `list`.")]
    record_type_id: Annotated[int | None, always(None, "Always null: both kinds of appointments.")]
    display_activity_type: Annotated[str, always("all", "Always `all` events.")]
    is_multiple_activity_record: Annotated[bool, always(False, "Always false.")]
    activity_record_count: Annotated[int, always(1, "Always 1.")]
    is_weekly_view_enabled: Annotated[bool, always(False, "Always false.")]
    show_weekly_view_without_online_booking: Annotated[bool, always(False, "Always false.")]
    weekly_view_default_salon_id: Annotated[int | None, always(None, "Always null.")]
    service_step_title: Annotated[str, always("", "Always empty: steps have their usual titles.")]
    master_step_title: Annotated[str, MEMBER_TITLE, of("member_title")]
    datetime_step_title: Annotated[str, always("", "Always empty: steps have their usual titles.")]
    service_step_category_view_type: Annotated[str, always("horizontal_tags", "Always `horizontal_tags`.")]
    map_type: Annotated[int, always(0, "Always 0: there is no map.")]
    default_language_id: Annotated[int, always(0, "Always 0: the language of the location.")]
    google_analytics_id: Annotated[str, GOOGLE_ANALYTICS_ID]
    facebook_pixel_id: Annotated[str, FACEBOOK_PIXEL_ID]
    vk_pixel_id: Annotated[str, always("", "Always empty.")]
    online_sales_group_id: Annotated[int, always(0, "Always 0: nothing is sold.")]
    header_images: Annotated[None, always(None, "Always null.")]

    from_model = mapped(model.BookingForm, Site)
