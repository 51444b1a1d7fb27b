"""Every command explains itself."""

from collections.abc import Iterator
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from parlour.cli.main import create_cli
from tests.cli.command import Inside, Parlour


def _commands(command: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    for name, inner in getattr(command, "commands", {}).items():
        yield from _commands(inner, (*words, name))
    if not hasattr(command, "commands"):
        yield " ".join(words), command


COMMANDS = dict(_commands(typer.main.get_command(create_cli())))


def test_all_commands_are_found() -> None:
    nouns = {
        "partner": ("add", "list", "revoke"),
        "user": ("add", "set-password", "list"),
        "token": ("list", "revoke"),
        "chain": ("add", "list"),
        "location": ("add", "list"),
    }
    expected = {f"{noun} {verb}" for noun, verbs in nouns.items() for verb in verbs}
    assert expected | {"serve", "migrate", "openapi", "version", "settings"} <= COMMANDS.keys()


@pytest.mark.parametrize("words", COMMANDS)
def test_help_describes_and_gives_an_example(words: str) -> None:
    shown = CliRunner().invoke(create_cli(), [*words.split(), "--help"]).output
    assert COMMANDS[words].help.split(".")[0] in " ".join(shown.split())
    assert f"Example: parlour {words}" in shown


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_speaks_json(words: str) -> None:
    assert "--json" in {flag for parameter in COMMANDS[words].params for flag in parameter.opts}


def test_help_comes_out_of_the_real_command(parlour: Parlour) -> None:
    done = parlour.start("location", "add", "--help")
    assert done.code == 0
    assert "Example: parlour location add" in done.out
    assert done.err == ""


def test_a_group_without_a_command_lists_its_commands(inside: Inside) -> None:
    done = inside("partner")
    assert done.code == 2
    assert "revoke" in done.out
    assert done.err == ""
