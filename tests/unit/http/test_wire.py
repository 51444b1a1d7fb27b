"""Wire structs that are made from models"""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

import msgspec
import pytest
from msgspec import UNSET, Meta, UnsetType

from parlour.digits import Digits
from parlour.http.json import ENCODER
from parlour.http.wire import always, flag, given, made, mapped, mapped_list, nested, of, or_else, says, shown
from parlour.http.wire.compiling import compile_mapping


class Kind(StrEnum):
    SALE = "sale"


class Unit(msgspec.Struct):
    short_title: str


class Item(msgspec.Struct):
    id: int
    title: str
    kind: Kind
    cost: Decimal | None
    unit: Unit
    mass: Digits = Digits("0.250")
    is_marked: bool = False

    @property
    def label(self) -> str:
        return f"{self.title}!"


class Context(msgspec.Struct):
    location_id: int
    sees_costs: bool


def sees_costs(context: Context) -> bool:
    return context.sees_costs


def joined(title: str, location_id: int) -> str:
    return f"{title} in {location_id}"


class Wire(msgspec.Struct, frozen=True):
    good_id: Annotated[int, says("The item.", 1, of="id")]
    label: Annotated[str, says("The label.", "Soap!")]
    kind: Annotated[str, says("The kind.", "sale")]
    unit: Annotated[str, says("Its unit.", "ml"), of("unit.short_title")]
    salon_id: Annotated[int, says("The location.", 1, of="context.location_id")]
    cost: Annotated[Decimal | None, says("The cost.", 2, of=shown("cost", made(sees_costs, "context")))]
    place: Annotated[str, says("Where.", of=made(joined, "title", "context.location_id"))]
    photos: Annotated[list[str], always([], "Always empty.")]
    price: Annotated[Decimal | None, of(shown(or_else("cost", Decimal(0)), "context.sees_costs"))]
    groups: int | UnsetType = UNSET

    from_model = mapped(Item, Context)
    from_models = mapped_list(Item, Context)


class Larger(Wire, frozen=True):
    more: str = ""


class Named(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    title: str

    from_model = mapped(Item)


class Weighed(msgspec.Struct, frozen=True):
    mass: Decimal
    gross: Annotated[Decimal | None, of(shown("mass", "context.sees_costs"))]

    from_model = mapped(Item, Context)


SOAP = Item(7, "Soap", Kind.SALE, Decimal("2.50"), Unit("ml"))


def test_each_field_is_made_from_its_source() -> None:
    cost = Decimal("2.50")
    seen, unseen = (Context(3, sees_costs=sees) for sees in (True, False))
    assert Wire.from_model(SOAP, seen) == Wire(7, "Soap!", Kind.SALE, "ml", 3, cost, "Soap in 3", [], cost)
    assert Wire.from_model(SOAP, unseen) == Wire(7, "Soap!", Kind.SALE, "ml", 3, None, "Soap in 3", [], None)
    assert Wire.from_model(msgspec.structs.replace(SOAP, cost=None), seen).price == 0
    assert Wire.from_model(msgspec.structs.replace(SOAP, cost=None), unseen).price is None
    assert Named.from_model(SOAP) == Named(id=7, title="Soap")


@pytest.mark.parametrize("sees", [True, False])
def test_a_list_is_made_as_its_structs_are(sees: bool) -> None:
    context, items = Context(3, sees_costs=sees), [SOAP, msgspec.structs.replace(SOAP, id=8, cost=None)]
    assert Wire.from_models(items, context) == [Wire.from_model(item, context) for item in items]
    assert Wire.from_models([], context) == []


def test_what_depends_on_the_context_alone_is_computed_once_for_a_list() -> None:
    asked: list[Context] = []

    def sees(context: Context) -> bool:
        asked.append(context)
        return context.sees_costs

    class Costly(msgspec.Struct, frozen=True):
        cost: Annotated[Decimal | None, of(shown("cost", made(sees, "context")))]
        again: Annotated[Decimal | None, of(shown("cost", made(sees, "context")))]

        from_models = mapped_list(Item, Context)

    assert len(Costly.from_models([SOAP, SOAP], Context(3, sees_costs=True))) == 2
    assert len(asked) == 1


def test_a_value_that_several_fields_need_is_computed_once_for_a_model() -> None:
    asked: list[str] = []

    def shouted(title: str) -> str:
        asked.append(title)
        return title.upper()

    loud = made(shouted, "title")

    class Loud(msgspec.Struct, frozen=True):
        title: Annotated[str, of(loud)]
        place: Annotated[str, of(made(joined, loud, "context.location_id"))]
        seen: Annotated[str | None, of(shown(loud, "context.sees_costs"))]

        from_models = mapped_list(Item, Context)

    items = [SOAP, msgspec.structs.replace(SOAP, title="Oil")]
    found = Loud.from_models(items, Context(3, sees_costs=True))
    assert found == [Loud("SOAP", "SOAP in 3", "SOAP"), Loud("OIL", "OIL in 3", "OIL")]
    assert asked == ["Soap", "Oil"]


def test_what_models_have_in_common_is_read_once_for_a_list() -> None:
    read: list[int] = []

    class Place:
        @property
        def number(self) -> int:
            read.append(3)
            return 3

    class Placed(msgspec.Struct, frozen=True):
        place: Annotated[int, of("place.number")]
        again: Annotated[int, of("place.number")]

        from_models = mapped_list(Item, Place)

    assert Placed.from_models([SOAP, SOAP], Place()) == [Placed(3, 3), Placed(3, 3)]
    assert read == [3]


@pytest.mark.parametrize("sees", [True, False])
def test_a_flag_is_a_number(sees: bool) -> None:
    class Numbered(msgspec.Struct, frozen=True):
        sees: Annotated[int, of(flag("context.sees_costs"))]

        from_model = mapped(Item, Context)
        from_models = mapped_list(Item, Context)

    context = Context(3, sees_costs=sees)
    for found in (Numbered.from_model(SOAP, context), *Numbered.from_models([SOAP], context)):
        assert msgspec.json.encode(found) == (b'{"sees":1}' if sees else b'{"sees":0}')


def test_what_only_a_condition_shows_is_not_computed_without_it() -> None:
    def refused(title: str) -> str:
        raise AssertionError(title)

    class Hidden(msgspec.Struct, frozen=True):
        title: Annotated[str | None, of(shown(made(refused, "title"), "context.sees_costs"))]
        again: Annotated[str | None, of(shown(made(refused, "title"), "context.sees_costs"))]

        from_model = mapped(Item, Context)

    assert Hidden.from_model(SOAP, Context(3, sees_costs=False)) == Hidden(None, None)


def test_a_condition_on_the_model_is_asked_once_for_each() -> None:
    asked: list[str] = []

    def is_soap(title: str) -> bool:
        asked.append(title)
        return title == "Soap"

    class Guarded(msgspec.Struct, frozen=True):
        title: Annotated[str, of(shown("title", made(is_soap, "title"), ""))]
        cost: Annotated[Decimal | None, of(shown("cost", made(is_soap, "title")))]

        from_models = mapped_list(Item, Context)

    items = [SOAP, msgspec.structs.replace(SOAP, title="Oil")]
    found = Guarded.from_models(items, Context(3, sees_costs=True))
    assert found == [Guarded("Soap", SOAP.cost), Guarded("", None)]
    assert asked == ["Soap", "Oil"]


def test_what_a_condition_hides_is_not_read_for_a_single_model() -> None:
    class Place:
        @property
        def number(self) -> int:
            raise AssertionError

    class Placed(msgspec.Struct, frozen=True):
        place: Annotated[int, of(shown("place.number", "is_marked", 0))]

        from_model = mapped(Item, Place)

    assert Placed.from_model(SOAP, Place()) == Placed(0)


def test_a_path_may_begin_at_the_model() -> None:
    class Numbered(msgspec.Struct, frozen=True):
        number: Annotated[int, of("model.id")]

        from_models = mapped_list(Item, Context)

    assert Numbered.from_models([SOAP], Context(3, sees_costs=True)) == [Numbered(7)]


class Place(msgspec.Struct):
    city: str


class OtherContext(msgspec.Struct):
    name: str


class Short(msgspec.Struct, frozen=True):
    id: int
    place: Annotated[str, of("place.city")]

    from_model = mapped(Item, Place)


def shout(item: Item) -> str:
    return f"{item.title}!"


class Combined(msgspec.Struct, frozen=True):
    """Has a field for each of what else a source may be."""

    short: Annotated[Short, of(nested(Short, "model", "place"))]
    loud: Annotated[str, of(made(shout))]
    context: Annotated[str, of("other_context.name")]
    title: Annotated[str, says("Its id.", of="id"), of("title")]
    kind: Annotated[str, "a note", Meta(title="Kind"), Meta(extra={"other": "id"})]
    unit: Annotated[Named, of(nested(Named))]
    tags: list[str] = msgspec.field(default_factory=list)
    number: Annotated[int, of("id")] = 0

    from_model = mapped(Item, Place, OtherContext)


def test_a_mapping_may_have_two_contexts_and_other_mappings_in_it() -> None:
    found = Combined.from_model(SOAP, Place("Riga"), OtherContext("Desk"))
    assert found == Combined(Short(7, "Riga"), "Soap!", "Desk", "Soap", Kind.SALE, Named(id=7, title="Soap"), [], 7)


def test_a_mapping_is_compiled_once() -> None:
    class Fresh(msgspec.Struct, frozen=True):
        id: int

        from_model = mapped(Item)
        from_models = mapped_list(Item, Context)

    class Heir(Fresh, frozen=True):
        pass

    assert Heir.from_model(SOAP) == Heir(7)
    assert type(Heir.from_models([SOAP], Context(3, sees_costs=True))[0]) is Heir
    for name in ("from_model", "from_models"):
        assert isinstance(vars(Fresh)[name], classmethod)
        assert name not in vars(Heir)


def test_for_a_none_no_function_is_called() -> None:
    asked: list[Decimal] = []

    def doubled(cost: Decimal) -> Decimal:
        asked.append(cost)
        return 2 * cost

    class Priced(msgspec.Struct, frozen=True):
        price: Annotated[Decimal, of(given("cost", made(doubled, "cost"), Decimal(-1)))]

        from_models = mapped_list(Item, Context)

    items = [msgspec.structs.replace(SOAP, cost=cost) for cost in (Decimal(0), None, Decimal(2))]
    found = Priced.from_models(items, Context(3, sees_costs=True))
    assert [each.price for each in found] == [0, -1, 4]
    assert asked == [0, 2]


def test_digits_are_sent_as_they_are() -> None:
    weighed = [Weighed.from_model(SOAP, Context(3, sees_costs=sees)) for sees in (True, False)]
    assert ENCODER.encode(weighed) == b'[{"mass":0.250,"gross":0.250},{"mass":0.250,"gross":null}]'


def test_digits_that_several_fields_need_are_marked_once() -> None:
    class Twice(msgspec.Struct, frozen=True):
        mass: Decimal
        gross: Annotated[Decimal, of("mass")]

        from_model = mapped(Item)

    twice = Twice.from_model(SOAP)
    assert ENCODER.encode(twice) == b'{"mass":0.250,"gross":0.250}'
    assert twice.mass is twice.gross


def test_a_subclass_with_defaults_inherits_the_mapping() -> None:
    assert type(Larger.from_model(SOAP, Context(3, sees_costs=True))) is Larger


def test_a_field_says_what_it_means() -> None:
    schema: Any = msgspec.json.schema(Wire)["$defs"]["Wire"]["properties"]
    assert schema["good_id"] == {"type": "integer", "description": "The item.", "examples": [1]}
    assert schema["photos"]["examples"] == [[]]
    assert "examples" not in schema["place"]


@pytest.mark.parametrize(
    ("annotation", "message"),
    [
        (Annotated[int, of("ident")], "Item has no field or property 'ident'"),
        (Annotated[int, of("unit.title")], "Unit has no field or property 'title'"),
        (Annotated[int, of("title")], "its source is <class 'str'>, not "),
        (Annotated[int, of("is_marked")], "its source is <class 'bool'>, not "),
        (Annotated[Decimal, of("cost")], "its source is decimal.Decimal | None, not "),
        (Annotated[int, of(made(joined, "title", "context.location_id"))], "its source is <class 'str'>, not "),
        (Annotated[str, of(made(joined, "title"))], "missing a required argument: 'location_id'"),
        (Annotated[str, of(made(joined, "title", "context.place"))], "Context has no field or property 'place'"),
        (Annotated[str, always(0, "Empty.")], "Expected `str`, got `int`"),
        (Annotated[str, of(shown("title", made(sees_costs, "context")))], "Expected `str`, got `null`"),
        (Annotated[str, of(shown("title", made(joined, "title", "id"), ""))], "its source is <class 'str'>, not "),
        (Annotated[str, of(given("cost", made(joined, "title", "id"), 0))], "Expected `str`, got `int`"),
        (Annotated[int, of(given("cost", made(joined, "title", "id"), 0))], "its source is <class 'str'>, not "),
        (Annotated[int, of(given("costs", made(int, "id"), 0))], "Item has no field or property 'costs'"),
        (Annotated[str, of("mass")], "its source is parlour.digits.Digits, not "),
        (Annotated[Unit, of(nested(Unit, "unit"))], "Unit has no from_model"),
        (Annotated[int, of(or_else("title", 0))], "its source is <class 'str'>, not "),
        (Annotated[str, of(or_else("title", 0))], "Expected `str`, got `int`"),
        (Annotated[int, of(shown("title", "is_marked", 0))], "its source is <class 'str'>, not "),
        (int, "Item has no field or property 'field'"),
    ],
)
def test_a_source_that_does_not_fit_is_refused(annotation: Any, message: str) -> None:
    wrong = msgspec.defstruct("Wrong", [("field", annotation)])
    with pytest.raises(TypeError) as caught:
        compile_mapping(wrong, (Item, Context), is_for_many=False)
    assert str(caught.value).startswith(f"Wrong.field: {message}")
