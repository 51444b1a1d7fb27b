"""Whether a request names the media type of API v2."""

from typing import Any

import pytest

from parlour.errors import Malformed
from parlour.http.media_type import names_media_type, require_media_type

OURS = b"application/vnd.api.v2+json"


@pytest.mark.parametrize(
    ("headers", "names_it"),
    [
        ([], False),
        ([(b"accept", OURS)], True),
        ([(b"accept", OURS.upper())], True),
        ([(b"accept", b"application/vnd.yclients.v2+json")], True),
        ([(b"accept", b"*/*")], False),
        ([(b"accept", b"text/html, %s;q=0.1" % OURS)], True),
        ([(b"accept", b"text/html"), (b"accept", OURS)], True),
        ([(b"accept", b"%s; charset=utf-8; q=0" % OURS)], False),
        ([(b"accept", b"%s; q = 0.00 ; x=1" % OURS)], False),
        ([(b"accept", b"%s; q=0.01" % OURS)], True),
        ([(b"content-type", OURS), (b"accept", b"*/*")], False),
        ([(b"content-type", OURS)], False),
    ],
)
def test_only_accept_names_it(headers: list[tuple[bytes, bytes]], names_it: bool) -> None:
    scope: Any = {"headers": headers}
    assert names_media_type(scope) is names_it
    if names_it:
        require_media_type(scope)
    else:
        with pytest.raises(Malformed, match="Send the header Accept: application/vnd"):
            require_media_type(scope)
