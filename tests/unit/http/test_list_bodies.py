"""Bodies that are lists."""

import itertools
from collections.abc import Callable, Iterable
from typing import Annotated, Any, ClassVar

import msgspec
import pytest
from msgspec import UNSET, Meta

from parlour.errors import Fault
from parlour.http.body import reader_for
from parlour.http.openapi.examples import of_request
from parlour.http.openapi.faults import of_body
from parlour.http.openapi.schemas import Schemas
from parlour.http.wire import says


class Step(msgspec.Struct):
    """An item of the list."""

    name: Annotated[str, says("The name.", "cut", "wash")]
    minutes: Annotated[int, Meta(ge=1), says("How long it takes.", 30)] = 5


class Steps(msgspec.Struct):
    """A body that is a list."""

    AS_LIST: ClassVar[str] = "steps"

    steps: Annotated[list[Step], Meta(min_length=1, max_length=3, description="The steps.")]

    @staticmethod
    def faults_between(given: Callable[[str], Any]) -> Iterable[Fault]:
        """Yield a fault for each step that is named as the one before it."""
        steps = [] if given("steps") is UNSET else given("steps")
        for position, (one, other) in enumerate(itertools.pairwise(steps), start=1):
            if one.name == other.name:
                yield Fault(f"steps[{position}].name", "Comes twice.")


def faults_of(raw: str) -> dict[str, str]:
    return {fault.field: fault.message for fault in reader_for(Steps).read(raw.encode()).faults}


@pytest.mark.parametrize(
    "raw", ['[{"name": "cut"}]', '{"name": "cut"}', '{"steps": [{"name": "cut"}]}', '[{"name": "cut", "minutes": "5"}]']
)
def test_a_list_is_read_and_so_is_a_single_item(raw: str) -> None:
    (step,) = reader_for(Steps).read(raw.encode()).accept().steps
    assert (step.name, step.minutes) == ("cut", 5)


@pytest.mark.parametrize(
    ("raw", "faults"),
    [
        ("[]", {"body": "Must not be empty."}),
        ("5", {"[0]": "Expected an object, not 5."}),
        (
            '[{"name": "cut"}, {"minutes": 0}]',
            {"[1].name": "This field is missing.", "[1].minutes": "Must be at least 1."},
        ),
        ('[{"name": "cut"}, {"name": "cut"}]', {"[1].name": "Comes twice."}),
        ('{"steps": [{}]}', {"[0].name": "This field is missing."}),
        ("[1, 2, 3, 4]", {"body": "Must be at most 3 long."}),
    ],
)
def test_a_fault_begins_with_the_position(raw: str, faults: dict[str, str]) -> None:
    assert faults_of(raw) == faults


def test_the_list_itself_is_described() -> None:
    schemas = Schemas([Steps])
    schema = schemas.resolve(schemas.of(Steps))
    assert (schema["type"], schema["minItems"], schema["description"]) == ("array", 1, "The steps.")
    examples = of_request(schemas.of(Steps), schemas)
    assert examples["full"]["value"] == [{"name": "cut", "minutes": 30}, {"name": "wash", "minutes": 30}]
    assert [*examples] == ["full"]


def test_refusals_show_the_position() -> None:
    found = {refusal.name: refusal.example.message for refusal in of_body(Steps, [{"name": "cut"}, {"name": "wash"}])}
    assert found == {
        "missing_field": "[1].name: This field is missing.",
        "wrong_kind": '[1]: Expected an object, not "abc".',
    }
