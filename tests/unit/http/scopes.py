"""Requests as the application gets them from a server, without one."""

from collections.abc import Mapping
from typing import Any

from litestar import Litestar, Request
from litestar.datastructures import State

from parlour.db.monitoring import DatabaseMonitor
from parlour.http.outages import OutageLog
from parlour.http.page_ends import PageEnds
from parlour.http.services import Services
from parlour.settings import Settings


def services_without_database(**parts: Any) -> Services:
    """The parts of a server that need no database; None in the place of the others."""
    unused: Any = None
    made = {
        "settings": Settings(public_url="https://salon.example/parlour"),
        "page_ends": PageEnds(),
        "monitor": DatabaseMonitor(unused, ""),
        "outages": OutageLog(),
    }
    return Services(**{**dict.fromkeys(Services.__struct_fields__, unused), **made, **parts})


def application(services: Services, **options: Any) -> Litestar:
    return Litestar(state=State({"services": services}), openapi_config=None, logging_config=None, **options)


def request_to(
    app: Litestar,
    path: str,
    *,
    path_params: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
    client: tuple[str, int] | None = ("192.0.2.1", 1234),
    **scope: Any,
) -> Request[Any, Any, Any]:
    """A request whose head has arrived."""
    whole: dict[str, Any] = {
        "type": "http",
        "method": "GET",
        "path": path,
        "path_params": path_params or {},
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()],
        "client": client,
        "state": {},
        "litestar_app": app,
        **scope,
    }
    found: Any = whole
    return Request(found)
