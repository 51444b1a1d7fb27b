"""Texts in addresses, such as secrets of appointments: what can't be stored names nothing, and breaks nothing."""

import re

import httpx
import pytest
from litestar import Litestar

from tests.support.people import OWNER
from tests.support.requests import Ids

# NUL, a byte that isn't UTF-8, a control character, half of a surrogate pair as some programs encode it.
NAMELESS = ["%00", "%ff", "%01", "%ed%a0%80"]


def texts_in(litestar: Litestar) -> list[tuple[str, str, str]]:
    """Method, address and the name of each part of an address that is a text."""
    return [
        (method, route.path_format, name)
        for route in litestar.routes
        if not route.path.startswith("/_mock/")
        for name, part in route.path_parameters.items()
        if part.type is str
        for method in sorted(getattr(route, "methods", {"GET"}) - {"OPTIONS"})
    ]


@pytest.mark.parametrize("nameless", NAMELESS)
async def test_a_text_that_names_nothing_breaks_nothing(
    http: httpx.AsyncClient, litestar: Litestar, settled: Ids, nameless: str
) -> None:
    tried = texts_in(litestar)
    assert {"record_hash", "link_hash", "token", "name"} <= {name for _, _, name in tried}
    answers = {}
    for method, path, name in tried:
        address = re.sub(r"{\w+}", "1", path.replace(f"{{{name}}}", f"5f3e8a1c{nameless}"))
        answer = await http.request(method, address, headers=OWNER.headers)
        answers[f"{method} {address}"] = answer.status_code
    assert {address: status for address, status in answers.items() if status >= 500} == {}
