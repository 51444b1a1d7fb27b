"""An operation as its page shows it: the published description, resolved and in reading order."""

import re
from collections.abc import Iterator

import msgspec


class Field(msgspec.Struct, frozen=True):
    """A name in a body, or a parameter; `children` are the names inside it."""

    name: str
    anchor: str
    """Its position on the page, such as `request.category_id` or `200.data.good_id`."""
    type: str
    is_required: bool
    meaning: str
    limits: str
    example: str
    children: tuple["Field", ...] = ()

    def walk(self) -> Iterator["Field"]:
        """Yield the field and all fields below it."""
        yield self
        for child in self.children:
            yield from child.walk()


class Example(msgspec.Struct, frozen=True):
    """A named example of a body, as JSON text."""

    name: str
    summary: str
    code: str


class Body(msgspec.Struct, frozen=True):
    """The body of a request or an answer: JSON, a form, or plain text."""

    fields: tuple[Field, ...]
    examples: tuple[Example, ...]
    is_form: bool = False
    lexer: str = "json"
    """The lexer for highlighting its examples."""


# The type of a field that is sent as a file.
FILE = "file"


class Parameter(msgspec.Struct, frozen=True):
    """A value in the address, the query or a header."""

    field: Field
    place: str
    """`path`, `query` or `header`."""
    is_list: bool
    is_sample: bool
    """Samples include it, because they show more with it than without."""


class Answer(msgspec.Struct, frozen=True):
    """One status with which an operation answers."""

    status: int
    meaning: str
    headers: tuple[Field, ...]
    body: Body | None

    @property
    def examples(self) -> tuple[Example, ...]:
        return self.body.examples if self.body else ()

    @property
    def is_success(self) -> bool:
        return self.status < 400


class Api(msgspec.Struct, frozen=True):
    """One of the server's APIs."""

    name: str
    """The name in addresses, such as `b2b-v1`."""
    title: str
    prefix: str
    """The prefix of its paths."""
    mock_path: str
    """The part after the base URL in addresses of its mock."""

    @property
    def url(self) -> str:
        return f"/docs/{self.name}"


class Operation(msgspec.Struct, frozen=True):
    """One operation of an API."""

    api: Api
    id: str
    tag: str
    method: str
    path: str
    summary: str
    description: str
    is_deprecated: bool
    tokens: str
    """The required tokens: `none`, `partner`, `either` (a user token is optional) or `both`."""
    permission: str | None
    parameters: tuple[Parameter, ...]
    body: Body | None
    answers: tuple[Answer, ...]

    @property
    def url(self) -> str:
        """Return the address of its page."""
        return f"{self.api.url}/{slug(self.tag)}/{self.id}"

    @property
    def mock_path(self) -> str:
        """Return the part after the base URL in its address at the mock."""
        return f"{self.api.mock_path}{self.path.removeprefix(self.api.prefix)}"

    @property
    def refusals(self) -> tuple[Answer, ...]:
        return tuple(answer for answer in self.answers if not answer.is_success)

    @property
    def successes(self) -> tuple[Answer, ...]:
        return tuple(answer for answer in self.answers if answer.is_success)

    @property
    def ids(self) -> tuple[Parameter, ...]:
        """Return the numbers in the address, which a reader replaces by their own."""
        return tuple(parameter for parameter in self.parameters_in("path") if parameter.field.type == "integer")

    def parameters_in(self, place: str) -> tuple[Parameter, ...]:
        return tuple(parameter for parameter in self.parameters if parameter.place == place)


class Tag(msgspec.Struct, frozen=True):
    """A group of operations."""

    api: Api
    name: str
    description: str
    operations: tuple[Operation, ...]

    @property
    def url(self) -> str:
        return f"{self.api.url}/{slug(self.name)}"


def slug(tag: str) -> str:
    """Return a tag's name for addresses: `Users & Permissions` becomes `users-permissions`."""
    return re.sub(r"[^a-z0-9]+", "-", tag.lower()).strip("-")
