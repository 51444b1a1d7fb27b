"""Mark every test of this folder, which `make test` leaves out: `make generators` runs them."""

from pathlib import Path

import msgspec
import pytest
from litestar import Litestar

from parlour.http.apis import APIS
from parlour.http.openapi import describe

HERE = Path(__file__).parent
# Broken by what clients and appointments added to the description of v1: values that are a text or a number, an answer
# as PDF, and a body of which one of two fields is required. May only shrink.
NOT_YET = frozenset({
    "test_a_client_is_made_and_does_its_work[b2b-v1-python]",
    "test_a_client_is_made_and_does_its_work[b2b-v1-go]",
    "test_a_client_is_made_and_does_its_work[b2b-v1-csharp]",
    "test_redocly_finds_nothing[b2b-v1]",
    "test_spectral_finds_nothing[b2b-v1]",
    "test_openapi_python_client_leaves_nothing_out[b2b-v1]",
})  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.generators)
            if item.name in NOT_YET:
                item.add_marker(pytest.mark.xfail(reason="the description of v1 asks too much of this generator"))


@pytest.fixture(params=[api.name for api in APIS])
def description(request: pytest.FixtureRequest, litestar: Litestar, tmp_path: Path) -> Path:
    """The published description of each API in turn, as a file."""
    (api,) = [api for api in APIS if api.name == request.param]
    file = tmp_path / f"{api.name.removeprefix('b2b-')}.json"
    file.write_bytes(msgspec.json.encode(describe(litestar, api)))
    return file
