"""Mutants that change no behaviour: a file lists them with the reason, in the form that `make mutants` prints."""

from pathlib import Path

from mutants.mutant import Mutant

FILE = Path("tests/mutants/equivalent.txt")


class MissingReason(Exception):
    """An entry has no reason."""


def read_equivalents(text: str) -> dict[str, str]:
    """Return the reasons by the mutants' keys. Empty lines separate entries; lines with `#` are comments."""
    found: dict[str, str] = {}
    for block in text.split("\n\n"):
        lines = [line for line in block.splitlines() if line.strip() and not line.startswith("#")]
        if not lines:
            continue
        is_key = [number == 0 or line.startswith(("- ", "+ ")) for number, line in enumerate(lines)]
        reason = " ".join(line.strip() for line, is_part in zip(lines, is_key, strict=True) if not is_part)
        if not reason:
            raise MissingReason(lines[0])
        found["\n".join(line for line, is_part in zip(lines, is_key, strict=True) if is_part)] = reason
    return found


def obsolete(equivalents: dict[str, str], mutants: list[Mutant]) -> list[str]:
    """Return entries that match no mutant of the whole tree."""
    keys = {mutant.key for mutant in mutants}
    return [key for key in equivalents if key not in keys]
