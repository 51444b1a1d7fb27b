"""What the errors of the driver and of the system mean for a caller"""

import asyncio
import errno
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from asyncpg.exceptions import InternalClientError, PostgresError

from parlour.db.failures import unavailable_from
from parlour.errors import Invalid, NotFound, StorageFull, Unavailable

SORTED = Path(__file__).with_name("failures.txt")


def all_below(kind: type[Exception]) -> Iterator[type[Exception]]:
    yield kind
    for each in kind.__subclasses__():
        if each.__module__.startswith("asyncpg."):
            yield from all_below(each)


def sort(kind: type[Exception]) -> str:
    if issubclass(kind, asyncpg.IntegrityConstraintViolationError):
        return "constraint"
    found = unavailable_from(kind("as the driver raises it"))
    if found is None:
        return "bug"
    assert isinstance(found, Unavailable)
    assert isinstance(found.__cause__, kind)
    return "full" if isinstance(found, StorageFull) else "away"


def line(kind: type[Exception]) -> str:
    state = getattr(kind, "sqlstate", None) or "driver"
    return f"{state:<6} {sort(kind):<10} {kind.__module__.rpartition('.')[2]}.{kind.__name__}"


def test_every_error_of_the_driver_is_classified() -> None:
    """A new version of the driver that knows more errors: read them, sort them, write them into the file."""
    kinds = {kind for root in (PostgresError, asyncpg.InterfaceError, InternalClientError) for kind in all_below(root)}
    assert sorted(map(line, kinds)) == SORTED.read_text().splitlines()


def answer(sqlstate: str, message: str = "no", severity: str = "ERROR") -> PostgresError:
    """An error as the driver makes it of what PostgreSQL sends."""
    made: Any = PostgresError.new({"C": sqlstate, "M": message, "V": severity})
    assert isinstance(made, PostgresError)
    return made


def test_an_error_without_a_state_is_a_bug() -> None:
    assert unavailable_from(PostgresError("no state")) is None


@pytest.mark.parametrize("state", ["57999", "53999", "08999"])
def test_an_unknown_state_is_classified_by_its_class(state: str) -> None:
    assert type(unavailable_from(answer(state))) is Unavailable


def test_whatever_ends_the_connection_makes_the_database_unavailable() -> None:
    assert unavailable_from(answer("XX000", severity="FATAL"))
    assert unavailable_from(answer("ZZ999", severity="PANIC"))
    assert unavailable_from(answer("XX000")) is None


def test_an_exceeded_quota_is_full_storage() -> None:
    assert isinstance(unavailable_from(answer("XX000", "could not extend file: Disk quota exceeded")), StorageFull)


def test_the_cause_of_an_ended_connection_is_classified() -> None:
    ended = asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation")
    assert type(unavailable_from(ended)) is Unavailable
    ended.__cause__ = answer("53100", "could not write to file: No space left on device", "PANIC")
    assert isinstance(unavailable_from(ended), StorageFull)
    ended.__cause__ = answer("22012", "division by zero")
    found = unavailable_from(ended)
    assert type(found) is Unavailable
    assert found.__cause__ is ended
    other = answer("22012", "division by zero")
    other.__cause__ = answer("53100", "could not write to file: No space left on device", "PANIC")
    assert unavailable_from(other) is None


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_no_space_for_a_file_is_full_storage(number: int) -> None:
    assert isinstance(unavailable_from(OSError(number, "no room")), StorageFull)


@pytest.mark.parametrize("error", [ConnectionRefusedError(), TimeoutError(), OSError(errno.EIO, "broken")])
def test_other_errors_of_the_system_are_about_the_database_while_a_connection_is_used(error: Exception) -> None:
    assert unavailable_from(error) is None
    assert type(unavailable_from(error, on_connection=True)) is Unavailable


def group(*errors: BaseException) -> BaseExceptionGroup[BaseException]:
    return BaseExceptionGroup("several", errors)


def test_a_group_is_classified_by_all_of_its_errors() -> None:
    away = asyncpg.AdminShutdownError("going")
    found = unavailable_from(group(asyncio.CancelledError(), group(away)))
    assert found is not None
    assert found.__cause__ is away
    assert isinstance(unavailable_from(group(group(asyncpg.DiskFullError("full")), Unavailable())), StorageFull)
    for other in (ValueError(), NotFound("Product"), Invalid([])):
        assert unavailable_from(group(away, group(other))) is None
    assert unavailable_from(group(asyncio.CancelledError())) is None
