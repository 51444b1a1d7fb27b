"""All modules of the package, imported."""

import importlib
import pkgutil
from types import ModuleType

import parlour


def modules_of_parlour() -> list[ModuleType]:
    found = pkgutil.walk_packages(parlour.__path__, "parlour.")
    return [importlib.import_module(module.name) for module in found if not module.name.endswith("__main__")]
