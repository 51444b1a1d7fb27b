"""Minimal Litestar routes that run the server's statements and return the rows unchanged.

No credentials, no envelope, no conversion. The addresses are Parlour's, so that both get the same requests. Run as
`python -m bench.bare PORT DATABASE_URL`.
"""

import contextlib
import sys
from collections.abc import AsyncGenerator, Sequence
from datetime import date
from typing import Any

import asyncpg
import msgspec
import uvicorn
from litestar import Litestar, MediaType, Request, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery

from bench.bare_free_time import HANDLERS as FREE_TIME
from bench.client_searches import statement_of_text
from bench.creating import FIELDS
from bench.dataset import chain_of
from bench.reading import FOUND_AT_MOST
from parlour.areas.appointments.model.client_visits import PAGE as VISITS_ON_PAGE
from parlour.areas.appointments.queries.client_visits import LIST_OF_VISITS, LIST_VISIT_DAYS
from parlour.areas.appointments.queries.pages import LIST_BY_DAY
from parlour.areas.appointments.rights import AppointmentScope
from parlour.areas.folding import fold, search_text
from parlour.areas.products.queries.lists_with_levels import LIST_PRODUCTS
from parlour.areas.products.queries.products import CREATE_PRODUCT, FIND_PRODUCT_WITH_LEVELS
from parlour.areas.products.queries.tree import SEARCH_TREE
from parlour.areas.schedules.queries.reading import LIST_DAYS
from parlour.areas.services.queries.services import LIST_SERVICES
from parlour.db.pool import Pool, create_pool
from parlour.settings import Settings

AnyRequest = Request[Any, Any, Any]
HELLO = "/hello"


@get(HELLO)
async def hello() -> Response[bytes]:
    return Response(b'"hello"', media_type=MediaType.JSON)


@get("/api/v1/goods/{location_id:int}/{product_id:int}")
async def one_product(state: State, location_id: FromPath[int], product_id: FromPath[int]) -> Response[bytes]:
    return _rows(await _pool(state).fetch(FIND_PRODUCT_WITH_LEVELS, chain_of(location_id), location_id, product_id))


@get("/api/v1/goods/{location_id:int}")
async def page_of_products(
    state: State, location_id: FromPath[int], count: FromQuery[int], page: FromQuery[int]
) -> Response[bytes]:
    chain_id, offset = chain_of(location_id), (page - 1) * count
    rows = await _pool(state).fetch(LIST_PRODUCTS, chain_id, location_id, count + 1, offset, 0)
    return _rows(rows[:count])  # one more shows whether there is a next page


@get("/api/v1/goods/search/{location_id:int}")
async def search(state: State, location_id: FromPath[int], term: FromQuery[str]) -> Response[bytes]:
    chain_id = chain_of(location_id)
    return _rows(await _pool(state).fetch(SEARCH_TREE, chain_id, location_id, fold(term), FOUND_AT_MOST, 0))


@get("/api/v1/services/{location_id:int}")
async def services_of_location(state: State, location_id: FromPath[int]) -> Response[bytes]:
    return _rows(await _pool(state).fetch(LIST_SERVICES, chain_of(location_id), location_id, None, None, None))


@post("/api/v1/goods/{location_id:int}")
async def create_product(state: State, request: AnyRequest, location_id: FromPath[int]) -> Response[bytes]:
    body = msgspec.json.decode(await request.body())
    text = search_text(body["title"], body["article"], body["barcode"])
    values = [body[field] for field in FIELDS.values()]
    return _rows(await _pool(state).fetch(CREATE_PRODUCT, chain_of(location_id), location_id, text, *values))


@post("/api/v1/company/{location_id:int}/clients/search", status_code=200)
async def find_clients(state: State, request: AnyRequest, location_id: FromPath[int]) -> Response[bytes]:
    text = msgspec.json.decode(await request.body())["filters"][0]["state"]["value"]
    statement, args = statement_of_text(chain_of(location_id), location_id, text)
    return _rows(await _pool(state).fetch(statement, *args))


@post("/api/v1/company/{location_id:int}/clients/visits/search", status_code=200)
async def client_visits(state: State, request: AnyRequest, location_id: FromPath[int]) -> Response[bytes]:
    client_id = msgspec.json.decode(await request.body())["client_id"]
    scope = (chain_of(location_id), location_id, None, None, None)
    days = await _pool(state).fetch(LIST_VISIT_DAYS, *scope, client_id)
    newest = [row["visit_id"] for row in sorted(days, key=lambda row: row["day"], reverse=True)[:VISITS_ON_PAGE]]
    return _rows(await _pool(state).fetch(LIST_OF_VISITS, *scope, newest))


@get("/api/v1/records/{location_id:int}")
async def day_of_appointments(
    state: State,
    location_id: FromPath[int],
    start_date: FromQuery[str],
    end_date: FromQuery[str],
    count: FromQuery[int],
) -> Response[bytes]:
    days = (date.fromisoformat(start_date), date.fromisoformat(end_date))
    scope = AppointmentScope(chain_of(location_id), location_id, None, None, None)
    values = (*scope.args, *days, *[None] * 7, False, *[None] * 3, count + 1, 0, None, None, 0)
    return _rows(await _pool(state).fetch(LIST_BY_DAY, *values))


@get("/api/v1/company/{location_id:int}/staff/schedule")
async def schedules(
    state: State, location_id: FromPath[int], start_date: FromQuery[str], end_date: FromQuery[str]
) -> Response[bytes]:
    first, last = date.fromisoformat(start_date), date.fromisoformat(end_date)
    return _rows(await _pool(state).fetch(LIST_DAYS, chain_of(location_id), location_id, None, first, last, False))


def _pool(state: State) -> Pool:
    pool: Pool = state.pool
    return pool


def _rows(rows: Sequence[asyncpg.Record]) -> Response[bytes]:
    return Response(msgspec.json.encode([tuple(row) for row in rows]), media_type=MediaType.JSON)


def create_app(url: str) -> Litestar:
    @contextlib.asynccontextmanager
    async def connected(app: Litestar) -> AsyncGenerator[None, None]:
        async with create_pool(url, Settings().pool_size) as pool:
            app.state.pool = pool
            yield

    handlers = [
        hello,
        one_product,
        page_of_products,
        search,
        services_of_location,
        create_product,
        schedules,
        find_clients,
        client_visits,
        day_of_appointments,
        *FREE_TIME,
    ]
    return Litestar(handlers, lifespan=[connected], openapi_config=None)


def main() -> None:
    port, url = sys.argv[1:]
    # The same options as in parlour.serving.
    uvicorn.run(
        create_app(url),
        host="127.0.0.1",
        port=int(port),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=30,
        lifespan="on",
        ws="none",
    )


if __name__ == "__main__":
    main()
