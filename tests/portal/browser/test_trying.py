"""Trying an operation from its page, against the real server and against the mock."""

import json
import re

from playwright.async_api import Locator, Page, expect

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.portal.browser.addresses import CREATE, DELETE, LIST, V2_LIST
from tests.portal.browser.reader import Reader
from tests.portal.browser.signing_in import use_tokens
from tests.support.factories.catalogue import make_category, make_product, product_form
from tests.support.people import HARBOUR, OWNER, WORKER

EXACT = '{"id": 9007199254740993, "price": 10.00, "rate": 0.1000, "big": 1e400, "text": "a, {b}: [\\"c\\"]", "no": [ ]}'


async def open_trial(page: Page, path: str) -> Locator:
    """The unfolded form."""
    await page.goto(path)
    await page.locator("#try > summary").click()
    return page.locator("form[data-try]")


async def send(page: Page) -> Locator:
    """Sends, and gives what came back."""
    await page.locator("form[data-try]").get_by_role("button", name="Send").click()
    outcome = page.locator(".outcome")
    await expect(outcome.locator(".status")).to_be_visible()
    return outcome


async def test_a_list_is_fetched_from_the_real_server(page: Page, conn: Connection, tenant: Tenant) -> None:
    await make_product(conn, tenant, await make_category(conn, tenant), "Шампунь «Лён» 洗髪 250 мл")
    await use_tokens(page, OWNER)
    form = await open_trial(page, LIST)
    await expect(form.locator("[data-tokens-state]")).to_have_text("The request is sent with your tokens.")
    await form.get_by_label("term").fill("шампунь «лён»")
    outcome = await send(page)
    await expect(outcome.locator(".status")).to_have_text("200 OK")
    await expect(outcome.locator(".line")).to_contain_text(re.compile(r"\d+ ms"))
    await expect(outcome.locator("[data-body]")).to_contain_text('"title": "Шампунь «Лён» 洗髪 250 мл"')
    await outcome.locator("summary", has_text="Headers").click()
    await expect(outcome.locator("[data-headers]")).to_contain_text("x-request-id: ")


async def test_v2_is_asked_with_its_media_type(page: Page, conn: Connection, tenant: Tenant) -> None:
    product = await make_product(conn, tenant, await make_category(conn, tenant), "Argan")
    await use_tokens(page, OWNER)
    form = await open_trial(page, V2_LIST)
    await form.get_by_label("filter[ids]").fill(f"[{product.id}]")
    await form.get_by_label("include").fill("actual_cost, mark_settings")
    outcome = await send(page)
    await expect(outcome.locator(".status")).to_have_text("200 OK")
    await expect(outcome.locator("[data-body]")).to_contain_text('"mark_settings": {')
    await form.get_by_label("Mock server").check()
    outcome = await send(page)
    await expect(outcome.locator(".line")).to_contain_text("/_mock/en/b2b-v2/openapi/api/v2/locations/")
    await expect(outcome.locator(".status")).to_have_text("200 OK")


async def test_a_product_is_created(page: Page, conn: Connection, tenant: Tenant) -> None:
    category = await make_category(conn, tenant)
    await use_tokens(page, OWNER)
    form = await open_trial(page, CREATE)
    await form.get_by_label("Request body").fill(json.dumps(product_form(category, title="Made in a browser")))
    await expect(await send(page)).to_contain_text("201 Created")
    assert await conn.fetchval("SELECT count(*) FROM products WHERE title = 'Made in a browser'") == 1


async def test_a_refusal_shows_every_fault(reader: Reader, page: Page) -> None:
    reader.expect_refusal(422)
    await use_tokens(page, OWNER)
    form = await open_trial(page, CREATE)
    await form.get_by_label("Request body").fill('{"sale_unit_id": "many"}')
    outcome = await send(page)
    await expect(outcome.locator(".status.bad")).to_have_text("422 Unprocessable Content")
    for field in ("[title]", "[category_id]", "[sale_unit_id]"):
        await expect(outcome.locator("[data-body]")).to_contain_text(field)


async def test_a_body_that_is_not_json_is_sent_unchanged(reader: Reader, page: Page) -> None:
    reader.expect_refusal(400)
    await use_tokens(page, OWNER)
    form = await open_trial(page, CREATE)
    await form.get_by_label("Request body").fill('{"title": ')
    await expect((await send(page)).locator(".status")).to_have_text("400 Bad Request")


async def test_an_answer_without_a_body_says_so(page: Page, conn: Connection, tenant: Tenant) -> None:
    product = await make_product(conn, tenant, await make_category(conn, tenant), "Gone")
    await use_tokens(page, OWNER)
    form = await open_trial(page, DELETE)
    await expect(form.get_by_text("This changes real data.")).to_be_visible()
    await form.get_by_label("product_id").fill(str(product.id))
    outcome = await send(page)
    await expect(outcome.locator(".status")).to_have_text("204 No Content")
    await expect(outcome.locator("[data-body]")).to_have_text("The answer has no body.")
    assert await conn.fetchval("SELECT deleted_at IS NOT NULL FROM products WHERE id = $1", product.id)


async def test_without_tokens_the_page_says_so_and_the_server_refuses(reader: Reader, page: Page) -> None:
    reader.expect_refusal(401)
    form = await open_trial(page, LIST)
    await expect(form.locator("[data-tokens-state]")).to_contain_text("You are not signed in")
    await expect((await send(page)).locator(".status")).to_have_text("401 Unauthorized")


async def test_a_missing_right_is_named(reader: Reader, page: Page) -> None:
    reader.expect_refusal(403)
    await use_tokens(page, WORKER)
    form = await open_trial(page, LIST)
    await form.get_by_label("location_id").fill(str(HARBOUR))
    outcome = await send(page)
    await expect(outcome.locator(".status")).to_have_text("403 Forbidden")
    await expect(outcome.locator("[data-body]")).to_contain_text("storages_access")


async def test_the_mock_answers_without_any_tokens(page: Page) -> None:
    form = await open_trial(page, CREATE)
    await form.get_by_label("Mock server").check()
    await expect(form.get_by_text("This changes real data.")).to_be_hidden()
    outcome = await send(page)
    await expect(outcome.locator(".status")).to_have_text("201 Created")
    shown = await page.locator(".reply pre").first.text_content()
    assert without_spaces(await outcome.locator("[data-body]").text_content()) == without_spaces(shown)


async def test_the_mock_gives_the_example_that_is_chosen(reader: Reader, page: Page) -> None:
    reader.expect_refusal(404)
    form = await open_trial(page, DELETE)
    await form.get_by_label("Mock server").check()
    choice = form.locator("#try-prefer")
    wanted = await choice.locator("option", has_text="404").first.get_attribute("value")
    await choice.select_option(wanted)
    outcome = await send(page)
    await expect(outcome.locator(".status")).to_have_text("404 Not Found")
    await expect(outcome.locator("[data-body]")).to_contain_text('"success": false')


async def test_the_mock_generates_data(page: Page) -> None:
    form = await open_trial(page, LIST)
    await form.get_by_label("Mock server").check()
    example = await (await send(page)).locator("[data-body]").text_content()
    await form.locator("#try-prefer").select_option(label="generated data")
    outcome = await send(page)
    await expect(outcome.locator("[data-body]")).not_to_have_text(example or "")
    await outcome.locator("summary", has_text="Headers").click()
    await expect(outcome.locator("[data-headers]")).to_contain_text("preference-applied: dynamic=true")


async def test_numbers_are_shown_with_all_their_digits(page: Page) -> None:
    await page.route("**/api/v1/goods/**", lambda route: route.fulfill(body=EXACT, content_type="application/json"))
    await open_trial(page, LIST)
    shown = (await (await send(page)).locator("[data-body]").text_content()) or ""
    assert without_spaces(shown) == without_spaces(EXACT)
    assert '  "text": "a, {b}: [\\"c\\"]"' in shown.splitlines()[5]


async def test_an_unreachable_server_is_reported(reader: Reader, page: Page) -> None:
    await page.route("**/api/v1/goods/**", lambda route: route.abort("connectionrefused"))
    await open_trial(page, LIST)
    await page.locator("form[data-try]").get_by_role("button", name="Send").click()
    await expect(page.locator(".outcome .line")).to_contain_text("No answer: ")
    reader.watches[0].faults.clear()  # Chromium tells of the failed request, too


async def test_the_samples_follow_the_address_as_it_is_typed(page: Page) -> None:
    form = await open_trial(page, LIST)
    await form.get_by_label("location_id").fill("987")
    await expect(page.locator(".sample[data-sample=curl]")).to_contain_text("/api/v1/goods/987")


async def test_an_address_needs_its_ids(reader: Reader, page: Page) -> None:
    form = await open_trial(page, LIST)
    await form.get_by_label("location_id").fill("../auth")
    await form.get_by_role("button", name="Send").click()
    assert await form.get_by_label("location_id").evaluate("input => input.matches(':invalid')")
    assert not [url for url in reader.watches[0].requests if "/api/" in url]


def without_spaces(text: str | None) -> str:
    return re.sub(r"\s", "", text or "")
