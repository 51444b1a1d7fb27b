"""Bodies of answers of API v2."""

from typing import Any


def body(message: str) -> dict[str, Any]:
    """The body of an error."""
    return {"success": False, "data": None, "meta": {"message": message}}
