"""What goes wrong is said in one plain line, and the exit code tells refused from wrongly used."""

from pathlib import Path
from types import SimpleNamespace

import asyncpg
import pytest

from parlour.cli.failures import failure_of
from tests.cli.command import Inside, Parlour

WRONG_USAGE = {
    "partner add": "--title",
    "partner revoke three": "'three' is not an id",
    "partner revoke 0": "'0' is not an id",
    "partner ad": "Did you mean 'add'?",
    "token list --colour": "--colour",
    "user add --name A": "--email or --phone",
    "user add --name A --email a@b --role owner": "--role together with --chain or --location",
    "user add --name A --email a@b --chain 1": "--role together with --chain or --location",
    "user add --name A --email a@b --chain 1 --location 1 --role owner": "not both",
    "user add --name A --email a@b --chain 1 --role boss": "administrator",
}


@pytest.mark.parametrize("call", WRONG_USAGE)
def test_wrong_usage_ends_with_2(call: str, inside: Inside) -> None:
    assert WRONG_USAGE[call] in inside(*call.split()).assert_refused(2)


def test_a_process_exits_with_2_for_wrong_usage(parlour: Parlour) -> None:
    line = parlour.start("partner", "add", "--titel", "Typo").assert_refused(2)
    assert "--titel" in line
    assert "parlour partner add --help" in line


def test_all_faults_of_settings_are_reported_at_once(inside: Inside) -> None:
    done = inside("serve", "--port", "http", "--workers", "0", PARLOUR_LOG_LEVEL="loud", PARLOUR_COLOUR="red")
    assert done.code == 2
    assert done.out == ""
    assert sorted(line.split(":")[0] for line in done.err.splitlines()) == [
        "--port",
        "--workers",
        "PARLOUR_COLOUR",
        "PARLOUR_LOG_LEVEL",
    ]


@pytest.mark.parametrize("words", [("chain", "list"), ("serve",), ("migrate",)])
def test_a_database_out_of_reach(words: tuple[str, ...], inside: Inside) -> None:
    url = "postgresql://someone:secret@127.0.0.1:1/parlour"
    line = inside(*words, "--database-url", url).assert_refused()
    assert line.startswith("Can't reach the database: ")
    assert "secret" not in line


def test_a_malformed_address_betrays_no_password(inside: Inside) -> None:
    line = inside("chain", "list", "--database-url", "postgresql://someone:pass/word@localhost/x").assert_refused()
    assert line.startswith("Can't reach the database: its address is malformed.")
    assert "pass/word" not in line
    assert "'pass'" not in line


def test_an_unusable_data_directory_is_reported(inside: Inside, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert str(tmp_path / "file") in inside("chain", "list", "--data-dir", tmp_path / "file").assert_refused()


def _press_ctrl_c() -> str:
    raise KeyboardInterrupt


def test_an_interrupt_ends_with_130(inside: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: False, readline=_press_ctrl_c))
    done = inside("user", "set-password", "nobody@example.com", "--password", "-")
    assert done.code == 130
    assert done.err == ""


@pytest.mark.parametrize(
    ("error", "start"),
    [
        (asyncpg.ReadOnlySQLTransactionError("cannot execute\nINSERT"), "The database refused: cannot execute INSERT"),
        (PermissionError(13, "Permission denied", "var"), "Can't use var: Permission denied."),
        (OSError(28, "No space left on device"), "The system refused: No space left on device."),
    ],
)
def test_problems_of_the_machine_are_not_reported_as_bugs(error: Exception, start: str) -> None:
    failure = failure_of(error)
    assert failure.is_expected
    assert failure.exit_code == 1
    assert failure.lines == [start]


def test_the_unexpected_is_one_line_with_a_hint() -> None:
    failure = failure_of(ZeroDivisionError("division\nby zero"))
    assert not failure.is_expected
    assert len(failure.lines) == 1
    assert "ZeroDivisionError: division by zero" in failure.lines[0]
    assert "PARLOUR_LOG_LEVEL=debug" in failure.lines[0]
