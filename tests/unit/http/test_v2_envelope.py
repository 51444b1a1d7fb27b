"""The v2 envelope: what is brought along, and where a page lies."""

import msgspec
from msgspec import UNSET

from parlour.http.json import ENCODER
from parlour.http.v2_envelope import Identifier, Pagination, included, paged, single, to_many, to_one


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
