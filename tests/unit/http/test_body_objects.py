"""Reading objects inside bodies"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from msgspec import UNSET, UnsetType

from parlour.errors import Fault
from parlour.http.body import Body, BodyReader
from parlour.http.fields import IdOrZero, Money, Title


class Part(msgspec.Struct):
    kind: int


class Person(msgspec.Struct):
    name: Title
    parent_id: IdOrZero | UnsetType = UNSET
    parts: list[Part] | UnsetType = UNSET
    next_of_kin: "Person | UnsetType | None" = UNSET

    @staticmethod
    def faults_between(given: Callable[[str], Any]) -> Iterator[Fault]:
        if given("parent_id") == 13:
            yield Fault("parent_id", "Not this one.")


class Visit(msgspec.Struct):
    client: Person
    payer: Person | UnsetType = UNSET
    tip: Money | UnsetType = UNSET


def visit_of(body: Any) -> Body[Visit]:
    return BodyReader(Visit).read(json.dumps(body).encode())


@pytest.mark.parametrize(
    ("client", "faults"),
    [
        ({}, {"client.name": "This field is missing."}),
        (
            {"name": "", "parent_id": "x"},
            {"client.name": "Must not be empty.", "client.parent_id": 'Expected a whole number, not "x".'},
        ),
        ({"name": "Ada", "parent_id": 13}, {"client.parent_id": "Not this one."}),
        ({"name": "Ada", "parts": [{}]}, {"client.parts[0].kind": "This field is missing."}),
        ({"name": "Ada", "next_of_kin": {"name": 5}}, {"client.next_of_kin.name": "Expected a text, not 5."}),
        (
            {"name": "Ada", "next_of_kin": {"name": "Bea", "parent_id": 13}},
            {"client.next_of_kin.parent_id": "Not this one."},
        ),
        ([], {"client": "Expected an object, not []."}),
        ("Ada", {"client": 'Expected an object, not "Ada".'}),
        (None, {"client": "This field is missing."}),
    ],
)
def test_faults_in_an_object_are_reported_with_their_paths(client: Any, faults: dict[str, str]) -> None:
    assert {fault.field: fault.message for fault in visit_of({"client": client}).faults} == faults
    together = visit_of({"client": client, "payer": {}, "tip": -1}).faults
    assert {fault.field for fault in together} == {*faults, "payer.name", "tip"}


def test_an_object_is_read_as_carefully_as_the_body() -> None:
    client: dict[str, Any] = {
        "name": " Ada ",
        "parentId": "4",
        "parts": [{"kind": "2"}],
        "next_of_kin": None,
        "unheard_of": {},
    }
    assert visit_of({"client": client}).accept() == Visit(Person("Ada", 4, [Part(2)], None))


def test_an_object_in_a_form_is_read_like_one_in_json() -> None:
    form = [("client[name]", b" Ada "), ("client[parts][0][kind]", b"2"), ("payer[parent_id]", b"13")]
    found = BodyReader(Visit).read_form(form)
    assert found.given("client") == Person("Ada", parts=[Part(2)])
    assert {fault.field for fault in found.faults} == {"payer.name", "payer.parent_id"}
