"""The type of a part of the description while it is made, and references between parts."""

from typing import Any

Document = dict[str, Any]
REF = "#/components/schemas/{name}"


def referred(schema: Document) -> str:
    """Return the name of the component that a `$ref` points to."""
    name: str = schema["$ref"].rpartition("/")[2]
    return name
