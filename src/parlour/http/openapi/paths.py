"""Addresses in the description, in a form that OpenAPI and generated clients allow (decision 0025)."""

import re
from collections.abc import Iterable

# Names in addresses and their replacements: the native client of Java calls every form that it sends `entity`.
_TAKEN = {"entity": "entity_name"}
_PARAMETER = re.compile(r"{(\w+)}")


def published_paths(paths: Iterable[str]) -> dict[str, str]:
    """Return each address with its address in the description.

    Addresses that differ only in the names of their parameters become one, because OpenAPI forbids two of them. Its
    parameters get all names: `/labels/{tag_id}` and `/labels/{kind}` become `/labels/{tag_id_or_kind}`.
    """
    alike: dict[str, list[str]] = {}
    for path in dict.fromkeys(paths):
        alike.setdefault(_PARAMETER.sub("{}", path), []).append(path)
    return {path: _united(group) for group in alike.values() for path in group}


def parameter_names(path: str) -> list[str]:
    """Return the names of an address's parameters, in order."""
    return _PARAMETER.findall(path)


def _united(paths: list[str]) -> str:
    columns = zip(*map(parameter_names, paths), strict=True)
    names = ["_or_".join(dict.fromkeys(_TAKEN.get(name, name) for name in column)) for column in columns]
    found = iter(names)
    return _PARAMETER.sub(lambda _: f"{{{next(found)}}}", paths[0])
