"""Samples as text: what they look like, in every language, and that highlighting leaves their placeholders alone."""

import subprocess
from pathlib import Path

import pygments
import pytest
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from parlour.portal.samples import LANGUAGES, PLACEHOLDER, Language, SampleRequest, fill, placeholder, render
from tests.portal.samples.requests import sample_request
from tests.portal.samples.runtimes import RUNNABLE, require

PATH = f"/api/v1/goods/{placeholder('location_id', '1')}"
REQUESTS = {
    "list": sample_request("GET", PATH, query=(("term", "shampoo"), ("count", "10"))),
    "create": sample_request("POST", PATH, {"title": 'Wash & Go\'s "Öl"', "category_id": 14, "cost": 24.9}),
    "delete": sample_request("DELETE", f"{PATH}/501"),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_samples_look_as_they_did(name: str) -> None:
    samples = [
        f"## {language.title}\n\n```{language.fence}\n{fill(render(language, REQUESTS[name]))}```\n"
        for language in LANGUAGES
        if render(language, REQUESTS[name])
    ]
    assert "\n".join(samples) == (Path(__file__).parent / "golden" / f"{name}.md").read_text()


@pytest.mark.parametrize("language", RUNNABLE, ids=lambda language: language.id)
@pytest.mark.parametrize("name", REQUESTS)
def test_highlighting_leaves_marks_whole(name: str, language: Language) -> None:
    sample = render(language, REQUESTS[name])
    html = pygments.highlight(sample, get_lexer_by_name(language.lexer), HtmlFormatter())
    placeholders = PLACEHOLDER.findall(sample)
    assert {found[0] for found in placeholders} == {"base_url", "location_id", "partner_token", "user_token"}
    assert PLACEHOLDER.findall(html) == placeholders


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.id)
def test_a_sample_ends_with_one_line_end(language: Language) -> None:
    sample = render(language, REQUESTS["create"])
    assert sample == sample.strip() + "\n"


def test_the_body_in_curl_is_indented_like_the_payload_beside_it() -> None:
    curl, payload = render(LANGUAGES[0], REQUESTS["create"]), render(LANGUAGES[-1], REQUESTS["create"])
    _, _, body = curl.partition("--data-raw '")
    assert body.strip().removesuffix("'").replace("'\\''", "'") == payload.strip()


def test_json_without_a_body_has_no_sample() -> None:
    assert render(LANGUAGES[-1], REQUESTS["list"]) == ""


def test_a_body_that_looks_like_a_mark_is_not_filled() -> None:
    request = SampleRequest("POST", "http://x", "/", body=f'"{placeholder("user_token", "YOURS")}"')
    for language in LANGUAGES:
        assert not PLACEHOLDER.search(render(language, request))


@pytest.mark.parametrize("name", REQUESTS)
def test_go_is_formatted_as_gofmt_has_it(name: str) -> None:
    go = next(language for language in LANGUAGES if language.id == "go")
    require(go)
    sample = fill(render(go, REQUESTS[name]))
    assert subprocess.run(["gofmt"], input=sample, capture_output=True, text=True, check=True).stdout == sample
