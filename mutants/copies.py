"""Copies of the tree in which mutants are tried. They are kept between runs, with their compiled files."""

import itertools
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mutants.mutant import Mutant

# Python recognises compiled files by the time of their source, so each state of a file gets a time of its own.
_TIMES = itertools.count(2_000_000_000)


class Copy:
    """One copy of the tree."""

    def __init__(self, tree: Path, directory: Path) -> None:
        self._tree = tree
        self.root = directory

    def refresh(self) -> None:
        """Bring the copy to the state of the tree, without ignored files."""
        wanted = set(_files(self._tree))
        for path in wanted:
            source, target = self._tree / path, self.root / path
            if not target.exists() or target.read_bytes() != source.read_bytes():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, target)
        listing = self.root / ".mutants-files"
        known = set(listing.read_text().splitlines()) if listing.exists() else set()
        for path in known - wanted:
            (self.root / path).unlink(missing_ok=True)
        listing.write_text("\n".join(sorted(wanted)))

    @contextmanager
    def mutated(self, mutant: Mutant) -> Iterator[None]:
        """Apply the mutant to the copy during the block."""
        file = self.root / mutant.path
        text, before = file.read_text(), file.stat()
        file.write_text(mutant.apply(text))
        now = next(_TIMES)
        os.utime(file, (now, now))
        try:
            yield
        finally:
            file.write_text(text)
            os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))

    @property
    def environ(self) -> dict[str, str]:
        """Return an environment in which Python imports the copy instead of the tree."""
        paths = os.pathsep.join([str(self.root / "src"), str(self.root), str(Path(__file__).parents[1])])
        return {**os.environ, "PYTHONPATH": paths}


def _files(tree: Path) -> list[str]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=tree, check=True, capture_output=True, text=True).stdout
    return [path for path in listed.split("\0") if path and (tree / path).is_file()]
