"""The published examples of refusals are what the server really sends: each is provoked and compared."""

import re
from typing import Any

import httpx
import msgspec
import pytest
from litestar import Litestar

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from parlour.http.apis import B2B_V2
from parlour.http.cursors import Position, write_cursor
from parlour.page_requests import IdSortKey
from tests.support.client import Client
from tests.support.contract import Description
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.stock import put_in
from tests.support.factories.users import make_member, take_all_rights
from tests.support.operations import operations
from tests.support.people import (
    CHAIN,
    HARBOUR,
    MANAGER,
    NEIGHBOUR,
    NOBODY,
    OWNER,
    PARTNER,
    WORKER,
    Person,
)
from tests.support.requests import Ids, address, body, name_of, thing_in

NOWHERE = 999_999
IN_PATH = re.compile(r"{(\w+)}")
UNKNOWN_PARTNER = msgspec.structs.replace(OWNER, partner_token="nobody-has-this")
UNKNOWN_USER = msgspec.structs.replace(OWNER, user_token="nobody-has-this")


@pytest.fixture
def ids(examples: Ids) -> Ids:
    """What the requests name."""
    return examples


class RefusalChecker:
    """Which examples were held against an answer."""

    def __init__(self, *published: Description) -> None:
        self._examples = {
            f"{'v2.' if path.startswith(B2B_V2.prefix) else ''}{operation['operationId']}": {
                name: (status, example["value"])
                for status, answer in operation["responses"].items()
                for name, example in answer.get("content", {}).get("application/json", {}).get("examples", {}).items()
            }
            for description in published
            for _, path, operation in description.operations
        }
        self.count = 0

    def has(self, operation: str, name: str) -> bool:
        return name in self._examples[operation]

    def first_field(self, operation: str, name: str) -> str:
        """What the first fault of an example is about."""
        _, value = self._examples[operation][name]
        errors = value["meta"]["errors"]
        field: str = next(iter(errors)) if isinstance(errors, dict) else next(iter(errors[0]))[1:-1]
        return field

    def compare(self, operation: str, name: str, answer: httpx.Response) -> None:
        status, value = self._examples[operation][name]
        assert (str(answer.status_code), answer.json()) == (status, value), (operation, name)
        self.count += 1


@pytest.fixture
def checker(published: Description, published_v2: Description) -> RefusalChecker:
    return RefusalChecker(published, published_v2)


@pytest.mark.parametrize(
    ("person", "name"),
    [
        (NOBODY, "no_partner_token"),
        (PARTNER, "no_user_token"),
        (UNKNOWN_PARTNER, "unknown_partner_token"),
        (UNKNOWN_USER, "unknown_user_token"),
        (WORKER, "no_right"),
        (NEIGHBOUR, "no_access"),
    ],
)
async def test_a_missing_right_has_this_message(
    client: Client, conn: Connection, litestar: Litestar, checker: RefusalChecker, ids: Ids, person: Person, name: str
) -> None:
    await take_all_rights(conn, WORKER)
    for method, path, handler in operations(litestar):
        if checker.has(name_of(handler), name):
            answer = await client.by(person).send(method, address(path, ids), json=body(handler, ids))
            checker.compare(name_of(handler), name, answer)
    assert checker.count > 5


async def test_an_address_that_rights_leave_out_is_refused_in_these_words(
    client: Client, litestar: Litestar, checker: RefusalChecker, ids: Ids, conn: Connection
) -> None:
    rights = {"auth_enable_check_ip": True, "auth_list_allowed_ip": ["198.51.100.7"]}
    caller = client.by(await make_member(conn, "restricted", "manager", **rights))
    for method, path, handler in operations(litestar):
        if checker.has(name_of(handler), "not_from_here"):
            answer = await caller.send(method, address(path, ids), json=body(handler, ids))
            checker.compare(name_of(handler), "not_from_here", answer)
    assert checker.count > 50


def named(path: str) -> set[str]:
    """What an address names, as `Ids` calls it."""
    return {thing for name in IN_PATH.findall(path) if (thing := thing_in(path, name))}


async def test_an_unknown_id_in_an_address_has_this_message(
    client: Client, litestar: Litestar, checker: RefusalChecker, ids: Ids
) -> None:
    for method, path, handler in operations(litestar):
        for field, name in [
            ("location_id", "no_location"),
            ("category_id", "no_category"),
            ("shelf_id", "no_category"),
            ("product_id", "no_product"),
            ("image_id", "no_image"),
            ("session_id", "no_session"),
            ("user_id", "no_user"),
            ("sale_id", "no_item"),
            ("tag_id", "no_tag"),
            ("team_member_id", "no_team_member"),
            ("position_id", "no_position"),
        ]:
            if checker.has(name_of(handler), name) and (field in named(path) or handler.arguments.is_form):
                wrong = msgspec.structs.replace(ids, **{field: NOWHERE})
                # A form says what it is about itself.
                good = body(handler, wrong if handler.arguments.is_form else ids)
                answer = await client.send(method, address(path, wrong), json=good)
                checker.compare(name_of(handler), name, answer)
    assert checker.count > 20


async def test_a_number_that_is_no_plain_one_is_no_address(
    client: Client, litestar: Litestar, checker: RefusalChecker, ids: Ids
) -> None:
    for method, path, handler in operations(litestar):
        if checker.has(name_of(handler), "odd_address"):
            odd = re.sub(r"/(?=\d)", "/0", address(path, ids), count=1)
            checker.compare(name_of(handler), "odd_address", await client.send(method, odd))
    assert checker.count > 10


ONLY_TEXTS = {
    "authorize_user",
    "create_client_comment",
    "add_comment_on_client",
    "update_booking_user_password",
}
"""The bodies that have nothing but texts."""


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"{", "not_json"), (b"", "no_body"), (b'"' + b"a" * 1024 * 1024 + b'"', "too_large")],
)
async def test_a_body_that_cannot_be_read_is_refused_in_these_words(
    client: Client, litestar: Litestar, checker: RefusalChecker, ids: Ids, content: bytes, name: str
) -> None:
    for method, path, handler in operations(litestar):
        if checker.has(name_of(handler), name) and not handler.arguments.is_form:
            answer = await client.send(
                method, address(path, ids), content=content, headers={"Content-Type": "application/json"}
            )
            checker.compare(name_of(handler), name, answer)
    assert checker.count > 5


async def test_faults_of_a_body_have_these_messages(
    client: Client, litestar: Litestar, checker: RefusalChecker, ids: Ids
) -> None:
    for method, path, handler in operations(litestar):
        good = body(handler, ids)
        if not isinstance(good, dict) or handler.arguments.is_form:
            continue
        operation = name_of(handler)
        first = next(iter(good))
        # The examples show a text where none belongs, or a number where there are nothing but texts.
        wrong = {checker.first_field(operation, "wrong_kind"): 5 if operation in ONLY_TEXTS else "abc"}
        for name, bad in {
            "missing_field": {field: value for field, value in good.items() if field != first},
            "wrong_kind": good | wrong,
            "several_faults": wrong,
        }.items():
            if checker.has(operation, name):  # one whose fields are all optional lacks none
                checker.compare(operation, name, await client.send(method, address(path, ids), json=bad))
    assert checker.count > 40


def with_amount(good: dict[str, Any], place: str) -> dict[str, Any]:
    """The body with a price that is too fine at a place, such as `lines[0].cost`."""
    name, _, rest = place.partition(".")
    if not rest:
        return {**good, name: 12.345}
    if name.endswith("[0]"):
        return {**good, name[:-3]: [with_amount(good[name[:-3]][0], rest)]}
    return {**good, name: with_amount(good[name], rest)}


async def test_too_many_decimals_are_refused_in_these_words(
    client: Client, litestar: Litestar, checker: RefusalChecker, ids: Ids
) -> None:
    for method, path, handler in operations(litestar):
        if checker.has(name_of(handler), "too_many_decimals"):
            good = body(handler, ids) or {}
            bad = with_amount(good, checker.first_field(name_of(handler), "too_many_decimals"))
            answer = await client.send(method, address(path, ids), json={**good, **bad})
            checker.compare(name_of(handler), "too_many_decimals", answer)
    assert checker.count == 14


# What a query of these can't go without.
NEEDED = {
    "v2.autocomplete_products": {"filter[term]": "argan"},
    "v2.list_resource_occupations": {
        "filter[date_intersect_from_strict]": "2026-02-02",
        "filter[date_intersect_to_strict]": "2026-02-03",
    },
    "v2.list_events": {"filter[from]": "2036-02-04", "filter[to]": "2036-02-11"},
    "suggest_clients": {"name": "rey"},
    "send_phone_update_verification_code": {"phone": "+13155550199"},
    **{name: {"from": "2026-02-02", "till": "2026-02-03"} for name in ("search_events", "search_event_dates")},
}


async def test_a_bad_parameter_is_refused_in_these_words(
    client: Client, litestar: Litestar, checker: RefusalChecker, ids: Ids
) -> None:
    for method, path, handler in operations(litestar):
        operation = name_of(handler)
        if not checker.has(operation, "wrong_parameter"):
            continue
        name = checker.first_field(operation, "wrong_parameter")
        if name == "If-Match":
            bad: dict[str, Any] = {"headers": {"If-Match": "x"}}
        else:
            bad = {"params": {**NEEDED.get(operation, {}), name: "x"}}
        answer = await client.send(method, address(path, ids), json=body(handler, ids), **bad)
        checker.compare(operation, "wrong_parameter", answer)
    assert checker.count > 8


async def test_a_bad_cursor_is_refused_in_these_words(
    client: Client, litestar: Litestar, checker: RefusalChecker, ids: Ids
) -> None:
    of_nothing = write_cursor(Position(b"nothing's", 0, IdSortKey(0)))
    for method, path, handler in operations(litestar):
        for name, sent in (
            ("no_cursor", {"cursor": "x"}),
            ("other_list", {"cursor": of_nothing}),
            ("page_beside_cursor", {"cursor": of_nothing, "page": 2}),
        ):
            if checker.has(name_of(handler), name):
                answer = await client.send(
                    method, address(path, ids), params={**NEEDED.get(name_of(handler), {}), **sent}
                )
                checker.compare(name_of(handler), name, answer)
    assert checker.count == 3 * sum(handler.arguments.takes_pages for *_, handler in operations(litestar))


async def test_a_stale_revision_is_refused_in_these_words(
    client: Client, litestar: Litestar, checker: RefusalChecker, ids: Ids
) -> None:
    for method, path, handler in operations(litestar):
        if checker.has(name_of(handler), "changed_since"):
            answer = await client.send(
                method, address(path, ids), json=body(handler, ids), headers={"If-Match": '"999"'}
            )
            checker.compare(name_of(handler), "changed_since", answer)
    assert checker.count == sum(handler.arguments.takes_if_match for *_, handler in operations(litestar))


async def test_stock_of_a_product_to_be_deleted_has_this_message(
    client: Client, conn: Connection, tenant: Tenant, checker: RefusalChecker
) -> None:
    shelf = await make_category(conn, tenant, "Shelf")
    product = await make_product(conn, tenant, shelf, "Argan", write_off_unit_id=4)
    await put_in(conn, tenant, product.id, 2, 250)
    checker.compare("delete_product", "has_stock", await client.delete(f"/goods/{HARBOUR}/{product.id}"))


async def test_a_chain_of_another_owner_has_this_message(client: Client, checker: RefusalChecker) -> None:
    form = {"title": "Harbour", "country_id": 840}
    answer = await client.post("/companies", form | {"chain_id": NOWHERE})
    checker.compare("create_location", "no_chain", answer)
    answer = await client.by(MANAGER).post("/companies", form | {"chain_id": CHAIN})
    checker.compare("create_location", "not_owner_of_chain", answer)
    checker.compare("delete_location", "not_owner", await client.by(MANAGER).delete(f"/company/{HARBOUR}"))
