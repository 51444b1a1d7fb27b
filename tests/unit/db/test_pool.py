"""Turning the driver's words for "the database is away" into ours"""

import asyncio

import asyncpg
import pytest

from parlour.db.pool import translated_errors
from parlour.errors import Unavailable


@pytest.mark.parametrize(
    "away",
    [
        asyncpg.PostgresConnectionError("gone"),
        asyncpg.InterfaceError("pool is closing"),
        asyncpg.CannotConnectNowError("starting up"),
        asyncpg.AdminShutdownError("terminating"),
        asyncpg.TooManyConnectionsError("full"),
        ConnectionRefusedError(),
        TimeoutError(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_every_connection_error_becomes_unavailable(away: Exception) -> None:
    with pytest.raises(Unavailable) as caught, translated_errors():
        raise away
    assert caught.value.__cause__ is away


@pytest.mark.parametrize(
    "other",
    [asyncpg.UniqueViolationError("taken"), asyncpg.UndefinedTableError("bug"), ValueError(), asyncio.CancelledError()],
    ids=lambda error: type(error).__name__,
)
def test_other_errors_pass_through(other: BaseException) -> None:
    with pytest.raises(type(other)), translated_errors():
        raise other
