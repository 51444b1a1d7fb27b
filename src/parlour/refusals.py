"""Refusals: each is declared once, in the `refusals` of its area. Services raise it, and operations list it.

    LAST_OWNER = MessageRefusal(
        Conflict, "last_owner", "The location has no other owner.", "This user is the last owner of location {}.", "1"
    )

    raise refusals.LAST_OWNER.error("1, 2")

The message is a template, and the values after it are those of its example: they decide how many values `error` takes,
and of which types.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar, TypeVarTuple

from parlour.errors import Fault, Forbidden, Invalid, ParlourError

Error = TypeVar("Error", bound=ParlourError)
Values = TypeVarTuple("Values")


class Refusal:
    """A refusal with its name and meaning in the description, and an example of the error that is sent."""

    def __init__(self, name: str, summary: str, example: ParlourError) -> None:
        self.name = name
        self.summary = summary
        self.example = example

    @property
    def templates(self) -> list[tuple[str | None, str]]:
        """Return the messages that are sent, each with the field of the example that it is about, if any."""
        if isinstance(self.example, Invalid):
            return [(fault.field, _escaped(fault.message)) for fault in self.example.faults]
        return [(None, _escaped(self.example.message))]


class MessageRefusal(Refusal, Generic[Error, *Values]):
    """A refusal whose message is a template. `kind` is the class of its error."""

    def __init__(
        self, kind: Callable[..., Error], name: str, summary: str, template: str, *example: *Values, **facts: Any
    ) -> None:
        self._kind = kind
        self._template = template
        self._values = example
        self._facts = facts
        super().__init__(name, summary, self.error(*example, **facts))

    def error(self, *values: *Values, **facts: Any) -> Error:
        """Return the error to raise. `facts` are further arguments of its class, such as the missing rights."""
        return self._kind(self._template.format(*values), **facts)

    def named(self, name: str, summary: str) -> "MessageRefusal[Error, *Values]":
        """Return the same refusal for a narrower case, which has a name and a meaning of its own."""
        return MessageRefusal(self._kind, name, summary, self._template, *self._values)

    def showing(self, *values: *Values) -> "MessageRefusal[Error, *Values]":
        """Return the same refusal with other values in its example."""
        return MessageRefusal(self._kind, self.name, self.summary, self._template, *values)

    @property
    def templates(self) -> list[tuple[str | None, str]]:
        return [(None, self._kind(self._template, **self._facts).message)]


class FaultRefusal(Refusal, Generic[*Values]):
    """A refusal of a field, whose message is a template. `field` is the field's name in the example."""

    def __init__(
        self, name: str, summary: str, field: str, template: str, *example: *Values, code: int | None = None
    ) -> None:
        self._field = field
        self._template = template
        self._values = example
        self._code = code
        super().__init__(name, summary, self.error(field, *example))

    def fault(self, field: str, *values: *Values) -> Fault:
        """Return the fault of a field, to be raised together with others."""
        return Fault(field, self._template.format(*values), self._code)

    def error(self, field: str, *values: *Values) -> Invalid:
        """Return the error to raise for one field."""
        return Invalid([self.fault(field, *values)])

    def at(self, field: str) -> "FaultRefusal[*Values]":
        """Return the same refusal with another field in its example: operations name the fields as clients do."""
        return FaultRefusal(self.name, self.summary, field, self._template, *self._values, code=self._code)

    def showing(self, *values: *Values) -> "FaultRefusal[*Values]":
        """Return the same refusal with other values in its example."""
        return FaultRefusal(self.name, self.summary, self._field, self._template, *values, code=self._code)

    @property
    def templates(self) -> list[tuple[str | None, str]]:
        return [(self._field, self._template)]


class FaultsRefusal(Refusal):
    """A refusal of several fields at once, as an example of faults that come together."""

    def __init__(self, name: str, summary: str, *parts: FaultRefusal[*tuple[Any, ...]]) -> None:
        faults = [fault for part in parts if isinstance(part.example, Invalid) for fault in part.example.faults]
        super().__init__(name, summary, Invalid(faults))
        self._parts = parts

    @property
    def templates(self) -> list[tuple[str | None, str]]:
        return [template for part in self._parts for template in part.templates]


def _escaped(message: str) -> str:
    return message.replace("{", "{{").replace("}", "}}")


NO_RIGHT = MessageRefusal(
    Forbidden,
    "no_right",
    "The user's role here lacks the right.",
    "You lack the right {} in this location.",
    "clients_access",
)
NO_ACCESS = MessageRefusal(
    Forbidden,
    "no_access",
    "The user has no role in this location of the chain.",
    "You have no access to this location.",
)
NO_RIGHT_IN_CHAIN = MessageRefusal(
    Forbidden,
    "no_right_in_chain",
    "The item belongs to the chain, and the user lacks the right in the chain.",
    "This item belongs to the chain. You lack the right {} in the chain.",
    "clients_access",
)
