"""The script that puts a booking page on another site."""

import re

import httpx
import msgspec
import pytest

from parlour.access.tenant import Tenant
from parlour.areas.booking_page.model.button import Button
from parlour.db.pool import Connection
from tests.support.booking_page import Salon, open_salon

CALL = re.compile(r"^embed\((\{.*\})\);$", re.MULTILINE)


@pytest.fixture
async def salon(conn: Connection, tenant: Tenant) -> Salon:
    return await open_salon(conn, tenant)


async def test_the_script_has_the_button_of_its_form(http: httpx.AsyncClient, conn: Connection, salon: Salon) -> None:
    await conn.execute(
        "UPDATE booking_forms SET button_color = '#ffee00', button_position = 'top left', form_position = 'left', "
        "is_animated = false"
    )
    answer = await http.get(f"/book/{salon.form}/button.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    called = CALL.search(answer.text)
    assert called
    given = msgspec.json.decode(called[1])
    assert given.pop("address").endswith(f"/book/{salon.form}")
    assert given.pop("labels")["de"] == "Termin buchen"
    assert given.pop("close")["fr"] == "Fermer"
    assert given == {
        "has_button": True,
        "color": "#ffee00",
        "ink": "#000000",
        "is_top": True,
        "is_left": True,
        "is_panel_left": True,
        "is_animated": False,
    }


@pytest.mark.parametrize("form", ["999", "x"])
async def test_there_is_no_script_without_a_form(http: httpx.AsyncClient, form: str) -> None:
    assert (await http.get(f"/book/{form}/button.js")).status_code == 404


@pytest.mark.parametrize(
    ("color", "ink"),
    [("#ffffff", "#000000"), ("#000000", "#ffffff"), ("#1c84c6", "#000000"), ("#0b6a63", "#ffffff")],
)
def test_the_text_of_the_button_can_be_read(color: str, ink: str) -> None:
    button = Button(
        form_id=1, is_shown=True, color=color, is_top=False, is_left=False, is_panel_left=False, is_animated=False
    )
    assert button.ink == ink
