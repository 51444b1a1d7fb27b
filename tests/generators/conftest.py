"""Mark every test of this folder, which `make test` leaves out: `make generators` runs them."""

from pathlib import Path

import msgspec
import pytest
from litestar import Litestar

from parlour.http.apis import APIS
from parlour.http.openapi import describe


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.startswith("tests/generators/"):
            item.add_marker(pytest.mark.generators)


@pytest.fixture(params=[api.name for api in APIS])
def description(request: pytest.FixtureRequest, litestar: Litestar, tmp_path: Path) -> Path:
    """The published description of each API in turn, as a file."""
    (api,) = [api for api in APIS if api.name == request.param]
    file = tmp_path / f"{api.name.removeprefix('b2b-')}.json"
    file.write_bytes(msgspec.json.encode(describe(litestar, api)))
    return file
