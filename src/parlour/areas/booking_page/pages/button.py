"""The script that puts a booking page on another site, behind a button or in its own place."""

import msgspec
from litestar import MediaType, Response, get
from litestar.params import FromPath

from parlour.areas.booking_page.model.button import Button
from parlour.areas.booking_page.pages.requests import AnyRequest, desk_of
from parlour.areas.booking_page.service.places import find_button
from parlour.http.services import services_of
from parlour.pages.assets import ASSETS
from parlour.pages.translations import LANGUAGES, texts_in

SCRIPT = "booking_button.js"
# Long enough for a visit of a site; what is changed in the form is there soon after.
CACHED = "public, max-age=300"


class Embedded(msgspec.Struct, frozen=True):
    """What the script is called with."""

    address: str
    labels: dict[str, str]
    close: dict[str, str]
    has_button: bool
    color: str
    ink: str
    is_top: bool
    is_left: bool
    is_panel_left: bool
    is_animated: bool


@get("/{form_id:str}/button.js")
async def load_button(request: AnyRequest, form_id: FromPath[str]) -> Response[str]:
    """Return the script with the form's own button in it."""
    button = await find_button(desk_of(request), form_id)
    if button is None:
        return Response("// There is no such booking form.\n", status_code=404, media_type=MediaType.TEXT)
    call = msgspec.json.encode(_embedded(button, services_of(request).settings.base_url)).decode()
    script = f"{{\n{ASSETS.joinpath(SCRIPT).read_text('utf-8')}\nembed({call});\n}}\n"
    return Response(script, headers={"Cache-Control": CACHED}, media_type="text/javascript")


def _embedded(button: Button, base_url: str) -> Embedded:
    texts = {language: texts_in(language) for language in LANGUAGES}
    return Embedded(
        address=f"{base_url}/book/{button.form_id}",
        labels={language: t.book_submit for language, t in texts.items()},
        close={language: t.close for language, t in texts.items()},
        has_button=button.is_shown,
        color=button.color,
        ink=button.ink,
        is_top=button.is_top,
        is_left=button.is_left,
        is_panel_left=button.is_panel_left,
        is_animated=button.is_animated,
    )
