"""Forms at the mock: their fields are checked, and their files by a look at the head."""

import httpx
import pytest

from tests.support.client import Form, faults_of
from tests.support.factories.images import picture


async def test_a_good_form_is_answered(mock: httpx.AsyncClient) -> None:
    answer = await mock.post("/images/good", json=Form(image=picture(), company_id=1, good_id=501))
    assert (answer.status_code, answer.json()["success"]) == (200, True)


@pytest.mark.parametrize("content", [b"", b"#!/bin/sh\n", b"<svg/>", picture("GIF")])
async def test_a_file_that_is_no_image_is_refused(mock: httpx.AsyncClient, content: bytes) -> None:
    answer = await mock.post("/images/good", json=Form(image=content, company_id="x"))
    assert faults_of(answer) == {
        "image": "Expected a PNG, JPEG or WebP image.",
        "company_id": 'Expected a whole number, not "x".',
    }


async def test_files_have_the_same_limit_as_on_the_real_server(mock: httpx.AsyncClient) -> None:
    large = picture() + b"\0" * (9 * 1024 * 1024)
    assert (await mock.post("/images/good", json=Form(image=large))).status_code == 200
    too_large = await mock.post("/images/good", content=b"\0" * (11 * 1024 * 1024 + 1))
    assert too_large.status_code == 413
