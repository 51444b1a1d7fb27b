"""Classifying errors of the driver or the system: the database is unavailable, its storage is full, or neither.

An error that is neither is a violated constraint that means a fault of the caller (`constraints`), or a bug.
"""

import asyncio
import errno
import os
from collections.abc import Iterator

import asyncpg

from parlour.errors import ParlourError, StorageFull, Unavailable

FULL = (errno.ENOSPC, errno.EDQUOT)
# Disk full, system error, input/output error. PostgreSQL has no state of its own for an exceeded quota.
STORAGE_STATES = frozenset({"53100", "58000", "58030"})
QUOTA_EXCEEDED = os.strerror(errno.EDQUOT)
# Connection exceptions; conflicts between transactions; insufficient resources; operator intervention.
UNAVAILABLE_CLASSES = frozenset({"08", "40", "53", "57"})
UNAVAILABLE_STATES = frozenset({
    "25006",  # read-only: a standby, until it takes over
    "25P03",  # a transaction that was idle for too long
    "25P04",  # a transaction that took too long
    "28000",  # the role or its password were changed,
    "28P01",  # which only a new connection notices
    "3D000",  # the database has been dropped
    "55P03",  # a lock that wasn't acquired in time
    "72000",  # a snapshot that is too old
})  # fmt: skip
# A constraint violated at the end of a transaction: trying again doesn't help.
PERMANENT_STATES = frozenset({"40002"})
# These of the driver's own errors are about its arguments. All others mean that the connection can't be used: it ended
# between two statements, the pool is closing, the schema was changed after a statement was prepared.
MISUSE = (ValueError, asyncpg.UnsupportedClientFeatureError, asyncpg.UnsupportedServerFeatureError)


def unavailable_from(error: BaseException, *, on_connection: bool = False) -> Unavailable | None:
    """Return the error for the caller when an error isn't about the request; None for any other error.

    For a group, all of its errors must be such. With `on_connection`, errors of the system count as the connection's.
    """
    found = [_classify(each, on_connection) for each in leaves_of(error)]
    first = next(iter(found), None)
    return first if all(found) else None


def leaves_of(error: BaseException) -> Iterator[BaseException]:
    """Yield the errors in a group, however deep, or the error itself if it is no group. Cancellation is no error."""
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield from leaves_of(each)
    elif not isinstance(error, asyncio.CancelledError):
        yield error


def _classify(error: BaseException, on_connection: bool) -> Unavailable | None:
    match error:
        case Unavailable():
            return error
        case ParlourError():
            return None
        case OSError() if error.errno in FULL:
            return _with_cause(StorageFull(), error)
        case OSError() if on_connection:  # includes time-outs
            return _with_cause(Unavailable(), error)
        case asyncpg.PostgresError():
            return _classify_state(error)
        case asyncpg.InterfaceError() | asyncpg.InternalClientError() if not isinstance(error, MISUSE):
            return _with_cause(Unavailable(), error)
        case _:
            return None


def _classify_state(error: asyncpg.PostgresError) -> Unavailable | None:
    """Classify an error of PostgreSQL by its SQLSTATE."""
    state = error.sqlstate or ""
    if state in STORAGE_STATES or QUOTA_EXCEEDED in str(error):
        return _with_cause(StorageFull(), error)
    if isinstance(error, asyncpg.ConnectionDoesNotExistError) and isinstance(error.__cause__, asyncpg.PostgresError):
        # The server reported why it ended the connection.
        return _classify_state(error.__cause__) or _with_cause(Unavailable(), error)
    is_unavailable = state[:2] in UNAVAILABLE_CLASSES or state in UNAVAILABLE_STATES
    has_ended = getattr(error, "severity_en", None) in ("FATAL", "PANIC")
    is_outdated = isinstance(error, asyncpg.InvalidCachedStatementError)  # after a migration
    if (is_unavailable or has_ended or is_outdated) and state not in PERMANENT_STATES:
        return _with_cause(Unavailable(), error)
    return None


def _with_cause(unavailable: Unavailable, cause: BaseException) -> Unavailable:
    unavailable.__cause__ = cause
    return unavailable
