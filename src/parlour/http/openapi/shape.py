"""What a part of the description looks like while it is being made, and how its parts refer to each other."""

from typing import Any

Document = dict[str, Any]
REF = "#/components/schemas/{name}"


def referred(schema: Document) -> str:
    """The name of the component that a `$ref` points to."""
    name: str = schema["$ref"].rpartition("/")[2]
    return name
