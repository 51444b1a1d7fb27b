"""What the envelopes of all versions of the API have in common."""

from typing import Annotated, Any

from msgspec import Meta

NoMeta = Annotated[
    list[dict[str, Any]], Meta(description="Always empty.", examples=[[]], extra_json_schema={"maxItems": 0})
]
