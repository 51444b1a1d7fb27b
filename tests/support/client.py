"""The client of the tests: sends real tokens, and holds every answer against the contract."""

from collections.abc import Sequence
from typing import Any

import httpx

from parlour.http.apis import B2B_V1, B2B_V2, Api
from parlour.http.media_type import MEDIA_TYPE
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
    """Speaks to an API, v1 by default, as one person."""

    def __init__(
        self, http: httpx.AsyncClient, published: Sequence[Description], person: Person, api: Api = B2B_V1
    ) -> None:
        self._http = http
        self._published = published
        self._person = person
        self._api = api

    def by(self, person: Person) -> "Client":
        """The same server, as another person."""
        return Client(self._http, self._published, person, self._api)

    def to(self, api: Api) -> "Client":
        """The same server and person, below the addresses of another API."""
        return Client(self._http, self._published, self._person, api)

    async def send(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, **rest: Any
    ) -> httpx.Response:
        """A path that names its API goes there."""
        whole = path if path.startswith("/api/") else f"{self._api.prefix}{path}"
        accepted = {"Accept": MEDIA_TYPE} if whole.startswith(B2B_V2.prefix) else {}
        response = await self._http.request(
            method, whole, headers={**accepted, **self._person.headers, **(headers or {})}, **rest
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
    """The faults of a 422 by field; those with a code of their own (433) are about none."""
    assert response.status_code == 422, response.text
    errors = response.json()["meta"]["errors"]
    if isinstance(errors, dict):  # the dialect of v2
        return {name: text for name, (text, *_) in errors.items()}
    by_field = [item for item in errors if "code" not in item]
    return {name[1:-1]: text for item in by_field for name, (text, *_) in item.items()}
