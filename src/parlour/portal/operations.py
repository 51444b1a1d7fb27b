"""An operation as its page shows it: the published description, resolved and in the order of reading."""

import re
from collections.abc import Iterator

import msgspec


class Field(msgspec.Struct, frozen=True):
    """One name in a body, or one parameter; `children` are the names inside it."""

    name: str
    anchor: str
    """Where it stands on the page, such as `request.category_id` or `200.data.good_id`."""
    type: str
    is_required: bool
    meaning: str
    limits: str
    example: str
    children: tuple["Field", ...] = ()

    def walk(self) -> Iterator["Field"]:
        """The field and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


class Example(msgspec.Struct, frozen=True):
    """A named example of a body, as JSON text."""

    name: str
    summary: str
    code: str


class Body(msgspec.Struct, frozen=True):
    """What a request or an answer carries: JSON, or else a form, or plain text."""

    fields: tuple[Field, ...]
    examples: tuple[Example, ...]
    is_form: bool = False
    lexer: str = "json"
    """What colours its examples."""


# The type of a field that is sent as a file.
FILE = "file"


class Parameter(msgspec.Struct, frozen=True):
    """A value in the address, the query or a header."""

    field: Field
    place: str
    """`path`, `query` or `header`."""
    is_list: bool
    is_sample: bool
    """It belongs into a sample: a reader learns more from it with than without."""


class Answer(msgspec.Struct, frozen=True):
    """One status that an operation answers with."""

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
    """One of the APIs of the server."""

    name: str
    """As it stands in addresses, such as `b2b-v1`."""
    title: str
    prefix: str
    """What its paths begin with."""
    mock_path: str
    """What stands behind the base URL in addresses of its mock."""

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
    """Who has to be named: `none`, `partner`, `either` (a user token may come along) or `both`."""
    permission: str | None
    parameters: tuple[Parameter, ...]
    body: Body | None
    answers: tuple[Answer, ...]

    @property
    def url(self) -> str:
        """Where its page is."""
        return f"{self.api.url}/{slug(self.tag)}/{self.id}"

    @property
    def mock_path(self) -> str:
        """What stands behind the base URL in its address at the mock."""
        return f"{self.api.mock_path}{self.path.removeprefix(self.api.prefix)}"

    @property
    def refusals(self) -> tuple[Answer, ...]:
        return tuple(answer for answer in self.answers if not answer.is_success)

    @property
    def successes(self) -> tuple[Answer, ...]:
        return tuple(answer for answer in self.answers if answer.is_success)

    @property
    def ids(self) -> tuple[Parameter, ...]:
        """Numbers in the address, which a reader puts in place of those that are shown."""
        return tuple(parameter for parameter in self.parameters_in("path") if parameter.field.type == "integer")

    def parameters_in(self, place: str) -> tuple[Parameter, ...]:
        return tuple(parameter for parameter in self.parameters if parameter.place == place)


class Tag(msgspec.Struct, frozen=True):
    """Operations that belong together."""

    api: Api
    name: str
    description: str
    operations: tuple[Operation, ...]

    @property
    def url(self) -> str:
        return f"{self.api.url}/{slug(self.name)}"


def slug(tag: str) -> str:
    """`Users & Permissions` as it stands in an address: `users-permissions`."""
    return re.sub(r"[^a-z0-9]+", "-", tag.lower()).strip("-")
