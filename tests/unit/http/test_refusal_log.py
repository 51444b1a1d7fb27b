"""Which refused requests are recorded, and where; `tests/api/v1/audit/test_refused.py` reads the records."""

import asyncio
import contextlib
from types import SimpleNamespace
from typing import Annotated, Any, cast

import asyncpg
import pytest
import structlog

from parlour.access.identity import Identity
from parlour.access.permissions import Entry
from parlour.access.refused_requests import RefusedRequest
from parlour.db.actor import Actor
from parlour.errors import Forbidden, NotFound, Unavailable
from parlour.http.apis import B2B_V1
from parlour.http.authority import Authority
from parlour.http.context import Detached
from parlour.http.declared import DECLARED
from parlour.http.operations import Operations
from parlour.http.path_parts import LOCATION
from parlour.http.refusal_log import RefusalLog
from parlour.http.services import Services

Location = Annotated[int, LOCATION]
operations = Operations(B2B_V1, "Things")


@operations.post("/api/v1/things/{location_id}", "make_thing", Entry.OPEN)
async def make_thing(ctx: Detached[None], location_id: Location) -> None: ...


@operations.post("/api/v1/things", "make_any_thing", Entry.OPEN)
async def make_any_thing(ctx: Detached[None]) -> None: ...


IN_LOCATION, ANYWHERE = operations
POOL: Any = object()
WAITED_TOO_LONG = Unavailable()
WAITED_TOO_LONG.__cause__ = asyncpg.LockNotAvailableError("waited too long")


class Noting(RefusalLog):
    """Keep what would be written."""

    def __init__(self) -> None:
        super().__init__()
        self.noted: list[tuple[Any, int, Actor, RefusedRequest]] = []

    async def _record(self, pool: Any, user_id: int, actor: Actor, refused: RefusedRequest) -> None:
        self.noted.append((pool, user_id, actor, refused))


def scope_of(operation: Any, method: str = "POST", user_id: int | None = 11) -> Any:
    state = {}
    if user_id is not None:
        state["authority"] = Authority(
            cast("Any", None), header="", location_id=7, needs=Entry.OPEN, host="", is_confirmed_by_handler=False
        )
        state["authority"].identity = Identity(user_id=user_id, partner_id=1, session_id=2)
    parts = dict.fromkeys(Services.__struct_fields__) | {"pool": POOL}
    services = Services(**cast("Any", parts))
    return {
        "type": "http",
        "method": method,
        "path_params": {"location_id": 7},
        "state": state,
        "client": ("192.0.2.1", 1),
        "headers": [],
        "litestar_app": SimpleNamespace(state=SimpleNamespace(services=services)),
        "route_handler": SimpleNamespace(opt={DECLARED: operation}),
    }


def group(cause: Exception | None) -> Exception:
    """The error of a request whose transaction could not be rolled back."""
    found = ExceptionGroup("rolling back failed", [ValueError()])
    found.__cause__ = cause
    return found


@pytest.mark.parametrize(
    ("error", "operation", "place"),
    [
        (Forbidden("No.", ["a", "b"]), IN_LOCATION, (7, None)),
        (Forbidden("No.", ["a", "b"], location_id=9), IN_LOCATION, (9, None)),
        (Forbidden("No.", ["a", "b"], chain_id=5), IN_LOCATION, (None, 5)),
        (Forbidden("No.", ["a", "b"], location_id=9, chain_id=5), IN_LOCATION, (9, 5)),
        (Forbidden("No.", ["a", "b"]), ANYWHERE, (None, None)),
        (Forbidden("No.", ["a", "b"], location_id=9), ANYWHERE, (9, None)),
        (group(Forbidden("No.", ["a", "b"])), IN_LOCATION, (7, None)),
        (group(None), IN_LOCATION, None),
        (group(NotFound()), IN_LOCATION, None),
        (NotFound(), IN_LOCATION, None),
        (Forbidden("No.", ["a", "b"]), None, None),
    ],
)
async def test_a_refusal_is_recorded_where_it_happened(
    error: Exception, operation: Any, place: tuple[int | None, int | None] | None
) -> None:
    log = Noting()
    await log(error, scope_of(operation))
    if place is None:
        assert log.noted == []
        return
    ((pool, user_id, actor, refused),) = log.noted
    assert refused == RefusedRequest(*place, operation.unique_id, ("a", "b"), "No.")
    assert (pool, user_id, actor.user_id, actor.ip) == (POOL, 11, 11, "192.0.2.1")


@pytest.mark.parametrize(
    ("method", "user_id", "is_recorded"),
    [
        ("POST", 11, True),
        ("PUT", 11, True),
        ("DELETE", 11, True),
        ("POST", None, False),
        ("GET", 11, False),
        ("HEAD", 11, False),
        ("OPTIONS", 11, False),
        ("GET", None, False),
    ],
)
async def test_only_writing_by_a_user_is_recorded(method: str, user_id: int | None, is_recorded: bool) -> None:
    log = Noting()
    await log(Forbidden("No."), scope_of(IN_LOCATION, method, user_id))
    assert bool(log.noted) is is_recorded


@pytest.mark.parametrize("fault", [WAITED_TOO_LONG, asyncpg.PostgresError("full")])
async def test_a_refusal_that_can_not_be_recorded_is_logged(fault: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing(contextlib.AbstractAsyncContextManager[None]):
        async def __aenter__(self) -> None:
            raise fault

        async def __aexit__(self, *_: object) -> None: ...

    monkeypatch.setattr("parlour.http.refusal_log.connection", lambda _: Failing())
    log = RefusalLog()
    with structlog.testing.capture_logs() as lines:
        for _ in range(2):  # the second is tried, too
            await log(Forbidden("No."), scope_of(IN_LOCATION))
    said = {"event": "refused attempt not recorded", "log_level": "warning", "operation": "make_thing"}
    assert lines == [{**said, "reason": repr(fault.__cause__ or fault)}] * 2


async def test_of_equal_refusals_at_a_time_one_is_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[int] = []
    go = asyncio.Event()

    class Waiting(contextlib.AbstractAsyncContextManager[None]):
        async def __aenter__(self) -> None:
            begun.append(1)
            await go.wait()
            raise Unavailable

        async def __aexit__(self, *_: object) -> None: ...

    monkeypatch.setattr("parlour.http.refusal_log.connection", lambda _: Waiting())
    log = RefusalLog()
    first = asyncio.create_task(log(Forbidden("No."), scope_of(IN_LOCATION)))
    await asyncio.sleep(0)
    await log(Forbidden("No."), scope_of(IN_LOCATION))
    assert begun == [1]
    others = [
        asyncio.create_task(log(Forbidden("No."), scope_of(IN_LOCATION, user_id=12))),
        asyncio.create_task(log(Forbidden("Another one."), scope_of(IN_LOCATION))),
    ]
    await asyncio.sleep(0)
    assert begun == [1, 1, 1]
    go.set()
    await asyncio.gather(first, *others)


async def test_any_other_fault_is_the_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("parlour.http.refusal_log.connection", failing)
    with pytest.raises(ZeroDivisionError):
        await RefusalLog()(Forbidden("No."), scope_of(IN_LOCATION))
