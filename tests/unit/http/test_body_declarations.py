"""What a type declares about its bodies: objects in lists, values in place of objects, items that stand alone"""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Annotated, Any, ClassVar

import msgspec
import pytest
from msgspec import UNSET, Meta, UnsetType

from parlour.errors import Fault
from parlour.http.body import Body, BodyReader, reader_for, structs_of
from parlour.http.fields import Day, Id, Money, Title


class Line(msgspec.Struct):
    """An item that may be sent as its id alone."""

    AS_VALUE: ClassVar[str] = "id"

    id: Id
    price: Money | UnsetType = UNSET


class Client(msgspec.Struct):
    """An object that may be sent as the only item of a list."""

    IN_LIST: ClassVar[bool] = True
    OTHER_NAMES: ClassVar[dict[str, str]] = {"fullname": "name"}

    name: Title


class Order(msgspec.Struct):
    """A field of it may be sent inside of an object that it doesn't have otherwise."""

    OTHER_NAMES: ClassVar[dict[str, str]] = {"transactions": "lines"}
    INSIDE: ClassVar[dict[str, tuple[str, ...]]] = {"document": ("day", "note")}

    lines: Annotated[list[Line], Meta(min_length=1, max_length=2)] | UnsetType = UNSET
    client: Client | UnsetType | None = UNSET
    day: Day | UnsetType = UNSET
    note: Title | UnsetType = UNSET
    location_id: Id | UnsetType = UNSET
    days: list[Day] | UnsetType = UNSET
    extras: list[Line] | UnsetType = UNSET


ADA = Client("Ada")
FIRST, SECOND = "2026-01-30", "2026-01-31"
READER = BodyReader(Order)


def read(sent: Any) -> Body[Order]:
    return READER.read(json.dumps(sent).encode())


def read_form(*pairs: str) -> Body[Order]:
    return READER.read_form((name, value.encode()) for name, _, value in (pair.partition("=") for pair in pairs))


def faults_of(body: Body[Any]) -> dict[str, str]:
    return {fault.field: fault.message for fault in body.faults}


@pytest.mark.parametrize(
    ("sent", "order"),
    [
        ({"lines": [5, "7"]}, Order(lines=[Line(5), Line(7)])),
        ({"transactions": [{"id": 5, "price": "1.5"}, 7]}, Order(lines=[Line(5, Decimal("1.50")), Line(7)])),
        ({"extras": []}, Order(extras=[])),
        ({"client": {"fullname": "Ada"}}, Order(client=ADA)),
        ({"client": [{"name": "Ada"}]}, Order(client=ADA)),
        ({"client": []}, Order(client=None)),
        ({"client": None}, Order(client=None)),
        ({"document": {"day": SECOND, "id": 3}}, Order(day=SECOND)),
        ({"document": {"day": SECOND}, "day": FIRST}, Order(day=FIRST)),
        ({"document": {"day": SECOND}, "day": ""}, Order(day=SECOND)),
        ({"document": {"note": "New"}, "day": FIRST}, Order(day=FIRST, note="New")),
        ({"document": 5, "day": FIRST}, Order(day=FIRST)),
        ({"document": [{"day": SECOND}]}, Order()),
        ({"salon_id": 3, "unheard_of": 1}, Order(location_id=3)),
    ],
)
def test_an_object_may_be_sent_in_several_ways(sent: dict[str, Any], order: Order) -> None:
    assert read(sent).accept() == order


@pytest.mark.parametrize(
    ("sent", "faults"),
    [
        ({"lines": [None]}, {"lines[0]": "Expected an object, not null."}),
        ({"lines": [5.5]}, {"lines[0]": "Expected an object, not 5.5."}),
        ({"lines": [5, "x"]}, {"lines[1].id": 'Expected a whole number, not "x".'}),
        ({"lines": [[5]]}, {"lines[0]": "Expected an object, not [5]."}),
        ({"lines": [5, 6, 7]}, {"lines": "Must be at most 2 long."}),
        ({"lines": []}, {"lines": "Must not be empty."}),
        ({"lines": 5}, {"lines": "Expected a list, not 5."}),
        ({"client": [{"name": "Ada"}, 1]}, {"client": 'Expected an object, not [{"name": "Ada"}, 1].'}),
        ({"client": [5]}, {"client": "Expected an object, not 5."}),
        ({"client": [{}]}, {"client.name": "This field is missing."}),
        ({"document": {"day": "soon"}}, {"day": "Expected a day, such as 2026-01-31."}),
    ],
)
def test_other_ways_are_reported(sent: dict[str, Any], faults: dict[str, str]) -> None:
    assert faults_of(read(sent)) == faults


@pytest.mark.parametrize(
    ("pairs", "order"),
    [
        (["lines[]=5", "lines[]=7"], Order(lines=[Line(5), Line(7)])),
        (["transactions=5,7"], Order(lines=[Line(5), Line(7)])),
        (["lines[0][id]=5", "lines[0][price]=1.5"], Order(lines=[Line(5, Decimal("1.50"))])),
        (["client[0][name]=Ada"], Order(client=ADA)),
        (["client[fullname]=Ada"], Order(client=ADA)),
        ([f"document[day]={SECOND}", "document[id]=3"], Order(day=SECOND)),
        (["document=3", f"day={FIRST}"], Order(day=FIRST)),
        (["days[]=2026-01-30", "days[]=2026-01-31"], Order(days=[FIRST, SECOND])),
        (["salon_id=3", "unheard_of[0][x]=1"], Order(location_id=3)),
    ],
)
def test_in_a_form_it_is_the_same(pairs: list[str], order: Order) -> None:
    assert read_form(*pairs).accept() == order


@pytest.mark.parametrize(
    ("pairs", "faults"),
    [
        (["lines[a][id]=5"], {"lines": 'Expected a list, not {"a": {"id": "5"}}.'}),
        (["lines[0][1][2]=5"], {"lines[0]": 'Expected an object, not ["5"].'}),
        (["day[0][x]=1"], {"day": 'Expected a text, not [{"x": "1"}].'}),
        (["note[x]=1"], {"note": 'Expected a text, not {"x": "1"}.'}),
        (["client=Ada"], {"client": 'Expected an object, not "Ada".'}),
    ],
)
def test_so_are_its_faults(pairs: list[str], faults: dict[str, str]) -> None:
    assert faults_of(read_form(*pairs)) == faults


@pytest.mark.parametrize(
    ("name", "is_known"),
    [
        ("day", True),
        ("salonId", True),
        ("transactions", True),
        ("lines[0][id]", True),
        ("id", False),
        ("document[day]", False),
        ("x[day]", False),
    ],
)
def test_a_reader_knows_the_names_of_its_fields(name: str, is_known: bool) -> None:
    assert READER.knows_any_of([(name, b"1")]) is is_known
    assert READER.knows_any_of([("unheard_of", b"1"), (name, b"1")]) is is_known


class Clients(msgspec.Struct):
    """A list whose items are accepted or refused one by one."""

    AS_LIST: ClassVar[str] = "clients"
    EACH_ALONE: ClassVar[bool] = True

    clients: Annotated[list[Client], Meta(max_length=4)]


def test_items_that_stand_alone_have_their_own_faults() -> None:
    sent = b'[{"name": " Ada "}, {"name": ""}, 5, {"fullname": "Bea"}]'
    items: Any = reader_for(Clients).read(sent).accept().clients
    assert [faults_of(each) for each in items] == [
        {},
        {"name": "Must not be empty."},
        {"body": "Expected an object, not 5."},
        {},
    ]
    assert (items[0].accept(), items[3].accept()) == (ADA, Client("Bea"))
    assert items[2].given("name") is UNSET


def test_a_list_of_them_still_has_its_limits() -> None:
    assert faults_of(reader_for(Clients).read(b"[1, 2, 3, 4, 5]")) == {"body": "Must be at most 4 long."}


class Checked(msgspec.Struct):
    """An item whose fields are compared."""

    low: int
    high: int

    @staticmethod
    def faults_between(given: Callable[[str], Any]) -> Iterator[Fault]:
        """Yield a fault unless the one is less than the other."""
        if UNSET not in (given("low"), given("high")) and given("low") > given("high"):
            yield Fault("low", "Is higher.")


class Pair(msgspec.Struct):
    one: Checked
    prices: list[Line]


def test_what_a_type_finds_between_fields_stands_alone_as_well() -> None:
    reader = BodyReader(Checked)
    assert faults_of(reader.read_item({"low": 2, "high": "1"})) == {"low": "Is higher."}
    assert reader.read_item({"low": "1", "high": 2}).accept() == Checked(1, 2)
    assert faults_of(reader.read_form([("low", b"2"), ("high", b"1")])) == {"low": "Is higher."}
    assert faults_of(BodyReader(Pair).read(b'{"one": {"low": 2, "high": 1}, "prices": []}')) == {
        "one.low": "Is higher."
    }


def test_nothing_changes_where_no_amount_is_sent_back() -> None:
    body = BodyReader(Line).read(b'{"id": 5, "price": 1}')
    assert body.with_repeated(Line, {"price": Decimal(1)}).accept() == Line(5, Decimal("1.00"))


def test_all_objects_of_a_body_are_found_each_once() -> None:
    assert structs_of(Order) == [Order, Line, Client]
    assert structs_of(Pair) == [Pair, Checked, Line]
    assert structs_of(Line) == [Line]
