"""One deliberate fault: a replacement in one file, with the texts by which it is shown and recognised."""

import msgspec


class Edit(msgspec.Struct, frozen=True):
    """The replacement of the text from `start` to `end`."""

    start: int
    end: int
    replacement: str
    what: str
    """The kind of fault, in a few words."""


class Mutant(msgspec.Struct, frozen=True):
    """An edit of a file, with its position."""

    path: str
    scope: str
    """The function, class or constant that contains it; in a migration the name of what the statement creates."""
    line: int
    edit: Edit
    removed: tuple[str, ...]
    added: tuple[str, ...]
    lines: tuple[int, ...]
    """Lines for finding covering tests: its own, then the first of the statement."""
    is_sql: bool = False

    @property
    def key(self) -> str:
        """Return a key that stays the same when other lines of the file move or change."""
        return "\n".join([f"{self.path} {self.scope}", *diff_of(self)])

    @property
    def is_migration(self) -> bool:
        return self.path.endswith(".sql")

    def apply(self, text: str) -> str:
        return text[: self.edit.start] + self.edit.replacement + text[self.edit.end :]


def diff_of(mutant: Mutant) -> list[str]:
    return [*(f"- {line}" for line in mutant.removed), *(f"+ {line}" for line in mutant.added)]


def make_mutant(path: str, text: str, edit: Edit, scope: str, first_line: int, *, is_sql: bool = False) -> Mutant:
    """Describe an edit of `text`; `first_line` is where its statement begins."""
    line = text.count("\n", 0, edit.start) + 1
    begin = text.rfind("\n", 0, edit.start) + 1
    end = text.find("\n", edit.end)
    end = len(text) if end < 0 else end
    changed = text[begin : edit.start] + edit.replacement + text[edit.end : end]
    return Mutant(
        path,
        scope,
        line,
        edit,
        removed=_stripped(text[begin:end]),
        added=_stripped(changed),
        lines=tuple(dict.fromkeys((line, first_line))),
        is_sql=is_sql,
    )


def _stripped(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
