"""Every operation and its twin in the mock, whatever is sent."""

import pytest
from hypothesis.strategies import SearchStrategy

from parlour.http.media_type import MEDIA_TYPE
from tests.fuzz.exchange import Raw
from tests.fuzz.requests import Good, near_requests
from tests.fuzz.walking import Walk
from tests.support.client import Form
from tests.support.people import PARTNER_TOKEN
from tests.support.requests import Ids

EXAMPLES = 8
# Whole documents that were once too much for a library, or could be.
DOCUMENTS = [
    b'{"x": 1e9999999999999999999}',
    b'{"x": -1e-9999999999999999999}',
    b'{"x": 0e999999999, "y": 1e999999999}',
    b'{"x": %s}' % (b"9" * 5000),
    b'{"x": 1e%s}' % (b"9" * 5000),
    b'{"x": NaN}',
    b"1e9999999999999999999",
    b"[" * 50_000,
    b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    b'{"\\ud800": "\\udfff"}',
    b'{"\xed\xa0\x80": "\xff"}',
    b"\xef\xbb\xbf{}",
    '{"title": "x"}'.encode("utf-16"),
    '{"title": "x"}'.encode("utf-32-be"),
    b'{"title": "x", "title": {"title": []}}',
    b"null",
    b'""',
    b"\x00",
    b"{",
    b"",
]


def names_and_requests(walk: Walk, ids: Ids) -> list[tuple[str, SearchStrategy[Raw]]]:
    return [(f"{good.method} {good.path}", near_requests(good)) for good in walk.good_requests(ids)]


@pytest.mark.timeout(300)
def test_no_document_is_too_much(walk: Walk, ids: Ids) -> None:
    tried = [good for good in walk.good_requests(ids) if good.body is not None and not isinstance(good.body, Form)]
    for good in tried:
        for document in DOCUMENTS:
            walk.send(good.path, as_it_is(good, document))
    assert len(tried) > 30


@pytest.mark.parametrize("part", [b"..", b"%2e%2e", b".", b"%2E", b"%2e%2e%2f%2e%2e"])
def test_dots_in_an_address_lead_nowhere(walk: Walk, part: bytes) -> None:
    for inside in (b"/company/1/users/", b"/goods/1/", b"/"):
        raw = Raw("GET", b"/api/v1" + inside + part, b"", ((b"accept", MEDIA_TYPE.encode()),))
        assert walk.send("dots", raw).status_code in (404, 405)


@pytest.mark.parametrize("coding", [b"*", b"zstd", b"br", b"gzip"])
def test_an_encoded_answer_is_read_like_any_other(walk: Walk, coding: bytes) -> None:
    wanted = {"accept": MEDIA_TYPE, "authorization": f"Bearer {PARTNER_TOKEN}"}
    headers = ((b"accept-encoding", coding), *((name.encode(), value.encode()) for name, value in wanted.items()))
    long = Raw("GET", b"/api/v1/references/business_groups_with_types", b"", headers)
    assert walk.send("encoded", long).status_code == 200


def as_it_is(good: Good, document: bytes) -> Raw:
    headers = {"content-type": "application/json", **good.headers}
    encoded = tuple((name.lower().encode(), value.encode()) for name, value in headers.items())
    return Raw(good.method.upper(), good.path.encode(), good.query.encode(), encoded, document)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("is_fixed", [True, False], ids=["the_same_each_time", "others_each_time"])
def test_nothing_breaks_whatever_is_sent(walk: Walk, ids: Ids, is_fixed: bool) -> None:
    walk.search(names_and_requests(walk, ids), examples=EXAMPLES, is_fixed=is_fixed)
    # The requests were read to their end: bodies were read, and the session is still the owner's.
    assert sum(count for (_, status), count in walk.statuses.items() if status == 422) > 100
    assert sum(count for (_, status), count in walk.statuses.items() if status < 300) > 100
