"""Lists whose address ends with an id that clients may leave out: `/company/{location}/goods_categories`."""

import inspect
import re
from typing import Any

from litestar.handlers import HTTPRouteHandler

_LAST_ID = re.compile(r"/\{(\w+):int\}$")


def without_last_id(handler: HTTPRouteHandler) -> HTTPRouteHandler:
    """Return the same operation at its address without the id at the end, as if the id was 0.

    The description contains only the full address, because it is one operation.
    """
    (path,) = handler.paths
    found = _LAST_ID.search(path)
    assert found is not None  # noqa: S101 - a mistake in our code, seen at every start
    name, whole = found[1], handler.fn

    async def answer(**given: Any) -> Any:
        return await whole(**given, **{name: 0})

    signature = inspect.signature(whole)
    kept = [
        each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in signature.parameters.values() if each.name != name
    ]
    answer.__name__ = f"{whole.__name__}_without_{name}"
    answer.__signature__ = signature.replace(parameters=kept)  # type: ignore[attr-defined] # inspect looks for it
    answer.__annotations__ = {each.name: each.annotation for each in kept} | {"return": signature.return_annotation}
    shorter = HTTPRouteHandler(
        path[: found.start()],
        http_method=[*handler.http_methods],
        status_code=handler.status_code,
        include_in_schema=False,
        opt=dict(handler.opt),
    )
    shorter.operation_id = handler.operation_id
    return shorter(answer)
