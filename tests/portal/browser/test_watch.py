"""The watch that all these tests rely on sees what goes wrong."""

from playwright.async_api import Page

from tests.portal.browser.addresses import FRONT
from tests.portal.browser.reader import PATIENCE_MS, Reader


async def faults_after(reader: Reader, page: Page, script: str) -> str:
    """What the watch tells after a script has run; told here, it is not told again."""
    await page.goto(FRONT)
    await page.evaluate(script)
    faults = reader.watches[0].faults
    for _ in range(PATIENCE_MS // 50):
        if faults:
            break
        await page.wait_for_timeout(50)
    told = "\n".join(faults)
    faults.clear()
    return told


async def test_an_uncaught_error_is_a_fault(reader: Reader, page: Page) -> None:
    assert "Oh" in await faults_after(reader, page, "() => void setTimeout(() => { throw new Error('Oh') })")


async def test_a_refusal_that_no_test_expects_is_a_fault(reader: Reader, page: Page) -> None:
    assert "404" in await faults_after(reader, page, "() => fetch('/nowhere').then(() => null)")


async def test_violations_of_the_policy_are_faults(reader: Reader, page: Page) -> None:
    script = "() => { document.body.append(Object.assign(document.createElement('script'), {text: 'let a'})) }"
    assert "Content Security Policy" in await faults_after(reader, page, script)


async def test_a_request_to_elsewhere_is_a_fault(reader: Reader, page: Page) -> None:
    """The page's policy stops scripts from asking; a reader's click on a link would not be stopped."""
    await page.route("http://elsewhere.test/", lambda route: route.fulfill(body="Somewhere"))
    told = await faults_after(reader, page, "() => { location.href = 'http://elsewhere.test/' }")
    assert told == "left the server: http://elsewhere.test/"
