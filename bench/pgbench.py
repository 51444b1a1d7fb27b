"""pgbench with the server's own statements: the speed of PostgreSQL alone."""

import os
import re
import subprocess
from pathlib import Path
from typing import LiteralString

import msgspec

from bench.measure import Effort, Failed, Measured, percentile
from parlour.db.cluster import BINARIES

PARAMETER = re.compile(r"\$(\d+)")
# The number of transactions of a connection that use the same choice.
KEPT_FOR = 20
# The same settings as the server's own connections; see parlour.db.pool.
CONNECTION_OPTIONS = "-c jit=off -c plan_cache_mode=force_generic_plan -c timezone=UTC"


class Script(msgspec.Struct, frozen=True):
    r"""A statement with the names of its parameters, arguments of `\set` in `settings`, and values to choose from."""

    statement: LiteralString
    parameters: tuple[str, ...]
    settings: tuple[str, ...]
    choices: list[dict[str, str]] = []

    def render(self) -> str:
        lines = [*self._choose(), *(f"\\set {setting}" for setting in self.settings)]
        lines.append(
            PARAMETER.sub(lambda match: f":{self.parameters[int(match[1]) - 1]}", self.statement).strip() + ";"
        )
        return "\n".join(lines) + "\n"

    def _choose(self) -> list[str]:
        """Return commands that draw another choice now and then. pgbench can't draw texts, so the database does."""
        if not self.choices:
            return []
        names = list(self.choices[0])
        rows = ",\n".join(
            f"({number}, {', '.join(_quote(choice[name]) for name in names)})"
            for number, choice in enumerate(self.choices)
        )
        return [
            f"\\if :done % {KEPT_FOR} = 0",
            f"\\set choice random(0, {len(self.choices) - 1})",
            f"SELECT {', '.join(names)} FROM (VALUES",
            rows,
            f") AS choices (number, {', '.join(names)}) WHERE number = :choice \\gset",
            "\\endif",
            "\\set done :done + 1",
        ]


def _quote(text: str) -> str:
    if ":" in text:
        raise ValueError("pgbench would take what follows a colon for a variable.")
    return "'{}'".format(text.replace("'", "''"))


def run(url: str, script: Script, effort: Effort, directory: Path) -> Measured:
    """Repeat the script. The warm-up, in which statements are prepared, isn't counted."""
    file = directory / "script.sql"
    file.write_text(script.render())
    seconds = effort.warm_up_s + effort.seconds + 1
    clients = str(effort.connections)
    command = [str(BINARIES / "pgbench"), "-n", "-M", "prepared", "-c", clients, "-T", str(seconds), "-l"]
    done = subprocess.run(
        [*command, f"--log-prefix={directory / 'log'}", "-D", "done=0", "-f", str(file), url],
        env={**os.environ, "PGOPTIONS": CONNECTION_OPTIONS},
        capture_output=True,
        text=True,
        timeout=seconds * 2 + 30,
        check=False,
    )
    if done.returncode != 0 or "number of failed transactions: 0 " not in done.stdout:
        raise Failed(f"pgbench failed: {(done.stderr or done.stdout).strip()[-1000:]}")
    return _read_log(directory, effort)


def _read_log(directory: Path, effort: Effort) -> Measured:
    """Count the transactions that ended after the warm-up. A line is: client, number, µs, script, second, µs."""
    taken: list[tuple[float, float]] = []
    for file in directory.glob("log.*"):
        for line in file.read_text().splitlines():
            fields = line.split()
            taken.append((int(fields[4]) + int(fields[5]) / 1e6, int(fields[2]) / 1000))
        file.unlink()
    begin = min(ended for ended, _ in taken) + effort.warm_up_s
    counted = sorted(ms for ended, ms in taken if begin <= ended < begin + effort.seconds)
    return Measured(len(counted) / effort.seconds, percentile(counted, 0.5), percentile(counted, 0.99))
