"""Sites that show a booking page in a frame."""

import re

# As browsers compare them: no path, not even a slash.
_ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]{1,5})?")


def parse_site(text: str) -> str:
    """Return the origin of a site, which may be all below a domain: `https://*.salon.example`. Raise `ValueError`."""
    origin = text.strip().rstrip("/").lower()
    if not _ORIGIN.fullmatch(origin):
        raise ValueError(f"{text!r} is no site; write it as https://salon.example.")
    return origin
