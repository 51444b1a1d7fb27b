"""Everything that can be refused or go wrong, without a word about HTTP.

    ParlourError
    ├── Malformed            what was sent can't be read at all
    ├── UnknownEncoding      what was sent is packed in a way that isn't known
    ├── TooSlow              what was sent took too long to arrive
    ├── Oversized            what surrounds the content of a request is too large
    ├── Overloaded           too much is being sent at once; says when to come back
    ├── Unauthenticated      it is not known who asks
    │   └── WrongCredentials     login and password don't belong together
    ├── Throttled            too much of it in a while; says when to come back
    │   └── TooManyAttempts      too many failures
    ├── Forbidden            known, and not allowed
    ├── NotFound             does not exist, or the caller may not know that it does
    ├── Conflict             the state of things is against it
    ├── Stale                somebody else changed it since it was read
    ├── Invalid              fields have faults; carries all of them
    ├── AccessChanged        the caller's rights changed while the request was under way
    ├── Unavailable          the database doesn't answer for now
    │   └── StorageFull          nothing can be saved for now
    ├── Busy                 too much of the same waits already
    └── Abandoned            the caller no longer waits for the answer

What each becomes on the wire stands in `http/error_answers.py` and in docs/status-codes.md.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import msgspec

MISSING = "This field is missing."
NO_ACCESS = "You have no access to this location."


class Fault(msgspec.Struct, frozen=True):
    """One thing wrong with one field, in words for the caller."""

    field: str
    message: str


class ParlourError(Exception):
    """Base of all expected errors; `message` is written for the caller."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Malformed(ParlourError):
    """What was sent can't be read at all."""


class UnknownEncoding(ParlourError):
    """What was sent is packed in a way that isn't known."""

    def __init__(self) -> None:
        super().__init__("The body's Content-Encoding isn't known: send it as it is, or with gzip.")


class TooSlow(ParlourError):
    """What was sent took too long to arrive."""

    def __init__(self) -> None:
        super().__init__("The request took too long to arrive.")


class Oversized(ParlourError):
    """What surrounds the content of a request is too large."""

    def __init__(self) -> None:
        super().__init__("What surrounds the parts of the body is too large.")


class Overloaded(ParlourError):
    """Too much is being sent at once; the same request is taken again after `retry_after_s` seconds."""

    retry_after_s = 5

    def __init__(self) -> None:
        super().__init__("Too many large requests are being sent at the moment. Try again shortly.")


class Unauthenticated(ParlourError):
    """It is not known who asks; the message says which part of the credentials is wrong."""


class WrongCredentials(Unauthenticated):
    """Login and password don't belong together; never says which of them is wrong."""

    def __init__(self) -> None:
        super().__init__("Login or password is wrong.")


class Throttled(ParlourError):
    """Too much of it in a while; it may be done after `retry_after_s` seconds."""

    def __init__(self, what: str, retry_after_s: int) -> None:
        super().__init__(f"Too many {what}. Try again in {retry_after_s} seconds.")
        self.retry_after_s = retry_after_s


class TooManyAttempts(Throttled):
    """Too many failures; the same attempt is heard again after `retry_after_s` seconds."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__("failed attempts", retry_after_s)


class Forbidden(ParlourError):
    """Known, and not allowed; the message says which right is missing.

    `rights` are the names of those that are missing. `location_id` or, for what concerns all of it, `chain_id` says
    where, if that isn't the location that the request names.
    """

    def __init__(
        self,
        message: str,
        rights: Iterable[str] = (),
        *,
        location_id: int | None = None,
        chain_id: int | None = None,
    ) -> None:
        super().__init__(message)
        self.rights = tuple(rights)
        self.location_id = location_id
        self.chain_id = chain_id


class NotFound(ParlourError):
    """Does not exist, or the caller may not know that it does: the two are told in the same words."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} not found.")


class Conflict(ParlourError):
    """The state of things is against it; the message says what stands in the way.

    `details` tell the same to programs, each under a name of its own.
    """

    def __init__(self, message: str, details: Mapping[str, object] = MappingProxyType({})) -> None:
        super().__init__(message)
        self.details = details


class Stale(ParlourError):
    """Somebody else changed it since the caller read it."""

    def __init__(self) -> None:
        super().__init__("It was changed since you read it. Read it again, then repeat your change.")


class Invalid(ParlourError):
    """Fields have faults; carries every one of them."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.field}: {fault.message}" for fault in self.faults))


class AccessChanged(ParlourError):
    """The caller's rights changed while the request was under way, and still allow it: it can be sent again."""

    def __init__(self) -> None:
        super().__init__("Your rights changed while this was under way, and nothing was changed. Send it again.")


class Unavailable(ParlourError):
    """The database is away, or too busy to answer in time; or the store of files is."""

    def __init__(self, what: str = "database") -> None:
        super().__init__(f"The {what} doesn't answer at the moment. Try again shortly.")


class StorageFull(Unavailable):
    """There is no room for what is to be saved, or the storage can't be written. Reading goes on."""

    def __init__(self) -> None:
        ParlourError.__init__(self, "The server's storage is full, or can't be written. Try again later.")


class Busy(ParlourError):
    """Too much work of this kind waits already; nothing was changed."""

    def __init__(self) -> None:
        super().__init__("The server has too much of this to do at the moment. Try again shortly.")


class Abandoned(ParlourError):
    """The caller closed the connection before the answer; only the log shows it."""

    def __init__(self) -> None:
        super().__init__("The connection was closed before the answer.")
