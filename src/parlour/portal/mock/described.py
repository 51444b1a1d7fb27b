"""The answers of each operation in the description, rendered once and kept."""

import asyncio
from typing import Any

import msgspec
from litestar import Litestar
from litestar.response.base import ASGIResponse

from parlour.http.apis import Api
from parlour.http.json import ENCODER
from parlour.http.openapi import describe
from parlour.http.openapi.examples import BY_CURSOR, LAST
from parlour.http.openapi.shape import Document
from parlour.http.operation import Operation

JSON = "application/json"
NOWHERE = "Link"
"""Not sent: it would lead from the mock to the API."""


class Answer(msgspec.Struct, frozen=True):
    """An operation's answer with one status. Without examples it has no body; the first example is the typical one."""

    status: int
    media_type: str
    examples: dict[str, bytes]
    headers: dict[str, str]
    schema: Document
    schemas: dict[str, Document]
    """The components that the schema refers to."""

    @property
    def is_json(self) -> bool:
        return self.media_type == JSON

    def response(self, body: bytes, extra_headers: dict[str, str] | None = None) -> ASGIResponse:
        headers = {**self.headers, **(extra_headers or {})}
        return ASGIResponse(body=body, status_code=self.status, headers=headers, media_type=self.media_type)


class Answers(msgspec.Struct, frozen=True):
    """The answers of an operation by their status, and the one that is sent by default."""

    answers: dict[int, Answer]
    success: Answer
    typical: ASGIResponse

    def page(self, *, is_last: bool) -> ASGIResponse:
        """Return the page for a cursor. There are two pages, so that a client that follows cursors reaches the end."""
        return self.success.response(self.success.examples[LAST if is_last else BY_CURSOR])

    def in_words(self) -> str:
        """Return the statuses and examples as text: `200 (full, empty), 404 (unknown)`."""
        return ", ".join(
            f"{status} ({', '.join(answer.examples)})" if answer.examples else str(status)
            for status, answer in self.answers.items()
        )


class Described:
    """The operations of an API. Its description is read at the first request."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._operations: dict[str, Answers] = {}
        self._reading = asyncio.Lock()

    async def answers(self, app: Litestar, operation: Operation) -> Answers:
        """Return the answers of an operation."""
        if not self._operations:
            async with self._reading:
                # It takes a tenth of a second, so it runs in a thread beside other requests.
                self._operations = self._operations or await asyncio.to_thread(read_operations, app, self._api)
        return self._operations[operation.id]


def read_operations(app: Litestar, api: Api) -> dict[str, Answers]:
    """Return the operations in the description of an API by their ids."""
    document = describe(app, api)
    return {
        operation["operationId"]: _read_operation(operation, document)
        for item in document["paths"].values()
        for operation in item.values()
    }


def _read_operation(operation: Document, document: Document) -> Answers:
    answers = {
        int(status): _read_answer(int(status), _resolved(answer, document), document)
        for status, answer in operation["responses"].items()
    }
    success = answers[min(answers)]
    body = next(iter(success.examples.values()), b"")
    return Answers(answers, success, success.response(body))


def _read_answer(status: int, answer: Document, document: Document) -> Answer:
    media_type, content = next(iter(answer.get("content", {JSON: {}}).items()))
    examples = {
        name: _rendered(_resolved(example, document)["value"], media_type)
        for name, example in content.get("examples", {}).items()
    }
    headers = {name: _resolved(header, document) for name, header in answer.get("headers", {}).items()}
    return Answer(
        status=status,
        media_type=media_type,
        examples=examples,
        headers={name.lower(): str(header["example"]) for name, header in headers.items() if name != NOWHERE},
        schema=content.get("schema", {}),
        schemas=document["components"]["schemas"],
    )


def _rendered(example: Any, media_type: str) -> bytes:
    return ENCODER.encode(example) if media_type == JSON else str(example).encode()


def _resolved(node: Document, document: Document) -> Document:
    while "$ref" in node:
        target: Any = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node
