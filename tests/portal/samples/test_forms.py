"""A form is shown with curl alone, and runs as pasted."""

import re
from pathlib import Path

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from parlour.portal.sample_requests import samples_of
from parlour.portal.samples import LANGUAGES, fill
from parlour.portal.site import Site
from tests.portal.samples.runtimes import run
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.images import picture
from tests.support.people import HARBOUR, OWNER, PARTNER_TOKEN
from tests.support.server import serving

UPLOAD = "/docs/b2b-v1/utilities/upload_image"


def test_only_curl_shows_a_form(site: Site) -> None:
    samples = samples_of(site.entries[UPLOAD].operation, site.base_url)
    assert [name for name, code in samples.items() if code] == ["curl"]
    assert "--form 'image=@picture.jpg'" in samples["curl"]
    assert "Content-Type" not in samples["curl"]


def test_a_text_in_the_address_is_no_id_to_fill_in(site: Site) -> None:
    phone = site.entries["/docs/b2b-v1/utilities/phone_number_format_check"].operation
    assert "/validate_phone/%2B13155550175'" in samples_of(phone, site.base_url)["curl"]


async def test_it_uploads(site: Site, conn: Connection, tenant: Tenant, database_url: str, tmp_path: Path) -> None:
    product = await make_product(conn, tenant, await make_category(conn, tenant), "Argan")
    (tmp_path / "picture.jpg").write_bytes(picture("JPEG", (1000, 700)))
    code = samples_of(site.entries[UPLOAD].operation, site.base_url)["curl"]
    code = re.sub("good_id=[0-9]+", f"good_id={product.id}", code)
    code = re.sub("company_id=[0-9]+", f"company_id={HARBOUR}", code)
    with serving(database_url, "--data-dir", str(tmp_path / "data")) as server:
        values = {
            "base_url": server.base_url,
            "partner_token": PARTNER_TOKEN,
            "user_token": OWNER.user_token or "",
        }
        shown = run(LANGUAGES[0], fill(code, values), tmp_path)
    assert shown.status == 200, shown
    assert len(list((tmp_path / "data" / "images").rglob("*.webp"))) == 3
