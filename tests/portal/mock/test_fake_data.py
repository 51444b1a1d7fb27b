"""Made-up data: valid, alike for the same seed, and plausible."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import jsonschema_rs
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from litestar import Litestar

from parlour.portal.mock.described import Answer, Answers
from parlour.portal.mock.fake_data import FakeData, generate
from tests.support.contract import Check, checks, registry_of, with_whole_references

SEEDS = [str(number) for number in range(40)]
WITH_IDS_OF_REQUEST = {"create_online_booking"}
seeds = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=64)


def _successes(described: dict[str, Answers]) -> dict[str, Answer]:
    return {
        name: operation.success
        for name, operation in described.items()
        if operation.success.examples and operation.success.is_json
    }


def make(schema: dict[str, Any], seed: str = "1", name: str = "", **schemas: Any) -> Any:
    return FakeData(schemas, seed).make(schema, name=name)


@pytest.fixture(scope="session")
def check_of(described: dict[str, Answers]) -> Callable[[Answer], Check]:
    """Makes what raises for a value that doesn't fit an answer. All answers refer to the same components."""
    any_answer = next(answer for operation in described.values() for answer in operation.answers.values())
    registry = registry_of({"schemas": any_answer.schemas})
    made: dict[int, Check] = {}

    def check_of_one(answer: Answer) -> Check:
        if id(answer) not in made:
            made[id(answer)] = checks(with_whole_references(answer.schema), registry)
        return made[id(answer)]

    return check_of_one


@settings(max_examples=40, deadline=None)
@given(seed=seeds)
def test_every_answer_fits_its_schema(
    seed: str, described: dict[str, Answers], check_of: Callable[[Answer], Check]
) -> None:
    for answer in _successes(described).values():
        made = generate(answer, seed)
        check_of(answer)(made)
        if isinstance(made, list) or "success" not in made:  # without an envelope
            continue
        assert made["success"] is True
        for count in {"count", "total_count"}.intersection(made.get("meta", ())):
            assert made["meta"][count] == len(made["data"])


def test_every_example_of_every_status_fits_its_schema(
    described: dict[str, Answers], check_of: Callable[[Answer], Check]
) -> None:
    for operation in described.values():
        for answer in operation.answers.values():
            for example in answer.examples.values():
                check_of(answer)(msgspec.json.decode(example) if answer.is_json else example.decode())


def test_ids_differ_between_rows(described: dict[str, Answers]) -> None:
    own = [answer for name, answer in _successes(described).items() if name not in WITH_IDS_OF_REQUEST]
    made = [generate(answer, seed) for answer in own for seed in SEEDS]
    lists = [each if isinstance(each, list) else each.get("data") for each in made]
    ids = [
        [row["id"] if "id" in row else row["good_id"] for row in rows]
        for rows in lists
        if isinstance(rows, list) and isinstance(rows[0], dict) and rows[0].keys() & {"id", "good_id"}
    ]
    assert max(map(len, ids)) > 3
    assert all(len(set(row_ids)) == len(row_ids) for row_ids in ids)


def test_another_process_generates_the_same_data(adrift: Litestar, described: dict[str, Answers]) -> None:
    """Python salts its hashes differently in every process."""
    program = (
        "from parlour.portal.mock.fake_data import FakeData; "
        "print(FakeData({}, 'spring').make({'type': 'array', 'items': {'type': 'string', 'examples': ['Linen oil']}}))"
    )
    there = {
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    }
    here = FakeData({}, "spring").make({"type": "array", "items": {"type": "string", "examples": ["Linen oil"]}})
    assert there == {f"{here}\n"}


def test_constants_and_enums_are_respected() -> None:
    assert {make({"const": 5}, seed) for seed in SEEDS} == {5}
    assert {make({"enum": ["a", "b"]}, seed) for seed in SEEDS} == {"a", "b"}


def test_a_reference_is_resolved_together_with_its_siblings() -> None:
    assert make({"$ref": "#/components/schemas/Kind", "const": "x"}, Kind={"type": "string"}) == "x"


@pytest.mark.parametrize("nullable", [{"anyOf": [{"type": "string"}, {"type": "null"}]}, {"type": ["string", "null"]}])
def test_nullable_fields_are_sometimes_null(nullable: dict[str, Any]) -> None:
    made = [make({**nullable, "examples": ["Linen"]}, seed) for seed in SEEDS]
    assert 0 < made.count(None) < len(SEEDS) / 2


def test_an_example_of_null_stays_null() -> None:
    schema = {"anyOf": [{"type": "string"}, {"type": "null"}], "examples": [None]}
    assert {make(schema, seed) for seed in SEEDS} == {None}


def test_of_several_types_the_type_of_the_example_is_used() -> None:
    schema = {"anyOf": [{"type": "string"}, {"type": "integer"}], "examples": [40]}
    assert all(isinstance(make(schema, seed), int) for seed in SEEDS)


def test_a_variant_may_be_a_reference_or_an_enum() -> None:
    schema = {"anyOf": [{"$ref": "#/components/schemas/Kind"}]}
    assert {make(schema, seed, Kind={"enum": ["a", "b"]}) for seed in SEEDS} == {"a", "b"}


def test_a_list_has_one_to_five_rows_and_keeps_to_its_limits() -> None:
    item = {"type": "string", "examples": ["Linen"]}
    assert {len(make({"type": "array", "items": item}, seed)) for seed in SEEDS} == {1, 2, 3, 4, 5}
    assert {len(make({"type": "array", "items": item, "minItems": 2, "maxItems": 3}, seed)) for seed in SEEDS} == {2, 3}
    assert {len(make({"type": "array", "items": item, "minItems": 9}, seed)) for seed in SEEDS} == {9}


def test_a_list_that_is_shown_empty_stays_empty() -> None:
    assert {len(make({"type": "array", "items": {"type": "string"}, "examples": [[]]}, seed)) for seed in SEEDS} == {0}


def test_what_an_example_leaves_out_stays_out_unless_it_is_required() -> None:
    text = {"type": "string", "examples": ["Linen"]}
    schema = {
        "type": "object",
        "properties": {"needed": text, "shown": text, "hidden": text},
        "required": ["needed"],
        "examples": [{"shown": "Linen"}],
    }
    assert set(make(schema)) == {"needed", "shown"}


def test_names_that_no_schema_knows_come_from_the_example() -> None:
    schema = {"type": "object", "additionalProperties": {"type": "boolean"}, "examples": [{"a": True, "b": False}]}
    assert {tuple(make(schema, seed)) for seed in SEEDS} == {("a", "b")}


def test_a_count_beside_a_list_is_that_of_its_rows() -> None:
    rows = {"type": "array", "items": {"type": "string", "examples": ["Linen"]}}
    schema = {"type": "object", "properties": {"children": rows, "children_count": {"type": "integer"}}}
    made = [make(schema, seed) for seed in SEEDS]
    assert all(each["children_count"] == len(each["children"]) for each in made)


@pytest.mark.parametrize(
    "limits",
    [
        {"minimum": 30},
        {"maximum": 3},
        {"exclusiveMinimum": 40, "maximum": 41},
        {"exclusiveMaximum": 12, "minimum": 11},
    ],
)
@pytest.mark.parametrize("kind", ["integer", "number"])
@pytest.mark.parametrize("name", ["id", "amount"])
def test_a_generated_number_stays_within_its_limits(limits: dict[str, int], kind: str, name: str) -> None:
    schema = {"type": kind, "examples": [20], **limits}
    for seed in SEEDS:
        jsonschema_rs.validate(schema, make(schema, seed, name))


def test_a_price_keeps_its_decimals() -> None:
    prices = [make({"type": "number", "examples": [24.95]}, seed) for seed in SEEDS]
    assert all(round(price, 2) == price and 12 < price < 50 for price in prices)
    assert len(set(prices)) > 30


@pytest.mark.parametrize(("kind", "shown"), [("integer", 0), ("integer", 1), ("boolean", False), ("boolean", True)])
def test_booleans_keep_the_value_of_their_example(kind: str, shown: int) -> None:
    assert {make({"type": kind, "examples": [shown]}, seed) for seed in SEEDS} == {shown}


def test_a_boolean_without_an_example_is_either() -> None:
    assert {make({"type": "boolean"}, seed) for seed in SEEDS} == {True, False}


def test_an_id_0_stays_0() -> None:
    assert {make({"type": "integer", "examples": [0]}, seed, "group_id") for seed in SEEDS} == {0}


@pytest.mark.parametrize(
    "limits", [{"minLength": 12}, {"maxLength": 3}, {"format": "date"}, {"format": "date-time"}, {}]
)
def test_a_text_without_an_example_fits_its_schema(limits: dict[str, Any]) -> None:
    for seed in SEEDS:
        made = make({"type": "string", **limits}, seed)
        assert limits.get("minLength", 1) <= len(made) <= limits.get("maxLength", 99)
