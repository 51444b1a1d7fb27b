"""All mappings of the server"""

import importlib
import pkgutil

import msgspec
import pytest

import parlour
from parlour.http.wire.compiling import compile_mapping
from parlour.http.wire.mappings import MAPPINGS


@pytest.fixture(scope="module")
def _all_modules() -> None:
    """Import all modules, and so all mappings."""
    for module in pkgutil.walk_packages(parlour.__path__, "parlour."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


@pytest.mark.usefixtures("_all_modules")
def test_every_mapping_of_the_server_can_be_compiled() -> None:
    ours = [mapping for mapping in MAPPINGS if mapping.owner.__module__.startswith("parlour.")]
    for mapping in ours:
        compile_mapping(mapping.owner, mapping.kinds, is_for_many=mapping.is_for_many)
    assert ours


@pytest.mark.usefixtures("_all_modules")
def test_a_subclass_that_inherits_a_mapping_adds_only_fields_with_defaults() -> None:
    for mapping in MAPPINGS:
        for heir in mapping.owner.__subclasses__():
            required = {field.name for field in msgspec.structs.fields(heir) if field.required}
            assert mapping.name in vars(heir) or required <= {*mapping.owner.__struct_fields__}, heir
