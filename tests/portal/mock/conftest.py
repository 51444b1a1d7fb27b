"""The mock alone, with no database anywhere, and the mock beside the real server."""

from collections.abc import AsyncIterator
from typing import Any, cast

import httpx
import msgspec
import pytest
from litestar import Litestar

from parlour.app import create_litestar
from parlour.http.apis import B2B_V1
from parlour.http.edge import Edge
from parlour.http.openapi import describe
from parlour.portal.mock.described import Answers, read_operations
from parlour.settings import Settings
from tests.support.client import Form, FormClient
from tests.support.contract import Description
from tests.support.factories.images import picture

TOKENS = {"Authorization": "Bearer any-partner-token, User any-user-token"}


class Known(msgspec.Struct, frozen=True):
    """An operation as the description has it."""

    id: str
    method: str
    path: str
    described: dict[str, Any]

    @property
    def address(self) -> str:
        """Its address with a number for every id."""
        return "/".join("7" if part.startswith("{") else part for part in self.path.split("/"))

    @property
    def query(self) -> dict[str, Any]:
        """The parameters that must not be missing, with their examples."""
        return {
            each["name"]: each["example"]
            for each in self.described["parameters"]
            if each["in"] == "query" and each["required"]
        }

    @property
    def body(self) -> Any:
        """The typical request; None where the operation takes none."""
        if "requestBody" not in self.described:
            return None
        ((kind, content),) = self.described["requestBody"]["content"].items()
        example = next(iter(content["examples"].values()))["value"]
        if kind == "application/json":
            return example
        return Form(example | ({"image": picture()} if "image" in example else {}))

    @property
    def success(self) -> tuple[int, dict[str, Any]]:
        """The status of success and its examples."""
        status = min(self.described["responses"], key=int)
        return int(status), examples_of(self.described["responses"][status])


def examples_of(answer: dict[str, Any]) -> dict[str, Any]:
    """The values of an answer's examples by name; none for one without a body."""
    contents = answer.get("content", {}).values()
    return {name: example["value"] for content in contents for name, example in content.get("examples", {}).items()}


def told(answer: httpx.Response) -> Any:
    """What an answer carries: JSON, or lines of CSV; None without a body."""
    if answer.headers.get("content-type", "").startswith("text/csv"):
        return answer.text
    return answer.json() if answer.content else None


@pytest.fixture(scope="session")
def adrift() -> Litestar:
    """An application whose database is nowhere; it is never started, so that it holds no connections either."""
    return create_litestar(Settings(database_url="postgresql://nobody@127.0.0.1:1/nowhere"))


@pytest.fixture(scope="session")
def known(adrift: Litestar) -> list[Known]:
    """Every operation."""
    found = Description(describe(adrift)).operations
    return [Known(operation["operationId"], method.upper(), path, operation) for method, path, operation in found]


@pytest.fixture(scope="session")
def described(adrift: Litestar) -> dict[str, Answers]:
    """Every operation as the mock has read it."""
    return read_operations(adrift, B2B_V1)


@pytest.fixture
async def mock(adrift: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """Speaks to the mock with tokens that nobody has."""
    transport = httpx.ASGITransport(cast("Any", Edge(adrift)), raise_app_exceptions=False)
    base_url = f"http://parlour.test{B2B_V1.mock_path}"
    async with FormClient(transport=transport, base_url=base_url, headers=TOKENS) as client:
        yield client
