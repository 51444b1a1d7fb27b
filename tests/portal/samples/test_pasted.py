"""What the portal shows runs as pasted: the blocks of its Markdown pages, filled in by the query."""

import re
from pathlib import Path

import httpx
import pytest

from parlour.portal.samples import Language
from tests.portal.samples.runtimes import RUNNABLE, run
from tests.support.people import HARBOUR, OWNER, PARTNER_TOKEN
from tests.support.server import Shared

MOCK = "/_mock/en/b2b-v1/openapi"
TOKENS = {"partner_token": PARTNER_TOKEN, "user_token": OWNER.user_token or "", "location_id": str(HARBOUR)}


@pytest.mark.parametrize("language", RUNNABLE, ids=lambda language: language.id)
def test_what_a_page_shows_runs_as_pasted(shared_server: Shared, tmp_path: Path, language: Language) -> None:
    base_url = shared_server.base_url
    with httpx.Client(base_url=base_url, timeout=60) as reader:

        def status(operation_id: str, address: str) -> int:
            """Of the answer to the sample on an operation's page, sent to the address."""
            page = reader.get(f"/docs/b2b-v1/products/{operation_id}.md", params={**TOKENS, "base_url": address})
            blocks = dict(re.findall(r"^```(\w+)\n(.*?)\n```$", page.text, re.DOTALL | re.MULTILINE))
            return run(language, blocks[language.fence], tmp_path).status

        assert status("get_products_list", base_url) == 200
        # What the examples refer to is not in the database: it says so, and the mock doesn't mind.
        assert status("create_product", base_url) == 422
        assert status("create_product", f"{base_url}{MOCK}") == 201
        assert status("delete_product", f"{base_url}{MOCK}") == 204
