"""The parts of a running server: made once by `app.create_app`, and found by requests on the application's state."""

import asyncio
from typing import Any

import msgspec
from litestar.connection import ASGIConnection

from parlour.access.cache import AccessCache
from parlour.access.identity import Identity, Partner
from parlour.access.passwords import Passwords
from parlour.access.tenant import Tenant
from parlour.confined.pool import ConfinedPool
from parlour.db.monitoring import DatabaseMonitor
from parlour.db.pool import Pool
from parlour.files import FileStore
from parlour.http.outages import OutageLog
from parlour.http.page_ends import PageEnds
from parlour.settings import Settings

Connected = ASGIConnection[Any, Any, Any, Any]

Access = tuple[Identity, Tenant | None]
"""The caller, and the requested location, if any."""


class Services(msgspec.Struct):
    """The parts of a running server that outlive a request."""

    settings: Settings
    pool: Pool
    access_cache: AccessCache[Access]
    partners: AccessCache[Partner]
    """Partners by their tokens' hashes."""
    places: AccessCache[Tenant]
    """Open locations by their ids, for operations that need no user."""
    passwords: Passwords
    files: FileStore
    decoders: ConfinedPool
    workbooks: ConfinedPool
    """Processes that read workbooks which were sent."""
    printers: ConfinedPool
    """Processes that make receipts as PDF."""
    page_ends: PageEnds
    writer_slots: asyncio.Semaphore
    """Slots of transactions that write rows which others may be writing, too."""
    monitor: DatabaseMonitor
    outages: OutageLog

    def clear_access(self) -> None:
        """Forget what this worker remembers of who may do what, and where."""
        self.access_cache.clear()
        self.partners.clear()
        self.places.clear()


def services_of(connection: Connected) -> Services:
    services = connection.scope["litestar_app"].state.services
    assert isinstance(services, Services)  # noqa: S101 - a State may contain anything; create_app puts this there
    return services
