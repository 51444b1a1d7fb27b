"""Bare routes for free time: the server's statements one after the other, and the rows as they come."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import asyncpg
import msgspec
from litestar import MediaType, Request, Response, get
from litestar.datastructures import State
from litestar.params import FromPath

from bench.free_time_rows import CHAIN
from parlour.areas.free_time.model.clock import days_around
from parlour.areas.free_time.model.glances import LOOKED_AT
from parlour.areas.free_time.queries.calendars import GLANCE_AT_DAYS, GLANCE_AT_MEMBERS, LIST_MEMBER_DAYS
from parlour.areas.free_time.queries.offers import FIND_OFFER, FIND_OFFER_OF_MEMBER
from parlour.areas.online_booking.model.periods import FARTHEST
from parlour.areas.team.queries.members import LIST_WITH_LINKS_TO
from parlour.db.pool import Connection, Pool

AnyRequest = Request[Any, Any, Any]
LENGTH = 60


class ProviderId(msgspec.Struct):
    """Who provides the service."""

    id: int


class Providers(msgspec.Struct):
    """What the following statement needs of an offer."""

    providers: list[ProviderId]


@get("/api/v1/book_times/{location_id:int}/{member_id:int}/{day:str}")
async def times_to_book(
    request: AnyRequest, state: State, location_id: FromPath[int], member_id: FromPath[int], day: FromPath[str]
) -> Response[bytes]:
    days = [date.fromisoformat(day)]
    async with _pool(state).acquire() as conn:
        ids = await _providers(conn, request, location_id, member_id or None)
        return _rows(await conn.fetch(LIST_MEMBER_DAYS, CHAIN, ids, days_around(days), days, LENGTH, []))


@get("/api/v1/book_dates/{location_id:int}")
async def dates_to_book(request: AnyRequest, state: State, location_id: FromPath[int]) -> Response[bytes]:
    query = request.query_params
    first, last = (date.fromisoformat(query[name]) for name in ("date_from", "date_to"))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    async with _pool(state).acquire() as conn:
        ids = await _providers(conn, request, location_id, int(query["staff_id"]) if "staff_id" in query else None)
        return _rows(await conn.fetch(GLANCE_AT_DAYS, CHAIN, ids, [LENGTH] * len(ids), days, [], LOOKED_AT))


@get("/api/v1/book_staff/{location_id:int}")
async def members_to_book(request: AnyRequest, state: State, location_id: FromPath[int]) -> Response[bytes]:
    today = date.today()  # noqa: DTZ011 - a day more or less doesn't matter
    async with _pool(state).acquire() as conn:
        ids = await _providers(conn, request, location_id, None)
        members = await conn.fetch(LIST_WITH_LINKS_TO, CHAIN, location_id, _chosen(request))
        lengths, last = [LENGTH] * len(ids), today + timedelta(days=FARTHEST - 1)
        days = await conn.fetch(GLANCE_AT_MEMBERS, CHAIN, ids, lengths, today, last, [], LOOKED_AT)
        return _rows([*members, *days])


HANDLERS = [times_to_book, dates_to_book, members_to_book]


async def _providers(conn: Connection, request: AnyRequest, location_id: int, member_id: int | None) -> list[int]:
    statement = FIND_OFFER if member_id is None else FIND_OFFER_OF_MEMBER
    offer = await conn.fetchval(statement, CHAIN, location_id, _chosen(request), member_id)
    return [each.id for each in msgspec.json.decode(offer, type=Providers).providers]


def _chosen(request: AnyRequest) -> list[int]:
    return [int(request.query_params["service_ids[]"])]


def _pool(state: State) -> Pool:
    pool: Pool = state.pool
    return pool


def _rows(rows: Sequence[asyncpg.Record]) -> Response[bytes]:
    return Response(msgspec.json.encode([tuple(row) for row in rows]), media_type=MediaType.JSON)
