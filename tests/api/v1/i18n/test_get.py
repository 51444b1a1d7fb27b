"""GET /i18n/{lang_code}"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.client import Client
from tests.support.contract import contract
from tests.support.people import NOBODY, PARTNER

LANGUAGES = ("en-US", "de-DE", "es-ES", "fr-FR")


def leaves(tree: dict[str, Any], place: str = "") -> Iterator[tuple[str, str]]:
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{place}{name}.")
        else:
            yield f"{place}{name}", value


@pytest.mark.parametrize("code", LANGUAGES)
async def test_texts_have_the_keys_of_the_contract(client: Client, code: str) -> None:
    """Show that the answer has no envelope (Q-396)."""
    texts = (await client.by(PARTNER).get(f"/i18n/{code}")).json()
    source = contract("public-v1.yaml").find("get", f"/api/v1/i18n/{code}")
    assert source is not None
    promised = source["responses"]["200"]["content"]["application/json"]["schema"]
    assert {name for name, value in texts.items() if isinstance(value, str)} == set(promised["x-string-keys"])
    assert {name for name, value in texts.items() if isinstance(value, dict)} == set(promised["x-object-keys"])
    assert {f"code_{number}" for number in promised["x-codes"]} <= texts["confirm"]["orderErrors"].keys()


async def test_every_language_has_the_same_texts(client: Client) -> None:
    english, *others = [dict(leaves((await client.by(PARTNER).get(f"/i18n/{code}")).json())) for code in LANGUAGES]
    assert all(text.strip() for text in english.values())
    for texts in others:
        assert texts.keys() == english.keys()
        assert all(text.strip() for text in texts.values())
        assert sum(texts[name] != english[name] for name in english) > 100


@pytest.mark.parametrize("code", ["lv-LV", "en", "EN-us", "..%2Fen-US"])
async def test_other_languages_have_none(client: Client, code: str) -> None:
    assert (await client.by(PARTNER).get(f"/i18n/{code}")).status_code == 404


async def test_a_partner_is_needed(client: Client) -> None:
    assert (await client.by(NOBODY).get("/i18n/en-US")).status_code == 401
