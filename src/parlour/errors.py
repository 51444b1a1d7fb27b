"""All errors: refusals and failures. Knows nothing of HTTP.

    ParlourError
    ├── Malformed            the request can't be read at all
    │   └── BadFilters           filters of a search mean nothing; carries the faults of all
    ├── TooLarge             the body is over the limit
    ├── UnknownEncoding      the request is encoded in an unknown way
    ├── TooSlow              the request took too long to arrive
    ├── Oversized            the parts of a request around its content are too large
    ├── Overloaded           too many requests at once; says when to come back
    ├── Unauthenticated      the credentials are missing or invalid
    │   └── WrongCredentials     login and password don't match
    ├── Throttled            too many requests of this kind within a period; says when to come back
    │   └── TooManyAttempts      too many failed attempts
    ├── Forbidden            the caller is known, but not allowed to do this
    ├── NotFound             does not exist, or the caller may not know that it does
    ├── Conflict             the request conflicts with the current state
    ├── Stale                it was changed by another request since it was read
    ├── Invalid              fields have faults; carries all of them
    ├── AccessChanged        the caller's rights changed during the request
    ├── Unavailable          the database doesn't answer at the moment
    │   └── StorageFull          nothing can be saved at the moment
    ├── Busy                 too much work of this kind is waiting already
    └── Abandoned            the caller no longer waits for the response

What each becomes on the wire is in `http/error_answers.py` and in docs/status-codes.md.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import msgspec

MISSING = "This field is missing."


class Fault(msgspec.Struct, frozen=True):
    """One fault of one field, with a message for the caller."""

    field: str
    message: str
    code: int | None = None
    """A number by which clients of API v1 know the fault; in its answers it then stands in the place of the field."""
    item_id: int | str | None = None
    """What the caller calls the item of a list that the fault is about; shown beside the number."""


class ParlourError(Exception):
    """Base of all expected errors; `message` is written for the caller."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Malformed(ParlourError):
    """The request can't be read at all."""


class BadFilters(Malformed):
    """Filters of a search mean nothing; carries the faults of all."""

    def __init__(self, message: str, faults: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.faults = tuple(faults)


class TooLarge(ParlourError):
    """The body is over the limit. Litestar detects that itself, so our code never raises this."""


class UnknownEncoding(ParlourError):
    """The request is encoded in an unknown way."""

    def __init__(self) -> None:
        super().__init__("The Content-Encoding is not supported: send the body uncompressed, or with gzip.")


class TooSlow(ParlourError):
    """The request took too long to arrive."""

    def __init__(self) -> None:
        super().__init__("The request took too long to arrive.")


class Oversized(ParlourError):
    """The parts of a request around its content are too large."""

    def __init__(self) -> None:
        super().__init__("What surrounds the parts of the body is too large.")


class Overloaded(ParlourError):
    """Too many requests at once; the same request can be sent again after `retry_after_s` seconds."""

    retry_after_s = 5

    def __init__(self) -> None:
        super().__init__("Too many large requests are being sent at the moment. Try again shortly.")


class Unauthenticated(ParlourError):
    """The credentials are missing or invalid; the message says which part of them."""


class WrongCredentials(Unauthenticated):
    """Login and password don't match; never says which of them is wrong."""

    def __init__(self) -> None:
        super().__init__("Login or password is wrong.")


class Throttled(ParlourError):
    """Too many requests of this kind within a period; the next is accepted after `retry_after_s` seconds."""

    def __init__(self, what: str, retry_after_s: int) -> None:
        super().__init__(f"Too many {what}. Try again in {retry_after_s} seconds.")
        self.retry_after_s = retry_after_s


class TooManyAttempts(Throttled):
    """Too many failed attempts; the next is accepted after `retry_after_s` seconds."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__("failed attempts", retry_after_s)


class Forbidden(ParlourError):
    """The caller is known but not allowed to do this; the message says which right is missing.

    `rights` are the names of the missing rights. `location_id` or, for a whole chain, `chain_id` says where, if that
    isn't the location that the request names. `code` is a number by which clients of API v1 know the refusal.
    """

    def __init__(
        self,
        message: str,
        rights: Iterable[str] = (),
        *,
        location_id: int | None = None,
        chain_id: int | None = None,
        code: int | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.rights = tuple(rights)
        self.location_id = location_id
        self.chain_id = chain_id


class NotFound(ParlourError):
    """It does not exist, or the caller may not know that it does: the message is the same for both.

    `details` say for programs what there is instead.
    """

    def __init__(self, *whats: str, details: Mapping[str, object] = MappingProxyType({})) -> None:
        self.details = details
        self.messages = tuple(f"{what} not found." for what in whats)
        super().__init__(" ".join(self.messages))


class Conflict(ParlourError):
    """The request conflicts with the current state; the message says with what.

    `details` have the same for programs, each under its own name.
    """

    def __init__(self, message: str, details: Mapping[str, object] = MappingProxyType({})) -> None:
        super().__init__(message)
        self.details = details


class Stale(ParlourError):
    """It was changed by another request after the caller read it."""

    def __init__(self) -> None:
        super().__init__("It was changed since you read it. Read it again, then repeat your change.")


class Invalid(ParlourError):
    """Fields have faults; carries all of them."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.field}: {fault.message}" for fault in self.faults))


class AccessChanged(ParlourError):
    """The caller's rights changed during the request, but still allow it: it can be sent again."""

    def __init__(self) -> None:
        super().__init__("Your rights changed during the request. Nothing was changed: send it again.")


class Unavailable(ParlourError):
    """The database is unavailable or too busy to answer in time; or the file store is unavailable."""

    def __init__(self, what: str = "database") -> None:
        super().__init__(f"The {what} doesn't answer at the moment. Try again shortly.")


class StorageFull(Unavailable):
    """There is no room for the data to be saved, or the storage can't be written. Reading still works."""

    def __init__(self) -> None:
        ParlourError.__init__(self, "The server's storage is full, or can't be written. Try again later.")


class Busy(ParlourError):
    """Too much work of this kind is waiting already; nothing was changed."""

    def __init__(self) -> None:
        super().__init__("The server is too busy with such requests at the moment. Try again shortly.")


class Abandoned(ParlourError):
    """The caller closed the connection before the response; only the log shows it."""

    def __init__(self) -> None:
        super().__init__("The connection was closed before the answer.")


def reason_of(error: Exception) -> str:
    """Return what an operator should read in the log: the cause of `Unavailable`, whose own text is for the caller."""
    return repr(error.__cause__ or error)
