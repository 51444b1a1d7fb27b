"""The client of the tests: sends real tokens, and holds every answer against the contract."""

from typing import Any

import httpx

from tests.support.contract import Description, check_answer
from tests.support.people import Person


class Form(dict[str, Any]):
    """A body that goes as a form where others go as JSON; a value of bytes goes as a file."""

    def __or__(self, other: dict[str, Any]) -> "Form":  # type: ignore[override] # what becomes of it stays a form
        return Form({**self, **other})

    @property
    def parts(self) -> list[tuple[str, tuple[str | None, bytes]]]:
        return [
            (name, ("picture.jpg", value) if isinstance(value, bytes) else (None, str(value).encode()))
            for name, value in self.items()
        ]


class FormClient(httpx.AsyncClient):
    """Sends a `Form` that is given as `json` as what it is."""

    def build_request(self, *arguments: Any, json: Any = None, **rest: Any) -> httpx.Request:
        sent = {"files": json.parts} if isinstance(json, Form) else {"json": json}
        return super().build_request(*arguments, **{**rest, **sent})


class Client:
    """Speaks to /api/v1 as one person."""

    def __init__(self, http: httpx.AsyncClient, published: Description, person: Person) -> None:
        self._http = http
        self._published = published
        self._person = person

    def by(self, person: Person) -> "Client":
        """The same server, as somebody else."""
        return Client(self._http, self._published, person)

    async def send(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, **rest: Any
    ) -> httpx.Response:
        response = await self._http.request(
            method, f"/api/v1{path}", headers={**self._person.headers, **(headers or {})}, **rest
        )
        check_answer(response, self._published)
        return response

    async def get(self, path: str, **rest: Any) -> httpx.Response:
        return await self.send("GET", path, **rest)

    async def post(self, path: str, json: Any = None, **rest: Any) -> httpx.Response:
        return await self.send("POST", path, **({} if json is None else {"json": json}), **rest)

    async def put(self, path: str, json: Any = None, **rest: Any) -> httpx.Response:
        return await self.send("PUT", path, **({} if json is None else {"json": json}), **rest)

    async def delete(self, path: str, **rest: Any) -> httpx.Response:
        return await self.send("DELETE", path, **rest)


def faults_of(response: httpx.Response) -> dict[str, str]:
    """The faults of a 422 by field."""
    assert response.status_code == 422, response.text
    return {name[1:-1]: text for item in response.json()["meta"]["errors"] for name, (text, *_) in item.items()}
