"""The only place where the parts are connected."""

import asyncio
import contextlib
import gc
from collections.abc import AsyncGenerator, Coroutine, Generator

from litestar import Litestar
from litestar.datastructures import State
from litestar.types import ASGIApp

from parlour.access.cache import AccessCache
from parlour.access.identity import Partner
from parlour.access.passwords import Passwords
from parlour.access.tenant import Tenant
from parlour.areas.accounts.model import (
    MAX_FAILURES_FROM_UNKNOWN_NETWORKS,
    MAX_FAILURES_PER_ADDRESS,
    MAX_FAILURES_PER_LOGIN,
)
from parlour.areas.appointment_messages.service.delivery import AppointmentMessages
from parlour.areas.appointment_messages.service.ways import ByEmail, BySms
from parlour.areas.clients.service.sent_files import WORKBOOK_READER, WORKBOOK_ROOM
from parlour.areas.images.service.images import DECODER, ROOM
from parlour.areas.messages.service.email import EmailHandler
from parlour.areas.messages.service.sms import SmsHandler
from parlour.areas.receipts.service import receipts
from parlour.confined.pool import ConfinedPool
from parlour.db.listening import listen
from parlour.db.monitoring import DatabaseMonitor
from parlour.db.pool import Pool, create_pool, open_pool
from parlour.db.retrying import writer_slots_for
from parlour.files import file_store
from parlour.http.edge import Edge
from parlour.http.logs import configure_logging
from parlour.http.neighbours import Neighbours
from parlour.http.openapi import openapi_router
from parlour.http.operation import MAX_BODY_BYTES
from parlour.http.outages import OutageLog
from parlour.http.page_ends import PageEnds
from parlour.http.refusal_log import RefusalLog
from parlour.http.sections import Sections
from parlour.http.services import Access, Services
from parlour.http.v1_errors import V1_ERRORS
from parlour.outbox.workers import Outbox
from parlour.portal.page_cache import warm_portal
from parlour.portal.site import SignInLimits
from parlour.routes import SECTIONS, all_operations, all_routers
from parlour.settings import Settings

SIGN_IN_LIMITS = SignInLimits(
    per_login=MAX_FAILURES_PER_LOGIN,
    per_address=MAX_FAILURES_PER_ADDRESS,
    of_strangers=MAX_FAILURES_FROM_UNKNOWN_NETWORKS,
)

YOUNG_OBJECTS = 20_000
"""So many new objects are there before the garbage collector looks at them."""


def create_litestar(settings: Settings) -> Litestar:
    """Return the application without its edge. Raise `ValueError` unless `settings` name a database."""
    if settings.database_url is None:
        raise ValueError("An application needs a database_url.")
    return Litestar(
        route_handlers=[*all_routers(), openapi_router()],
        lifespan=[run_services, _collecting_rarely, warm_portal],
        state=State(
            {
                "settings": settings,
                "operations": all_operations(),
                "sections": Sections(SECTIONS),
                "sign_in_limits": SIGN_IN_LIMITS,
            }
        ),
        exception_handlers=V1_ERRORS.handlers,
        after_exception=[RefusalLog()],
        openapi_config=None,
        request_max_body_size=MAX_BODY_BYTES,
        logging_config=None,
        debug=False,
    )


def create_app(settings: Settings) -> ASGIApp:
    """Return the application that a server runs."""
    configure_logging(settings)
    return Neighbours(Edge(create_litestar(settings), settings.cors_origins), settings.trusted_proxies)


@contextlib.asynccontextmanager
async def run_services(app: Litestar, shared_pool: Pool | None = None) -> AsyncGenerator[None, None]:
    """Connect to the database and run what is shared by all requests, for the duration of the block.

    `shared_pool` is connected already, and stays so; without it, the requests have a pool of their own.
    """
    settings: Settings = app.state.settings
    url = settings.database_url or ""
    cache: AccessCache[Access] = AccessCache(settings.access_cache_s)
    partners: AccessCache[Partner] = AccessCache(settings.access_cache_s)
    places: AccessCache[Tenant] = AccessCache(settings.access_cache_s)
    passwords = Passwords()
    decoders = ConfinedPool(DECODER, ROOM)
    workbooks = ConfinedPool(WORKBOOK_READER, WORKBOOK_ROOM)
    printers = ConfinedPool(receipts.PRINTER, receipts.ROOM)
    pool = shared_pool or create_pool(url, settings.pool_size)
    monitor = DatabaseMonitor(pool, url)
    outbox = Outbox(
        pool,
        [
            EmailHandler(settings),
            SmsHandler(settings),
            *(AppointmentMessages(pool, settings, way) for way in (ByEmail(settings), BySms(settings))),
        ],
    )
    listening = asyncio.create_task(listen(url, [cache, partners, places, outbox]))
    try:
        async with contextlib.nullcontext() if shared_pool else open_pool(pool):
            app.state.services = Services(
                settings=settings,
                pool=pool,
                access_cache=cache,
                partners=partners,
                places=places,
                passwords=passwords,
                files=file_store(settings),
                decoders=decoders,
                workbooks=workbooks,
                printers=printers,
                page_ends=PageEnds(),
                writer_slots=writer_slots_for(settings.pool_size),
                monitor=monitor,
                outages=OutageLog(),
            )
            async with _beside(monitor.run()), outbox.running(settings.stop_grace_s):
                yield
    finally:
        listening.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await listening
        passwords.close()
        await decoders.close()
        await workbooks.close()
        await printers.close()


@contextlib.contextmanager
def collecting_rarely() -> Generator[None]:
    """Keep what is there from the garbage collector: it lives as long as the process, and needn't be scanned again.

    It rarely looks at the rest: requests leave no cycles (tests/api/test_garbage.py), and a page of 500 appointments
    alone has 3,000 lists.
    """
    gc.collect()
    gc.freeze()
    before = gc.get_threshold()
    gc.set_threshold(YOUNG_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextlib.asynccontextmanager
async def _collecting_rarely(_: Litestar) -> AsyncGenerator[None, None]:
    with collecting_rarely():
        yield


@contextlib.asynccontextmanager
async def _beside(work: Coroutine[None, None, None]) -> AsyncGenerator[None, None]:
    """Run the work in the background for the duration of the block."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
