"""Several errors at once: which of them is answered."""

import asyncio
from typing import Any

import asyncpg
import httpx
import pytest
from litestar import Litestar, get
from litestar.datastructures import State
from litestar.params import FromPath

from parlour.db.monitoring import DatabaseMonitor
from parlour.db.pool import translated_errors
from parlour.errors import Conflict, NotFound, Stale, StorageFull, Unavailable
from parlour.http.outages import OutageLog
from parlour.http.services import Services
from parlour.http.v1_errors import V1_ERRORS


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


def group(*errors: Exception) -> ExceptionGroup[Exception]:
    return ExceptionGroup("several", errors)


TIMED_OUT = TimeoutError()
GOING = asyncpg.AdminShutdownError("going")

CASES = [
    ("one", group(GOING), 503),
    ("ours", group(Unavailable()), 503),
    ("deep", group(group(group(asyncpg.DiskFullError("full")))), 503),
    ("a bug among them", group(Unavailable(), KeyError("bug")), 500),
    ("a bug deep among them", group(Unavailable(), group(GOING, group(KeyError("bug")))), 500),
    ("a fault of the caller", group(NotFound("Product")), 404),
    ("undoing failed as well", caused(group(Unavailable()), NotFound("Product")), 404),
    ("undoing a bug failed as well", caused(group(Unavailable()), KeyError("bug")), 500),
    ("undoing failed twice", caused(group(group(Unavailable())), group(Conflict("No."))), 409),
    ("put into our words", caused(group(caused(Unavailable(), TIMED_OUT)), TIMED_OUT), 503),
    ("put into our words, in a group", caused(group(caused(Unavailable(), TIMED_OUT)), group(TIMED_OUT)), 503),
    ("outside of a group", caused(StorageFull(), OSError(28, "full")), 503),
    ("the system's own", OSError(28, "full"), 503),
    ("of the driver", GOING, 503),
    ("misuse of the driver", asyncpg.UnsupportedClientFeatureError("no"), 500),
]


@pytest.fixture
def app() -> Any:
    errors = {str(number): error for number, (_, error, _) in enumerate(CASES)}

    @get("/{number:str}", permission=None)
    async def fail(number: FromPath[str]) -> None:
        raise errors[number]

    unused: Any = None
    parts = dict.fromkeys(Services.__struct_fields__, unused)
    state = State({"services": Services(**{**parts, "monitor": DatabaseMonitor(unused, ""), "outages": OutageLog()})})
    return Litestar(
        [fail], exception_handlers=V1_ERRORS.handlers, state=state, openapi_config=None, logging_config=None
    )


@pytest.mark.parametrize("number", range(len(CASES)), ids=[name for name, _, _ in CASES])
async def test_the_expected_error_is_answered(app: Any, number: int) -> None:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://parlour.test") as client:
        answer = await client.get(f"/{number}")
    assert answer.status_code == CASES[number][2]
    assert ("retry-after" in answer.headers) == (answer.status_code == 503)


def test_a_group_on_a_connection_is_unwrapped_with_its_cause() -> None:
    lost = asyncpg.DeadlockDetectedError("in a circle")
    with pytest.raises(Unavailable) as caught, translated_errors():
        raise BaseExceptionGroup("several", [asyncio.CancelledError(), group(lost, TIMED_OUT)])
    assert caught.value.__cause__ is lost
    with pytest.raises(ExceptionGroup), translated_errors():
        raise group(lost, KeyError("bug"))


def test_a_404_lists_what_is_missing_where_its_operation_says_so() -> None:
    error = NotFound("Service", "Team member")
    said = {"message": "Service not found. Team member not found."}
    assert V1_ERRORS.meta_of(error) == said
    listed = [{"message": "Service not found."}, {"message": "Team member not found."}]
    assert V1_ERRORS.meta_of(error, lists_missing=True) == {**said, "errors": listed}
    assert "errors" not in V1_ERRORS.meta_of(Stale(), lists_missing=True)
