"""What needs no database: the version, the settings, the description."""

import subprocess
import sys

import pytest
import yaml

from parlour import __version__
from parlour.settings import DESCRIPTIONS
from tests.cli.command import Inside, Parlour


def test_version(parlour: Parlour, inside: Inside) -> None:
    assert __version__ in inside("version").out
    assert parlour.start("version", "--json").document == {"version": __version__}


def test_routes_shows_right_and_module_of_each_operation(inside: Inside) -> None:
    routes = {(each["method"], each["path"]): each for each in inside("routes", "--json").document}
    assert routes["GET", "/api/v1/goods/{location_id}"] == {
        "method": "GET",
        "path": "/api/v1/goods/{location_id}",
        "operation": "get_products_list",
        "asks_for": "storages_access",
        "handler": "parlour.areas.products.v1.products",
    }
    assert routes["POST", "/api/v1/auth"]["asks_for"] == "partner"
    assert len({path.split("/")[2] for _, path in routes}) == 2


def test_routes_can_be_filtered(inside: Inside) -> None:
    found = inside("routes", "session", "--json").document
    assert found
    assert all("session" in each["path"] + each["operation"] for each in found)
    assert inside("routes", "no such thing", "--json").document == []


def test_settings_lists_all_of_them(inside: Inside) -> None:
    settings = {setting["name"]: setting for setting in inside("settings", "--json").document}
    assert {name: setting["meaning"] for name, setting in settings.items()} == DESCRIPTIONS
    assert settings["port"]["variable"] == "PARLOUR_PORT"
    assert settings["port"]["default"] == 8000
    assert settings["database_url"]["default"] is None


def test_openapi_is_the_same_in_yaml_and_json(parlour: Parlour, inside: Inside) -> None:
    published = yaml.load(parlour("openapi", "--public-url", "https://salon.example").out, yaml.CSafeLoader)
    assert published["servers"][0]["url"] == "https://salon.example"
    assert published["paths"] == inside("openapi", "--json").document["paths"]
    assert "/api/v1/auth" in published["paths"]


def test_each_version_of_the_api_has_a_description_of_its_own(inside: Inside) -> None:
    paths = {api: inside("openapi", "--api", api, "--json").document["paths"] for api in ("v1", "v2")}
    assert paths["v1"] == inside("openapi", "--json").document["paths"]
    assert all(path.startswith(f"/api/{api}/") for api, found in paths.items() for path in found)
    assert inside("openapi", "--api", "v3").code == 2


@pytest.mark.parametrize("word", ["partner", "user", "inventory", "settings", "migrate"])
def test_only_what_serves_or_describes_loads_the_framework(word: str) -> None:
    code = "import sys; from parlour.cli.main import run; run(); sys.exit('litestar' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code, word, "--help"], check=False, capture_output=True, timeout=60)
    assert done.returncode == 0
