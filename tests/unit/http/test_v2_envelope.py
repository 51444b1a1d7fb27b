"""The v2 envelope: what is brought along, and where a page lies."""

import msgspec
from msgspec import UNSET

from parlour.http.json import ENCODER
from parlour.http.v2_envelope import (
    Identifier,
    Pagination,
    detail_with_etag,
    included,
    paged,
    single,
    to_many,
    to_one,
)


class Attributes(msgspec.Struct, frozen=True):
    title: str


class Thing(msgspec.Struct, frozen=True):
    type: str
    id: str
    attributes: Attributes


COMB = Thing("good", "1", Attributes("Comb"))
SHELF = Thing("good_category", "1", Attributes("Shelf"))


def test_an_included_resource_appears_once() -> None:
    found = included([COMB, SHELF, Thing("good", "1", Attributes("Comb"))])
    assert [(each.type, each.id) for each in found] == [("good", "1"), ("good_category", "1")]


def test_a_relation_names_type_and_id() -> None:
    assert to_one(COMB).data == Identifier("good", "1")
    assert to_one(None).data is None
    assert to_many([COMB, SHELF]).data == [Identifier("good", "1"), Identifier("good_category", "1")]


def test_a_page_has_its_number_offset_and_limit() -> None:
    pagination = paged([COMB], UNSET, Pagination(3, 100, 50)).meta.pagination
    assert (pagination.page, pagination.offset, pagination.limit) == (3, 100, 50)


def test_unrequested_parts_are_omitted() -> None:
    assert msgspec.json.decode(ENCODER.encode(single(COMB, UNSET))).keys() == {"data", "meta"}
    assert msgspec.json.decode(ENCODER.encode(single(COMB, [])))["included"] == []


def sent(content: object) -> object:
    return msgspec.json.decode(ENCODER.encode(content))


def test_an_answer_has_its_parts() -> None:
    comb = {"type": "good", "id": "1", "attributes": {"title": "Comb"}}
    shelf = {"type": "good_category", "id": "1", "attributes": {"title": "Shelf"}}
    page = {"page": 3, "offset": 100, "limit": 50}
    related, pagination = included([SHELF]), Pagination(3, 100, 50)
    assert sent(single(COMB, related)) == {"data": comb, "included": [shelf], "meta": []}
    whole = {"data": [comb], "included": [shelf], "meta": {"pagination": page}}
    assert sent(paged([COMB], related, pagination)) == whole
    assert sent(paged([COMB], UNSET, pagination, None)) == {
        "data": [comb],
        "meta": {"pagination": page, "next_cursor": None},
    }
    detail = detail_with_etag(COMB, 3)
    assert (detail.revision, sent(detail.content)) == (3, {"data": comb, "meta": []})
