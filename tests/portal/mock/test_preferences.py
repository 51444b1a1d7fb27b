"""What the mock answers with a preference."""

import time
from urllib.parse import urlencode

import httpx
import pytest

from parlour.portal.mock.described import Answers
from tests.portal.mock.conftest import Known, examples_of, told


async def preferring(mock: httpx.AsyncClient, prefer: str, path: str = "/goods/7/7") -> httpx.Response:
    return await mock.get(path, headers={"Prefer": prefer})


async def test_every_status_of_every_operation_can_be_had(mock: httpx.AsyncClient, known: list[Known]) -> None:
    for operation in known:
        for status, answer in operation.described["responses"].items():
            got = await mock.request(
                operation.method,
                operation.address,
                params=operation.query,
                json=operation.body,
                headers={"Prefer": f"code={status}"},
            )
            expected = next(iter(examples_of(answer).values()), None)
            assert (got.status_code, told(got)) == (int(status), expected)
            assert got.headers["preference-applied"] == f"code={status}"


async def test_every_example_of_every_operation_can_be_had(mock: httpx.AsyncClient, known: list[Known]) -> None:
    for operation in known:
        for status, answer in operation.described["responses"].items():
            for name, example in examples_of(answer).items():
                got = await mock.request(
                    operation.method,
                    operation.address,
                    params=operation.query,
                    json=operation.body,
                    headers={"Prefer": f"code={status}, example={name}"},
                )
                assert (got.status_code, told(got)) == (int(status), example)


async def test_csv_is_not_generated(mock: httpx.AsyncClient) -> None:
    plain = await mock.get("/storages/transactions/7/export")
    made = await preferring(mock, "dynamic=true", "/storages/transactions/7/export")
    assert plain.headers["content-type"].startswith("text/csv")
    assert made.text == plain.text
    assert made.text.startswith("id,document_id,type_id")


async def test_an_example_is_found_under_any_status(mock: httpx.AsyncClient) -> None:
    answer = await preferring(mock, "example=no_product")
    assert (answer.status_code, answer.json()["meta"]["message"]) == (404, "Product not found.")
    assert answer.headers["preference-applied"] == "example=no_product"


async def test_an_example_under_another_status_than_the_preferred_is_refused(mock: httpx.AsyncClient) -> None:
    answer = await preferring(mock, "code=401, example=no_product")
    assert answer.status_code == 400
    assert "example=no_product is none of its examples under 401" in answer.json()["meta"]["message"]


async def test_a_refusal_carries_its_headers(mock: httpx.AsyncClient) -> None:
    assert (await preferring(mock, "code=401")).headers["www-authenticate"] == "Bearer"
    assert int((await preferring(mock, "code=503")).headers["retry-after"]) > 0


async def test_an_empty_list_can_be_had(mock: httpx.AsyncClient) -> None:
    assert (await preferring(mock, "example=none", "/goods/7")).json()["data"] == []


@pytest.mark.parametrize(
    ("prefer", "named"),
    [
        ("respond-async, code=418", "code=418"),
        ("code=418", "code=418"),
        ("code=teapot", "code"),
        ("example=nothing", "example=nothing"),
        ("delay=soon", "delay"),
        ("example=typical, dynamic=true", "contradict"),
        ("seed=1", "seed"),
        ("code=404; x=y", "code has no parameters"),
        ('code="', "can't be read"),
    ],
)
async def test_an_inapplicable_preference_is_a_400_with_the_available_ones(
    prefer: str, named: str, mock: httpx.AsyncClient
) -> None:
    answer = await preferring(mock, prefer)
    told = answer.json()
    assert (answer.status_code, told["success"], told["data"]) == (400, False, None)
    assert told["meta"]["message"].startswith("Prefer: ")
    assert named in told["meta"]["message"]
    assert "200 (typical), 401 (no_partner_token, " in told["meta"]["message"]
    assert "preference-applied" not in answer.headers


@pytest.mark.parametrize("prefer", ["respond-async", "return=minimal; x=y", "code-=404"])
async def test_unknown_preferences_change_nothing(prefer: str, mock: httpx.AsyncClient) -> None:
    """Q-127."""
    plain, answer = await mock.get("/goods/7/7"), await preferring(mock, prefer)
    assert (answer.status_code, answer.content) == (200, plain.content)
    assert "preference-applied" not in answer.headers


async def test_known_preferences_beside_unknown_ones_are_applied_and_reported(mock: httpx.AsyncClient) -> None:
    """Q-127."""
    answer = await preferring(mock, "respond-async; wait=10, code=404, return=representation, delay=1")
    assert answer.status_code == 404
    assert answer.headers["preference-applied"] == "code=404, delay=1"


async def test_several_headers_count_together(mock: httpx.AsyncClient) -> None:
    answer = await mock.get("/goods/7/7", headers=[("Prefer", "code=404"), ("Prefer", "delay=1")])
    assert answer.status_code == 404
    assert answer.headers["preference-applied"] == "code=404, delay=1"


async def test_without_preferences_none_is_applied(mock: httpx.AsyncClient) -> None:
    assert "preference-applied" not in (await mock.get("/goods/7/7")).headers
    assert "preference-applied" not in (await preferring(mock, "")).headers


async def test_tokens_come_before_preferences(mock: httpx.AsyncClient) -> None:
    answer = await mock.get("/goods/7/7", headers={"Authorization": "", "Prefer": "code=418"})
    assert answer.status_code == 401


async def test_preferences_come_before_the_body(mock: httpx.AsyncClient) -> None:
    answer = await mock.post("/goods/7", content=b"{", headers={"Prefer": "code=418"})
    assert answer.json()["meta"]["message"].startswith("Prefer: code=418")


async def test_an_answer_comes_after_the_delay(mock: httpx.AsyncClient) -> None:
    await mock.get("/groups")
    started = time.monotonic()
    answer = await preferring(mock, "delay=300, code=404")
    assert 0.3 <= time.monotonic() - started < 3
    assert (answer.status_code, answer.headers["preference-applied"]) == (404, "code=404, delay=300")


async def test_a_seed_gives_the_same_answer_again(mock: httpx.AsyncClient) -> None:
    first = await preferring(mock, "dynamic=true", "/goods/7")
    applied = first.headers["preference-applied"]
    assert applied.startswith("dynamic=true, seed=")
    again = await preferring(mock, applied, "/goods/7")
    assert again.content == first.content
    assert again.headers["preference-applied"] == applied


async def test_a_seed_that_needs_quotes_can_be_sent_back(mock: httpx.AsyncClient) -> None:
    applied = (await preferring(mock, r'dynamic=true, seed="a \"b\", c"')).headers["preference-applied"]
    assert applied == r'dynamic=true, seed="a \"b\", c"'


async def test_without_a_seed_answers_differ(mock: httpx.AsyncClient) -> None:
    answers = {(await preferring(mock, "dynamic=true", "/goods/7")).content for _ in range(5)}
    assert len(answers) == 5


async def test_error_answers_are_never_generated(mock: httpx.AsyncClient, described: dict[str, Answers]) -> None:
    written = described["get_product"].answers[404].examples.values()
    seen = {(await preferring(mock, f"code=404, dynamic=true, seed={number}")).content for number in range(20)}
    assert seen <= set(written)
    assert len(seen) > 1


async def test_an_answer_without_a_body_has_no_generated_data(mock: httpx.AsyncClient) -> None:
    answer = await mock.delete("/goods/7/7", headers={"Prefer": "dynamic=true, seed=1"})
    assert (answer.status_code, answer.content) == (204, b"")


async def test_the_query_of_the_operation_is_still_used(mock: httpx.AsyncClient) -> None:
    answer = await preferring(mock, "dynamic=true", f"/goods/7?{urlencode({'count': 1001})}")
    assert answer.status_code == 422
