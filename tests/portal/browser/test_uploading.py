"""A form on an operation's page: a file and the fields beside it, sent as they are filled in."""

from pathlib import Path

from playwright.async_api import Page, expect

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.portal.browser.reader import Reader
from tests.portal.browser.signing_in import use_tokens
from tests.portal.browser.test_trying import open_trial, send
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.images import picture
from tests.support.people import HARBOUR, OWNER

UPLOAD = "/docs/b2b-v1/utilities/upload_image"


async def test_an_image_is_uploaded(page: Page, conn: Connection, tenant: Tenant, tmp_path: Path) -> None:
    product = await make_product(conn, tenant, await make_category(conn, tenant), "Argan")
    (tmp_path / "picture.jpg").write_bytes(picture("JPEG", (300, 200)))
    await use_tokens(page, OWNER)
    form = await open_trial(page, UPLOAD)
    await form.locator("#try-part-image").set_input_files(tmp_path / "picture.jpg")
    await form.locator("#try-part-company_id").fill(str(HARBOUR))
    await form.locator("#try-part-good_id").fill(str(product.id))
    await expect(await send(page)).to_contain_text("200 OK")
    assert await conn.fetchval("SELECT entity_id FROM images WHERE entity = 'product'") == product.id


async def test_omitted_parts_are_not_sent(reader: Reader, page: Page) -> None:
    reader.expect_refusal(422)
    await use_tokens(page, OWNER)
    form = await open_trial(page, UPLOAD)
    await form.locator("#try-part-company_id").fill(str(HARBOUR))
    outcome = await send(page)
    await expect(outcome.locator("[data-body]")).to_contain_text("[image]")
    await expect(outcome.locator("[data-body]")).not_to_contain_text("[company_id]")
