"""Whatever is wrong with a request, the mock says of it what the real server says: both are asked, and compared.

What only the database knows can't be compared: which tokens, ids and revisions there are.
"""

import re
from typing import Any

import httpx
import msgspec
import pytest
from litestar import Litestar

from parlour.access.permissions import Entry
from parlour.http.apis import B2B_V1, B2B_V2
from parlour.http.media_type import MEDIA_TYPE
from parlour.http.operation import Operation
from tests.support.operations import operations, query_parameters
from tests.support.people import HARBOUR, OWNER, PARTNER
from tests.support.requests import Ids, address, body, name_of, thing_in

COMPARED_HEADERS = ("content-type", "allow", "www-authenticate", "retry-after")
UNREADABLE = (b"", b"{", b'{"title":', b"\xff", b"not json", b'{"a": 1} {}', b"<a/>")
NO_OBJECTS = (b"[]", b"null", b'"text"', b"1")
ODD_VALUES = ("x", "-1", "0", "1.5", "99999999999999999999", "x" * 300, "2026-13-01", "2026-01-01 25:00")
ODD_IDS = ("01", "+1", "%EF%BC%91", "9007199254740993", "x", "-1")
ODD_TAGS = ("3", '"3', "W/3", '"a", b', "")
TOO_LARGE = b'{"title": "' + b"x" * (1024 * 1024) + b'"}'


class Both:
    """The real server and the mock, asked for the same."""

    def __init__(self, http: httpx.AsyncClient, ids: Ids) -> None:
        self._http = http
        self.ids = ids
        self.statuses: list[int] = []

    async def agree(self, method: str, path: str, *, headers: dict[str, str] | None = None, **rest: Any) -> None:
        """Raises `AssertionError` when one finds a fault that the other doesn't, or tells it in other words."""
        api = B2B_V2 if path.startswith(B2B_V2.prefix) else B2B_V1
        below = path.removeprefix(api.prefix)
        sent = {"Accept": MEDIA_TYPE, **OWNER.headers, **(headers or {})}
        mocked = await self._http.request(method, f"{api.mock_path}{below}", headers=sent, **rest)
        real = await self._http.request(method, f"{api.prefix}{below}", headers=sent, **rest)
        assert _seen(mocked) == _seen(real), (method, path, rest)
        self.statuses.append(real.status_code)


def _seen(answer: httpx.Response) -> dict[str, Any]:
    headers = {name: answer.headers.get(name) for name in COMPARED_HEADERS}
    headers["allow"] = headers["allow"] and ", ".join(sorted(headers["allow"].split(", ")))
    # What is good is answered by each in its own way.
    is_fault = answer.status_code >= 400
    told = {"status": answer.status_code, "body": answer.content, **headers}
    return told if is_fault else {"allow": headers["allow"]}


def _shape(path: str) -> str:
    """The path without the names in it: two operations may name the same part in two ways."""
    return re.sub(r"\{\w+\}", "{}", path)


@pytest.fixture
def both(http: httpx.AsyncClient, examples: Ids) -> Both:
    return Both(http, examples)


@pytest.fixture
def handlers(litestar: Litestar) -> list[tuple[str, str, Operation]]:
    """Every operation: a new one is compared from its first day."""
    return [*operations(litestar)]


Handlers = list[tuple[str, str, Operation]]


@pytest.mark.parametrize("header", ["", "Bearer", "Basic YTpi", "User only", "bearer"])
async def test_without_a_partner_token(header: str, both: Both, handlers: Handlers) -> None:
    for method, path, handler in handlers:
        good = body(handler, both.ids)
        await both.agree(method, address(path, both.ids), headers={"Authorization": header}, json=good)
    assert set(both.statuses) == {401}


async def test_without_a_user_token(both: Both, handlers: Handlers) -> None:
    asking = [each for each in handlers if each[2].tokens not in (Entry.PARTNER, Entry.PARTNER_OR_USER)]
    for method, path, handler in asking:
        await both.agree(method, address(path, both.ids), headers=PARTNER.headers, json=body(handler, both.ids))
    assert set(both.statuses) == {401}


@pytest.mark.parametrize("odd", ODD_IDS)
async def test_an_odd_number_in_the_address(odd: str, both: Both, handlers: Handlers) -> None:
    for method, path, handler in handlers:
        for name in handler.ids:
            where = address(path, msgspec.structs.replace(both.ids, **{str(thing_in(path, name)): odd}))
            await both.agree(method, where, json=body(handler, both.ids))
    assert set(both.statuses) == {404}


@pytest.mark.parametrize("unreadable", UNREADABLE)
async def test_a_body_that_is_no_json(unreadable: bytes, both: Both, handlers: Handlers) -> None:
    for method, path, handler in handlers:
        if handler.arguments.body:
            await both.agree(method, address(path, both.ids), content=unreadable)
    assert set(both.statuses) == {400}


@pytest.mark.parametrize("content", NO_OBJECTS)
async def test_a_body_that_is_no_object(content: bytes, both: Both, handlers: Handlers) -> None:
    for method, path, handler in handlers:
        if handler.arguments.body:
            await both.agree(method, address(path, both.ids), content=content)
    assert 422 in both.statuses


async def test_a_body_that_is_too_large(both: Both, handlers: Handlers) -> None:
    for method, path, handler in handlers:
        if handler.arguments.body:
            content = TOO_LARGE * (handler.max_body_bytes // 1024**2)
            await both.agree(method, address(path, both.ids), content=content)
    assert set(both.statuses) == {413}


async def test_too_many_decimals(both: Both) -> None:
    """The mock counts in the currency of its examples."""
    for amount in (12.345, "0.005", 12.34, 19.989999999999998):
        await both.agree("POST", f"/api/v1/goods/{HARBOUR}", json={"cost": amount, "actual_cost": amount})
    assert set(both.statuses) == {422}


# They report a number that can't be one in the location's country beside all other faults, and look for the appointment
# of a secret before what else is wrong.
OF_THE_LOCATION = {"book_event", "create_online_booking", "update_online_booking_datetime"}


async def test_missing_fields(both: Both, handlers: Handlers) -> None:
    for method, path, handler in handlers:
        if handler.arguments.body and name_of(handler) not in OF_THE_LOCATION:
            await both.agree(method, address(path, both.ids), json={})
    assert 422 in both.statuses


# Null is a fault from those who see costs alone, and the mock knows nobody's rights; nor does it know which texts are
# numbers of phones where a location is, or which custom fields there are.
COSTS, PHONES = {"cost_per_unit", "cost"}, {"phones"}
PHONE, CUSTOM_FIELDS = {"phone"}, {"custom_fields"}
LEFT_OUT: dict[type, dict[str, set[str]]] = {
    type(None): {"create_transaction": COSTS, "update_transaction": COSTS},
    list: {"create_location": PHONES, "update_location": PHONES, "duplicate_event": {"dates"}},
    int: {"create_client": PHONE, "update_client": PHONE},
    dict: {"create_client": CUSTOM_FIELDS, "update_client": CUSTOM_FIELDS},
}
LEFT_OUT_OF_QUERIES = {("get_chain_client_by_phone_number", "phone")}


@pytest.mark.parametrize("odd", [{"an": "object"}, ["a list"], "", "x" * 20_000, -1, 10**20, True, None])
async def test_every_field_with_a_wrong_value(odd: Any, both: Both, handlers: Handlers) -> None:
    for method, path, handler in handlers:
        good = body(handler, both.ids)
        if isinstance(good, dict) and name_of(handler) not in OF_THE_LOCATION:
            names = good.keys() - LEFT_OUT.get(type(odd), {}).get(name_of(handler), set())
            wrong = dict.fromkeys(names, odd) | {"title": [odd]}
            await both.agree(method, address(path, both.ids), json=wrong)
    assert 422 in both.statuses


async def test_fields_under_the_names_of_their_family(both: Both, handlers: Handlers) -> None:
    """An alias is renamed before it is read, and its fault is reported under the operation's own name."""
    for method, path, handler in handlers:
        if handler.arguments.body and name_of(handler) not in OF_THE_LOCATION:
            await both.agree(method, address(path, both.ids), json={"parentCategoryId": "x", "categoryId": "x"})
    assert 422 in both.statuses


@pytest.mark.parametrize("odd", ODD_VALUES)
async def test_odd_parameters(odd: str, both: Both, handlers: Handlers) -> None:
    for method, path, handler in handlers:
        for name in query_parameters(handler):
            if method == "get" and (name_of(handler), name) != ("get_chain_client_by_phone_number", "phone"):
                await both.agree(method, address(path, both.ids), params={name: odd, "salonId": odd})
    assert len(both.statuses) > 30
    assert 422 in both.statuses or odd == "0"


@pytest.mark.parametrize("tag", ODD_TAGS)
async def test_an_odd_if_match(tag: str, both: Both, handlers: Handlers) -> None:
    for method, path, handler in handlers:
        if handler.arguments.takes_if_match:
            # A body with a fault beside it shows which of the two is reported first.
            wrong: Any = {"title": []} if handler.arguments.body else None
            await both.agree(method, address(path, both.ids), headers={"If-Match": tag}, json=wrong)
    assert 422 in both.statuses


@pytest.mark.parametrize("method", ["PATCH", "POST", "PUT", "OPTIONS"])
async def test_methods_that_an_address_does_not_know(method: str, both: Both, handlers: Handlers) -> None:
    for path in {path for _, path, _ in handlers}:
        known = {known.upper() for known, other, _ in handlers if _shape(other) == _shape(path)}
        if method not in known:
            await both.agree(method, address(path, both.ids), headers={"Authorization": ""})
    assert set(both.statuses) == {204 if method == "OPTIONS" else 405}


async def test_head_is_known_wherever_get_is(both: Both, handlers: Handlers) -> None:
    for method, path, _ in handlers:
        if method == "get":
            await both.agree("HEAD", address(path, both.ids))
    assert set(both.statuses) == {handler.status for method, _, handler in handlers if method == "get"}


async def test_good_requests_have_no_fault(both: Both, handlers: Handlers) -> None:
    """What changes nothing is enough: all that takes a body is among what is compared above."""
    for method, path, _ in handlers:
        if method == "get":
            await both.agree(method, address(path, both.ids))
    assert set(both.statuses) == {handler.status for method, _, handler in handlers if method == "get"}


async def test_a_fault_is_reported_whatever_is_preferred(both: Both, handlers: Handlers) -> None:
    for method, path, handler in handlers:
        if handler.arguments.body:
            await both.agree(method, address(path, both.ids), headers={"Prefer": "code=503"}, content=b"{")
    assert set(both.statuses) == {400}


def test_every_operation_that_takes_a_body_has_a_good_one(handlers: Handlers) -> None:
    ids = Ids()
    with_body = [name_of(handler) for _, _, handler in handlers if handler.arguments.body]
    assert with_body
    assert all(body(handler, ids) for _, _, handler in handlers if handler.arguments.body)
