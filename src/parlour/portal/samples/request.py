"""The request that a sample sends."""

from urllib.parse import quote

import msgspec


class SampleRequest(msgspec.Struct, frozen=True):
    """A request, independent of a language. Address, path and values of headers may contain placeholders."""

    method: str
    base_url: str
    """Without a slash at the end."""
    path: str
    """Percent-encoded."""
    query: tuple[tuple[str, str], ...] = ()
    """Not encoded; a list is a pair for each of its items."""
    headers: tuple[tuple[str, str], ...] = ()
    body: str | None = None
    """JSON with the line breaks that are shown."""
    form: tuple[tuple[str, str], ...] = ()
    """The fields of a form instead; a file as @ and its name. Only curl's samples send one."""

    @property
    def url(self) -> str:
        query = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in self.query)
        return f"{self.base_url}{self.path}{'?' if query else ''}{query}"

    @property
    def visible_body(self) -> str | None:
        """Return the JSON with invisible characters escaped: line separators, joiners, direction marks."""
        if self.body is None:
            return None
        return "".join(
            character if character.isprintable() or character == "\n" else _escaped(character)
            for character in self.body.strip()
        )


def _escaped(character: str) -> str:
    """Escape as in JSON. Outside its texts JSON has no such characters but white space, which becomes a blank."""
    if character in "\t\r":
        return " "
    utf16 = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{utf16[at : at + 2].hex()}" for at in range(0, len(utf16), 2))
