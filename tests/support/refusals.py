"""Holds refusals against what their operations declare, and notes which declared ones were met."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import httpx
import pytest

from parlour.app import create_litestar
from parlour.errors import Invalid
from parlour.http.error_answers import STATUSES
from parlour.http.operation import Operation
from parlour.http.operations import operations_of
from parlour.refusals import Refusal
from parlour.settings import Settings

# Faults of fields (422) are as many as there are rules of fields; an operation declares examples of them only.
DECLARED_IN_FULL = frozenset({400, 401, 403, 404, 409})
# Neither described nor declared; may only shrink.
UNDECLARED = {
    400: ("The form can't be read\\.", "A form is expected, sent as multipart/form-data\\."),
    403: (
        "Your rights don't include this kind of document\\.",
        "Your rights don't include the other storage of this transfer\\.",
        "Your rights reach back .+ days here\\.",
        "Your rights don't allow you to work from this IP address\\.",
    ),
    404: ("There is no such address\\.",),
    409: ("A request with this Idempotency-Key was completed meanwhile\\. .+",),
}

met: set[tuple[str, str, str]] = set()
"""What was met in this process: the operation's unique id, the refusal's name, and its message as a template."""


class DeclaredRefusals:
    """The refusals of one operation: `general` are those of its kind, by the messages of its published examples."""

    def __init__(self, operation: Operation, described: dict[str, Any]) -> None:
        self._id = operation.unique_id
        self._general: dict[int, set[str]] = {}
        for status, answer in described["responses"].items():
            for example in answer.get("content", {}).get("application/json", {}).get("examples", {}).values():
                if int(status) >= 400:
                    self._general.setdefault(int(status), set()).add(example["value"]["meta"]["message"])
        self._declared = [
            (STATUSES[type(refusal.example)], refusal.name, template, _field(refusal, field), _pattern(template))
            for refusal in operation.refuses
            for field, template in refusal.templates
        ]

    def check(self, response: httpx.Response) -> None:
        """Note which declared refusals a response shows. Raise `AssertionError` for a message that isn't declared."""
        status, meta = response.status_code, response.json()["meta"]
        for field, message in _messages(meta):
            found = [
                (self._id, name, template)
                for of_status, name, template, field_pattern, pattern in self._declared
                if of_status == status and pattern.fullmatch(message) and field_pattern.fullmatch(field)
            ]
            met.update(found)
            if status in DECLARED_IN_FULL and not found:
                known = self._general.get(status, set())
                is_known = message in known or any(re.fullmatch(each, message) for each in UNDECLARED.get(status, ()))
                assert is_known, f"{self._id} doesn't declare this {status}: {message}"


def declared(operations: Iterable[Operation]) -> set[tuple[str, str, str]]:
    """Return what `met` has once every declared refusal was met. Those that the contract alone describes never are."""
    return {
        (operation.unique_id, refusal.name, template)
        for operation in operations
        for refusal in operation.refuses
        if not refusal.name.startswith("never")
        for _, template in refusal.templates
    }


def is_whole(config: pytest.Config) -> bool:
    """Return whether a run has every test that meets refusals."""
    narrowed = ("keyword", "lf", "last_failed", "collectonly", "deselect")
    return (
        config.args_source is pytest.Config.ArgsSource.TESTPATHS
        and "slow" not in config.option.markexpr
        and "not attack" in config.option.markexpr  # not only these
        and not any(getattr(config.option, name, None) for name in narrowed)
    )


def unmet() -> list[str]:
    """Return the declared refusals that no test of this run has met."""
    app = create_litestar(Settings(database_url="postgres:///none"))
    return [
        f"{operation}: {name}: {template}" for operation, name, template in sorted(declared(operations_of(app)) - met)
    ]


def _messages(meta: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the messages of a refusal, each with the field that it is about, or an empty name."""
    faults = meta.get("errors")
    if faults is None or [*faults] == ["filters"]:  # filters of a search have no fields
        yield "", meta["message"]
        return
    for each in [faults] if isinstance(faults, dict) else faults:
        if isinstance(each.get("message"), str):  # what is missing, or has a code
            yield "", each["message"]
            continue
        for field, messages in each.items():
            for message in messages:
                yield field.removeprefix("[").removesuffix("]") if faults is not each else field, message


def _field(refusal: Refusal, field: str | None) -> re.Pattern[str]:
    """Return what fits the field of a refusal, without a name for a fault that clients know by its code."""
    has_code = isinstance(refusal.example, Invalid) and refusal.example.faults[0].code is not None
    return _pattern(None if has_code else field)


def _pattern(template: str | None) -> re.Pattern[str]:
    """Return what fits a template of a message, or a field whose items are numbered otherwise."""
    text = ".*".join(map(re.escape, re.split(r"\{[^{}]*\}", template or "")))
    text = re.sub(r"\\\[\d+\\\]", r"\\[\\d+\\]", text)
    return re.compile(re.sub(r"\d+\\ seconds", r"\\d+ seconds", text))
