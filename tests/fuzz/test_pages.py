"""What is not an operation: the portal, pictures, descriptions, the state of the server, whatever is asked of them."""

import pytest
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from litestar import Litestar

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.fuzz.exchange import Raw
from tests.fuzz.requests import BOUNDARY, QUERY_VALUES, near_headers, near_paths
from tests.fuzz.walking import Walk
from tests.support.booking_page import Salon, open_salon
from tests.support.client import Client
from tests.support.factories.appointments import make_appointment
from tests.support.invitations import link_sent_to
from tests.support.people import HARBOUR

EXAMPLES = 15
LONG = [
    b"x" * 300,
    b"x" * 5000,
    b"x" * 300 + b".css",
    b"%00.css",
    b"..%2f..%2fapp.py",
    b"%ff.svg",
    b"9" * 400,
    b"9" * 5000,
]


def addresses(litestar: Litestar, token: str, salon: Salon, secret: str) -> list[tuple[str, str]]:
    """Method and address of every route beside the APIs."""
    filled = {
        "token": token,
        "chain_id": "1",
        "location_id": "1",
        "file_id": "1",
        "name": "portal.css",
        "_": "products",
        "path": "b2b-v1.json",
        "form_id": str(salon.form),
        "appointment_id": "1",
        "link_hash": secret,
        "file_name": "7a1f5c-x.css",
    }
    return [
        (method, route.path_format.format(**{"version": "x", **filled}))
        for route in litestar.routes
        if not route.path.startswith(("/api/", "/_mock/"))
        for method in sorted(getattr(route, "methods", ()))
        if method != "OPTIONS"
    ] + [("GET", salon.contact()), ("POST", salon.contact())]


OF_BOOKING = [b"service", b"member", b"month", b"day", b"time", b"step"]
NAMES = st.sampled_from([b"q", b"lang", b"base_url", b"partner_token", b"x", b"%00", *OF_BOOKING])
QUERIES = st.lists(st.tuples(NAMES, QUERY_VALUES), max_size=3).map(lambda pairs: b"&".join(map(b"=".join, pairs)))


@st.composite
def near(draw: st.DrawFn, method: str, address: str) -> Raw:
    """The request with another path, query, header and form."""
    path = draw(near_paths(address) | st.sampled_from(LONG).map(lambda last: address.encode() + b"/" + last))
    query = draw(QUERIES)
    headers = dict(draw(st.lists(near_headers(), max_size=2)))
    body = b""
    if method == "POST":
        headers.setdefault(b"content-type", draw(st.sampled_from(FORMS)))
        body = draw(st.sampled_from(BODIES) | st.binary(max_size=40))
        path = address.encode()
    return Raw(method, path if draw(st.booleans()) else address.encode(), query, tuple(headers.items()), body)


FORMS = [
    b"application/x-www-form-urlencoded",
    f"multipart/form-data; boundary={BOUNDARY}".encode(),
    b"multipart/form-data",
]
BODIES = [
    b"name=Eva&phone=3155550142&key=" + b"0" * 32,
    b"name=Eva&phone=%D9%A3&email=%00&comment=%ff&code=%ff&agrees=%00",
    b"name=%ff&password=%00",
    b"name=" + b"x" * 300,
    b"\xff=\xfe",
    b"&" * 3000,
    f"--{BOUNDARY}\r\n".encode(),
]


@pytest.fixture
async def token(client: Client, conn: Connection) -> str:
    """Of an invitation that can be accepted."""
    await client.post(f"/user/invite/{HARBOUR}", {"invites": [{"search": "anna@example.com"}]})
    return (await link_sent_to(conn, "anna@example.com")).rpartition("/")[2]


@pytest.fixture
async def salon(conn: Connection, tenant: Tenant) -> Salon:
    return await open_salon(conn, tenant)


@pytest.fixture
async def secret(conn: Connection, tenant: Tenant, salon: Salon) -> str:
    """Of the appointment with the id 1."""
    await make_appointment(conn, tenant, salon.ana, f"{salon.day} 12:00", link_hash="5f" * 16)
    return "5f" * 16


@pytest.mark.timeout(300)
@pytest.mark.parametrize("is_fixed", [True, False], ids=["the_same_each_time", "others_each_time"])
def test_nothing_breaks_whatever_is_asked(walk: Walk, token: str, salon: Salon, secret: str, is_fixed: bool) -> None:
    tried: list[tuple[str, SearchStrategy[Raw]]] = [
        (f"{method} {address}", near(method, address))
        for method, address in addresses(walk.litestar, token, salon, secret)
    ]
    walk.search(tried, examples=EXAMPLES, is_fixed=is_fixed)
    assert len(tried) > 15


@pytest.mark.parametrize("name", LONG)
def test_a_file_that_no_system_could_have_is_not_there(walk: Walk, name: bytes) -> None:
    for address in (
        b"/docs/assets/x/",
        b"/images/1/",
        b"/docs/",
        b"/openapi/",
        b"/invitations/",
        b"/book/",
        b"/booked/",
    ):
        assert walk.send("", Raw("GET", address + name)).status_code in (404, 405)


@pytest.mark.parametrize("chain", [b"9" * 17, b"9" * 400, b"9" * 5000, "٣".encode()])
def test_so_is_a_picture_of_a_chain_that_no_database_could_have(walk: Walk, chain: bytes) -> None:
    picture = b"/images/" + b"".join(b"%%%02x" % byte for byte in chain) + b"/" + b"0" * 32 + b".webp"
    assert walk.send("", Raw("GET", picture)).status_code == 404
