"""What the description says that each operation answers, rendered once and kept."""

import asyncio
from typing import Any

import msgspec
from litestar import Litestar, Request
from litestar.response.base import ASGIResponse

from parlour.http.json import ENCODER
from parlour.http.openapi import describe
from parlour.http.openapi.shape import Document

JSON = "application/json"


class Answer(msgspec.Struct, frozen=True):
    """An operation's answer under one status. Without examples it has no body; else the first is the typical one."""

    status: int
    examples: dict[str, bytes]
    headers: dict[str, str]
    schema: Document
    schemas: dict[str, Document]
    """The components that the schema refers to."""

    def response(self, body: bytes, extra_headers: dict[str, str] | None = None) -> ASGIResponse:
        headers = {**self.headers, **(extra_headers or {})}
        return ASGIResponse(body=body, status_code=self.status, headers=headers, media_type=JSON)


class Operation(msgspec.Struct, frozen=True):
    """All answers of an operation by their status, and the one that is sent when nothing else is asked for."""

    answers: dict[int, Answer]
    success: Answer
    typical: ASGIResponse

    def in_words(self) -> str:
        """Which statuses and examples there are: `200 (full, empty), 404 (unknown)`."""
        return ", ".join(
            f"{status} ({', '.join(answer.examples)})" if answer.examples else str(status)
            for status, answer in self.answers.items()
        )


class Described:
    """The operations of an application; its description is read when the first of them is asked for."""

    def __init__(self) -> None:
        self._operations: dict[str, Operation] = {}
        self._reading = asyncio.Lock()

    async def operation(self, request: Request[Any, Any, Any]) -> Operation:
        """The operation that a request is for."""
        if not self._operations:
            async with self._reading:
                # It takes a tenth of a second, in which other requests want to be answered.
                self._operations = self._operations or await asyncio.to_thread(read_operations, request.app)
        return self._operations[str(request.route_handler.operation_id)]


def read_operations(app: Litestar) -> dict[str, Operation]:
    """The operations in the application's description by their ids."""
    document = describe(app)
    return {
        operation["operationId"]: _read_operation(operation, document)
        for item in document["paths"].values()
        for operation in item.values()
    }


def _read_operation(operation: Document, document: Document) -> Operation:
    answers = {
        int(status): _read_answer(int(status), _resolved(answer, document), document)
        for status, answer in operation["responses"].items()
    }
    success = answers[min(answers)]
    body = next(iter(success.examples.values()), b"")
    return Operation(answers, success, success.response(body))


def _read_answer(status: int, answer: Document, document: Document) -> Answer:
    content = answer.get("content", {}).get(JSON, {})
    examples = {
        name: ENCODER.encode(_resolved(example, document)["value"])
        for name, example in content.get("examples", {}).items()
    }
    headers = {name: _resolved(header, document) for name, header in answer.get("headers", {}).items()}
    return Answer(
        status=status,
        examples=examples,
        headers={name.lower(): str(header["example"]) for name, header in headers.items() if "example" in header},
        schema=content.get("schema", {}),
        schemas=document["components"]["schemas"],
    )


def _resolved(node: Document, document: Document) -> Document:
    while "$ref" in node:
        target: Any = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node
