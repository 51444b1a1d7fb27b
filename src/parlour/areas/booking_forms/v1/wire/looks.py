"""How a booking form looks, and what people agree to."""

from typing import Annotated, Any
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

from parlour.areas.booking_forms.model import BookingForm
from parlour.areas.booking_settings.model import BookingSettings
from parlour.files import public_url
from parlour.http.wire import always, says


class HeaderPicture(msgspec.Struct, frozen=True):
    """The picture in the head, in three sizes."""

    sm: Annotated[str, says("At most 200 pixels wide and high.", "https://example.com/images/1/0f3c5a7e.webp")]
    norm: Annotated[str, says("At most 800 pixels.", "https://example.com/images/1/1b2d4f6a.webp")]
    origin: Annotated[str, says("At most 1600 pixels.", "https://example.com/images/1/2c3e5a7b.webp")]

    @classmethod
    def of(cls, form: BookingForm, base_url: str) -> "HeaderPicture | None":
        if form.image_names is None:
            return None
        large, basic, small = (public_url(base_url, f"{form.chain_id}/{name}") for name in form.image_names)
        return cls(small, basic, large)


NoPicture = Annotated[list[dict[str, Any]], Meta(description="Empty for none.", extra_json_schema={"maxItems": 0})]


class Style(msgspec.Struct, frozen=True):
    """How a booking form looks. Colours are written #rrggbb."""

    show_header: Annotated[bool, always(True, "Always true.")]
    main_color: Annotated[str, says("The colour of the form; of its buttons, if it has none.", "#7a1f5c")]
    main_color_theme: Annotated[str, always("", "Always empty: light or dark, as the visitor's device is.")]
    secondary_color: Annotated[str, says("The colour over the picture in the head; empty for none.", "")]
    buttons_color: Annotated[str, says("The colour of its buttons.", "#1c84c6")]
    primary_palette: Annotated[str, says("The same as `main_color`.", "#7a1f5c")] = msgspec.field(name="primaryPalette")
    accent_palette: Annotated[str, says("The same as `secondary_color`.", "")] = msgspec.field(name="accentPalette")
    warn_palette: Annotated[str, says("The same as `buttons_color`.", "#1c84c6")] = msgspec.field(name="warnPalette")
    background_palette: Annotated[str, always("", "Always empty: the page's own background.")] = msgspec.field(
        name="backgroundPalette"
    )
    logo: Annotated[str, says("The path of the location's logo; empty for none.", "/images/1/5b7d9f1a.webp")]
    logo_full: Annotated[str, says("Its address.", "https://example.com/images/1/5b7d9f1a.webp")]
    header_background: Annotated[str, says("The path of the picture in the head; empty for none.", "")]
    header_background_full: Annotated[str, says("Its address.", "")]
    header_background_new: Annotated[HeaderPicture | NoPicture, says("The picture; an empty list for none.", [])]
    menu_background: Annotated[str, always("", "Always empty: the menu has no picture.")]
    menu_background_full: Annotated[str, always("", "Always empty: the menu has no picture.")]

    @classmethod
    def of(cls, form: BookingForm, logo_url: str, base_url: str) -> "Style":
        picture = HeaderPicture.of(form, base_url)
        main = form.main_color or form.button_color
        return cls(
            show_header=True,
            main_color=main,
            main_color_theme="",
            secondary_color=form.secondary_color,
            buttons_color=form.button_color,
            primary_palette=main,
            accent_palette=form.secondary_color,
            warn_palette=form.button_color,
            background_palette="",
            logo=urlsplit(logo_url).path,
            logo_full=logo_url,
            header_background="" if picture is None else urlsplit(picture.origin).path,
            header_background_full="" if picture is None else picture.origin,
            header_background_new=picture or [],
            menu_background="",
            menu_background_full="",
        )


class LegalInfo(msgspec.Struct, frozen=True):
    """What people agree to."""

    terms_of_use: Annotated[
        str, says("The address of the terms of use; empty for none.", "https://salon.example/terms")
    ]
    confidentiality_agreement: Annotated[
        str, says("The address of the privacy policy; empty for none.", "https://example.com/book/41/privacy")
    ]

    @classmethod
    def of(cls, form: BookingForm, settings: BookingSettings, base_url: str) -> "LegalInfo":
        return cls(form.terms_url, f"{base_url}/book/{form.id}/privacy" if settings.privacy_policy else "")
