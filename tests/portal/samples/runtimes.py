"""Runs samples as a reader would: a file of its own, with nothing installed but the language."""

import os
import re
import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import msgspec
import pytest

from parlour.portal.samples import LANGUAGES, Language

RUNNABLE = [language for language in LANGUAGES if language.id != "json"]


class Runtime(msgspec.Struct, frozen=True):
    """The commands that run a language one after the other, and the packages of Debian that they come from."""

    packages: str
    commands: tuple[str, ...]
    file: str = "sample"


RUNTIMES = {
    "curl": Runtime("curl", ("bash sample.sh",)),
    "javascript": Runtime("nodejs", ("node sample.mjs",)),
    "node": Runtime("nodejs", ("node sample.js",)),
    "python": Runtime("python3", (f"{sys.executable} -I -S sample.py",)),
    "java": Runtime("default-jdk-headless", ("java -XX:TieredStopAtLevel=1 Sample.java",), "Sample"),
    "csharp": Runtime(
        "mono-mcs mono-runtime libmono-system-net-http4.0-cil",
        ("mcs -r:System.Net.Http.dll sample.cs", "mono sample.exe"),
    ),
    "php": Runtime("php-cli", ("php -n sample.php",)),
    "go": Runtime("golang-go", ("go run sample.go",)),
    "ruby": Runtime("ruby", ("ruby --disable=gems sample.rb",)),
    "r": Runtime("r-base-core r-cran-httr2", ("Rscript --vanilla sample.R",)),
}


class Shown(msgspec.Struct, frozen=True):
    """What a sample has printed."""

    status: int
    body: str


def run(language: Language, sample: str, directory: Path) -> Shown:
    """Runs a sample; skips the test where the runtime is missing."""
    require(language)
    runtime = RUNTIMES[language.id]
    (directory / f"{runtime.file}.{language.suffix}").write_text(sample, encoding="utf-8")
    printed = ""
    for command in runtime.commands:
        ran = subprocess.run(
            command.split(), cwd=directory, env=_environ(directory), capture_output=True, timeout=100, check=False
        )
        assert ran.returncode == 0, ran.stderr.decode()
        printed += ran.stdout.decode()
    return _shown(printed)


def require(language: Language) -> None:
    if not _is_installed(language.id):
        packages = RUNTIMES[language.id].packages
        pytest.skip(f"{language.title} is not on this machine: apt-get install {packages}")


@lru_cache
def _is_installed(language_id: str) -> bool:
    tools = [command.split()[0] for command in RUNTIMES[language_id].commands]
    if language_id == "curl":
        tools.append("curl")
    if not all(map(shutil.which, tools)):
        return False
    if language_id != "r":
        return True
    return subprocess.run(["Rscript", "-e", "library(httr2)"], capture_output=True, check=False).returncode == 0


def _environ(directory: Path) -> dict[str, str]:
    """No proxies, no settings of the developer's; Go keeps what it has compiled for all tests of the run."""
    cache = directory.parent / "go-cache"
    return {"PATH": os.environ["PATH"], "HOME": str(directory), "LC_ALL": "C.UTF-8", "GOCACHE": str(cache)}


def _shown(printed: str) -> Shown:
    """The status is the first number of three digits; the body is the rest, after the headers that curl prints."""
    first, _, rest = printed.partition("\n")
    found = re.search(r"\b[1-5]\d\d\b", first)
    assert found, printed
    if first.startswith("HTTP/") and "\r" in first:
        rest = rest.partition("\r\n\r\n")[2]
    return Shown(int(found[0]), rest.strip())
