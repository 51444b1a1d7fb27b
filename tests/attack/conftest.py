"""Mark every test of this folder as an attack, which `make test` leaves out."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.startswith("tests/attack/"):
            item.add_marker(pytest.mark.attack)
