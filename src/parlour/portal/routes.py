"""The routes of the portal: pages, their Markdown twins, search and files. No token is needed."""

import asyncio
from typing import Any

from litestar import Request, Response, Router, get
from litestar.datastructures import Cookie
from litestar.params import FromPath
from litestar.response import Redirect

from parlour.errors import Fault, Invalid, NotFound
from parlour.http.characters import refuse_in_line
from parlour.pages.assets import ASSETS, MEDIA_TYPES, asset_names
from parlour.pages.page import FOREVER, Page
from parlour.pages.translations import choose_language
from parlour.portal.html_pages import HTMLPages
from parlour.portal.markdown_pages import llms_txt, markdown_page, placeholders_of
from parlour.portal.page_cache import PageCache, page_cache_of
from parlour.portal.samples import is_fillable

AnyRequest = Request[Any, Any, Any]
A_YEAR_S = 365 * 24 * 3600


@get("/", sync_to_thread=False)
def root() -> Redirect:
    return Redirect("/docs")


@get(["/docs", "/docs/{_:path}"])
async def page(request: AnyRequest) -> Response[bytes]:
    """Return a page in the reader's language, or its Markdown twin."""
    cache = await page_cache_of(request.app)
    address = request.scope["path"].rstrip("/")
    if address.endswith(".md"):
        return (await _markdown(cache, request, address.removesuffix(".md"))).answer(request)
    language, cookies = _language(request)
    pages = HTMLPages(cache.site, language)
    found = await cache.fetch(address, language, lambda: pages.at(address))
    return found.answer(request, cookies=cookies)


async def _markdown(cache: PageCache, request: AnyRequest, address: str) -> Page:
    """Return a Markdown page, its samples filled in from the query; then it may contain tokens and isn't kept."""
    values = {name: value for name, value in request.query_params.items() if value}
    if not values:
        return await cache.fetch(f"{address}.md", "", lambda: markdown_page(cache.site, address, {}))
    places = placeholders_of(cache.site, address)
    unknown = f"There is no such place in the samples here: {', '.join(places)}."
    faults = [
        Fault(name, unknown if name not in places else "This can't stand in a sample as it is.")
        for name, value in values.items()
        if name not in places or not is_fillable(name, value)
    ]
    if faults:
        raise Invalid(faults)
    return await asyncio.to_thread(markdown_page, cache.site, address, values)


@get("/docs/search")
async def search(request: AnyRequest) -> Response[bytes]:
    """Return the search results as a page."""
    cache = await page_cache_of(request.app)
    language, cookies = _language(request)
    pages, query = HTMLPages(cache.site, language), _searched(request)
    return (await asyncio.to_thread(pages.search, query)).answer(request, cookies=cookies)


@get("/docs/search.json")
async def search_results(request: AnyRequest) -> Response[Any]:
    """Return the search results as data."""
    cache = await page_cache_of(request.app)
    return Response(await asyncio.to_thread(cache.site.index.find, _searched(request)))


def _searched(request: AnyRequest) -> str:
    query: str = request.query_params.get("q", "")
    try:
        refuse_in_line(query.strip())
    except ValueError as fault:
        raise Invalid([Fault("q", str(fault))]) from None
    return query


@get("/docs/assets/{version:str}/{name:str}", sync_to_thread=True)
def asset(request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
    """Return a style, script or image. The addresses change when any of the files changes."""
    if name not in asset_names():
        raise NotFound("File")
    media_type = MEDIA_TYPES[name.rpartition(".")[2]]
    return Page.of(ASSETS.joinpath(name).read_bytes(), media_type).answer(request, cached=FOREVER)


@get("/llms.txt")
async def language_models(request: AnyRequest) -> Response[bytes]:
    """Return an index for language models."""
    cache = await page_cache_of(request.app)
    return (await cache.fetch("/llms.txt", "", lambda: llms_txt(cache.site))).answer(request)


def _language(request: AnyRequest) -> tuple[str, list[Cookie]]:
    """Return the reader's language: from the switch, else from the cookie, else from the browser's header."""
    wish = request.query_params.get("lang")
    kept = request.cookies.get("lang")
    language = choose_language(wish, kept, accept_language=request.headers.get("accept-language", ""))
    cookie = Cookie(key="lang", value=language, path="/docs", max_age=A_YEAR_S, samesite="lax")
    return language, [cookie] if wish == language != kept else []


ROUTER = Router(
    "/",
    route_handlers=[root, page, search, search_results, asset, language_models],
    include_in_schema=False,
)
"""Mounted beside the API."""
