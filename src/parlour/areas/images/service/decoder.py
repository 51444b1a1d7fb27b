"""The decoder process: turns the bytes of a picture into its renditions, or into the reason why there are none.

Runs as `python -m parlour.areas.images.service.decoder` under the limits of `parlour.confined`. It imports Pillow and
the modules beside it, nothing of the application.
"""

import msgspec

from parlour.areas.images.model.decoding_work import DAMAGED
from parlour.areas.images.model.images import RenderResult
from parlour.areas.images.service.rendering import render
from parlour.confined.inside import answer_requests


def answer(content: bytes) -> bytes:
    """Return the encoded outcome. Any exception of a decoder means that the picture is damaged."""
    try:
        result = RenderResult(render(content), None)
    except MemoryError:
        raise
    except ValueError as error:
        result = RenderResult([], str(error))
    except Exception:  # noqa: BLE001 - any exception of a decoder means the same, and none may end the process
        result = RenderResult([], DAMAGED)
    return msgspec.msgpack.encode(result)


if __name__ == "__main__":
    answer_requests(answer)
