"""What an error of the driver or of the system means: the database is away, its storage is full, or none of these.

What is none of these is a broken constraint that stands for a fault of the caller (`constraints`), or a bug.
"""

import asyncio
import errno
import os
from collections.abc import Iterator

import asyncpg

from parlour.errors import ParlourError, StorageFull, Unavailable

FULL = (errno.ENOSPC, errno.EDQUOT)
# Disk full, system error, input/output error. PostgreSQL gives a quota that is used up no state of its own.
STORAGE_STATES = frozenset({"53100", "58000", "58030"})
QUOTA_USED_UP = os.strerror(errno.EDQUOT)
# Connection exceptions; transactions that stood in each other's way; insufficient resources; the operator intervenes.
AWAY_CLASSES = frozenset({"08", "40", "53", "57"})
AWAY_STATES = frozenset({
    "25006",  # read-only: a standby, until it takes over
    "25P03",  # a transaction that was idle for too long
    "25P04",  # one that took too long
    "28000",  # the role or its password were changed, as
    "28P01",  # only connecting says
    "3D000",  # the database has been dropped
    "55P03",  # a lock that didn't come in time
    "72000",  # a snapshot that is too old
})  # fmt: skip
# A constraint that is broken at the end of a transaction: no second attempt mends it.
NOT_AWAY_STATES = frozenset({"40002"})
# These of the driver's own errors are about what it is given. All others say that the connection can't be used: it
# ended between two statements, the pool is closing, the schema was changed since a statement was prepared.
MISUSE = (ValueError, asyncpg.UnsupportedClientFeatureError, asyncpg.UnsupportedServerFeatureError)


def unavailable_from(error: BaseException, *, on_connection: bool = False) -> Unavailable | None:
    """Return what the caller gets for an error that isn't about the request; None for any other error.

    Of a group, it must be all that went wrong. While a connection is used, errors of the system are about it.
    """
    found = [_of_one(each, on_connection) for each in leaves_of(error)]
    first = next(iter(found), None)
    return first if all(found) else None


def leaves_of(error: BaseException) -> Iterator[BaseException]:
    """Give the errors in a group, however deep, or the one error that is no group. Being cancelled is no error."""
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield from leaves_of(each)
    elif not isinstance(error, asyncio.CancelledError):
        yield error


def _of_one(error: BaseException, on_connection: bool) -> Unavailable | None:
    match error:
        case Unavailable():
            return error
        case ParlourError():
            return None
        case OSError() if error.errno in FULL:
            return _caused(StorageFull(), error)
        case OSError() if on_connection:  # a time-out is one of them
            return _caused(Unavailable(), error)
        case asyncpg.PostgresError():
            return _of_state(error)
        case asyncpg.InterfaceError() | asyncpg.InternalClientError() if not isinstance(error, MISUSE):
            return _caused(Unavailable(), error)
        case _:
            return None


def _of_state(error: asyncpg.PostgresError) -> Unavailable | None:
    """Sort an answer of PostgreSQL by its SQLSTATE."""
    state = error.sqlstate or ""
    if state in STORAGE_STATES or QUOTA_USED_UP in str(error):
        return _caused(StorageFull(), error)
    if isinstance(error, asyncpg.ConnectionDoesNotExistError) and isinstance(error.__cause__, asyncpg.PostgresError):
        # The server said why it ended the connection.
        return _of_state(error.__cause__) or _caused(Unavailable(), error)
    is_away = state[:2] in AWAY_CLASSES or state in AWAY_STATES
    has_ended = getattr(error, "severity_en", None) in ("FATAL", "PANIC")
    is_outdated = isinstance(error, asyncpg.InvalidCachedStatementError)  # a migration came in between
    if (is_away or has_ended or is_outdated) and state not in NOT_AWAY_STATES:
        return _caused(Unavailable(), error)
    return None


def _caused(unavailable: Unavailable, cause: BaseException) -> Unavailable:
    unavailable.__cause__ = cause
    return unavailable
