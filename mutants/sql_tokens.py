"""SQL as a list of tokens with their position in the text and their depth in parentheses; the ends of conditions."""

import re
from collections.abc import Iterator

import msgspec

# Double quotes are those of Python around a part of a statement, or those of a name.
TOKEN = re.compile(
    r"""(?P<skip>\s+|--[^\n]*|f?"+)|(?P<text>'(?:[^']|'')*')|(?P<word>\{[^{}]*\}|[A-Za-z_][\w.]*)
    |(?P<number>\d+(?:\.\d+)?)|(?P<sign>\$\d+|\$\w*\$|::|:=|<=|>=|<>|!=|->>|->|@>|<@|\|\||&&|[-+*/%<>=(),;\[\]~!@#&|?:.\\{}$'])""",
    re.VERBOSE,
)
# Tokens that end a condition at its own depth.
ENDS = {
    "WHERE", "GROUP", "ORDER", "LIMIT", "OFFSET", "RETURNING", "FOR", "UNION", "JOIN", "LEFT", "INNER", "CROSS",
    "FULL", "HAVING", "THEN", "LOOP", "WINDOW", "SET", "WITH", "ELSE", "END", "INTO", "DO", "WHEN", "ON", "FROM",
    ";", ",",
}  # fmt: skip


class Token(msgspec.Struct, frozen=True):
    text: str
    start: int
    end: int
    depth: int

    @property
    def word(self) -> str:
        return self.text.upper()


class Statement:
    """The tokens of a piece of SQL. Positions are those in the text from which it was taken."""

    def __init__(self, text: str, offset: int = 0) -> None:
        self.text = text
        self.offset = offset
        self.tokens = list(_tokens(text))

    def words(self, index: int, count: int) -> tuple[str, ...]:
        return tuple(token.word for token in self.tokens[index : index + count])

    def source(self, begin: int, end: int) -> str:
        """Return the text of the tokens from `begin` up to, not including, `end`."""
        return self.text[self.tokens[begin].start : self.tokens[end - 1].end]

    def condition_from(self, index: int) -> tuple[int, int]:
        """Return the condition that begins at a token, as a range of tokens; empty if there is none."""
        if index >= len(self.tokens):
            return index, index
        depth = self.tokens[index].depth
        cases = 0
        for end in range(index, len(self.tokens)):
            token = self.tokens[end]
            if token.depth < depth:
                return index, end
            if token.depth == depth:
                if token.word == "CASE":
                    cases += 1
                elif cases:
                    cases -= token.word == "END"
                elif token.word in ENDS and self.words(end - 1, 2) != ("DISTINCT", "FROM"):
                    return index, end
        return index, len(self.tokens)

    def split(self, begin: int, end: int, word: str) -> list[tuple[int, int]]:
        """Return the parts of a range between the words at its own depth. The AND of a BETWEEN doesn't count."""
        parts, start, between, cases = [], begin, False, 0
        depth = self.tokens[begin].depth if begin < end else 0
        for index in range(begin, end):
            token = self.tokens[index]
            if token.depth != depth or token.text in "()":
                continue
            cases += {"CASE": 1, "END": -1}.get(token.word, 0)
            if token.word == "BETWEEN":
                between = True
            elif token.word == word and not cases:
                if between and word == "AND":
                    between = False
                else:
                    parts.append((start, index))
                    start = index + 1
        return [*parts, (start, end)] if begin < end else []

    def closing(self, index: int) -> int:
        """Return the index of the parenthesis that closes the one at `index`."""
        depth = self.tokens[index].depth
        return next(
            (at for at in range(index + 1, len(self.tokens)) if self.tokens[at].depth == depth),
            len(self.tokens) - 1,
        )


def _tokens(text: str) -> Iterator[Token]:
    """Yield the tokens. Parentheses have the depth of their surroundings; what they contain is one deeper."""
    depth = 0
    for found in TOKEN.finditer(text):
        if found.lastgroup == "skip":
            continue
        if found[0] in (")", "]"):
            depth -= 1
        yield Token(found[0], found.start(), found.end(), depth)
        if found[0] in ("(", "["):
            depth += 1
