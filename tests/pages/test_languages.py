"""The language of a page: the one that is asked for, else the one that was kept, else the browser's."""

import httpx
import pytest

INVITATION = f"/invitations/{'0' * 48}"


@pytest.mark.parametrize("address", ["/docs", INVITATION])
@pytest.mark.parametrize(
    ("query", "cookie", "language"),
    [("?lang=fr", "lang=de", "fr"), ("?lang=xx", "lang=de", "de"), ("", "lang=de", "de"), ("", "", "es")],
)
async def test_what_is_asked_for_comes_before_what_was_kept_and_the_browser(
    http: httpx.AsyncClient, address: str, query: str, cookie: str, language: str
) -> None:
    headers = {"Accept-Language": "es", **({"Cookie": cookie} if cookie else {})}
    assert f'<html lang="{language}"' in (await http.get(address + query, headers=headers)).text
