"""What is printed for an error: one plain line on standard error, and an exit code.

0 is done, 1 refused or failed, 2 wrong usage (of a flag, of a setting), 69 the embedded database under a running server
was lost, 130 interrupted.
"""

import asyncpg
import msgspec
import typer

from parlour.cli.checks import FaultyFile
from parlour.cli.session import Unreachable
from parlour.database import NotServable
from parlour.db.cluster import EmbeddedPostgresError
from parlour.db.migrate import MigrationError
from parlour.db.supervision import EmbeddedPostgresLost
from parlour.errors import Invalid, ParlourError
from parlour.settings import SettingsError

REFUSED = 1
WRONG_USAGE = 2
# The code that service managers call "unavailable" (sysexits.h).
LOST = 69

EXPECTED = (ParlourError, NotServable, Unreachable, EmbeddedPostgresError, MigrationError)


class Failure(msgspec.Struct, frozen=True):
    """What is printed for an error. `is_expected` is False when it is a bug and not the user's mistake."""

    lines: list[str]
    exit_code: int
    is_expected: bool = True


def failure_of(error: Exception) -> Failure:
    match error:
        case SettingsError():
            return Failure(error.faults, WRONG_USAGE)
        case typer.TyperException():
            return _wrong_usage(error)
        case typer.Abort():
            return Failure(["Aborted."], REFUSED)
        case Invalid() | FaultyFile():
            return Failure(_faults_of(error), REFUSED)
        case EmbeddedPostgresLost():
            return Failure([_in_one_line(error)], LOST)
        case _ if isinstance(error, EXPECTED):
            return Failure([_in_one_line(error)], REFUSED)
        case asyncpg.PostgresError() | asyncpg.InterfaceError():
            return Failure([f"The database refused: {_in_one_line(error)}"], REFUSED)
        case UnicodeEncodeError():
            return Failure(["An argument is not valid UTF-8."], WRONG_USAGE)
        case OSError(strerror=str() as reason):
            what = f"Can't use {error.filename}" if isinstance(error.filename, str) else "The system refused"
            return Failure([f"{what}: {reason}."], REFUSED)
        case _:
            message = f"Unexpected error ({type(error).__name__}: {_in_one_line(error)})."
            return Failure([f"{message} Set PARLOUR_LOG_LEVEL=debug to see where."], REFUSED, is_expected=False)


def _faults_of(error: Invalid | FaultyFile) -> list[str]:
    """Return the faults of a call in one line, those of a file in a line each."""
    if isinstance(error, FaultyFile):
        return error.lines
    return [" ".join(f"{fault.field}: {fault.message}" for fault in error.faults)]


def _wrong_usage(error: typer.TyperException) -> Failure:
    message = " ".join(error.format_message().split())
    context: typer.Context | None = getattr(error, "ctx", None)
    if not message:
        # A noun without a verb: its help was shown.
        return Failure([], error.exit_code)
    hint = f" Try: {context.command_path} --help" if context else ""
    return Failure([f"{message.rstrip('.')}.{hint}"], error.exit_code)


def _in_one_line(error: Exception) -> str:
    return " ".join(str(error).split())
