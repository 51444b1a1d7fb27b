"""Which passwords may be set"""

import subprocess
import sys

import pytest

from parlour.access.password_rules import HAS_LOGIN, LENGTH, MAX_LENGTH, TOO_COMMON, check_password

ANNA = ["anna.berg@example.com", "+13155550175"]


def fault_of(password: str, *, name: str = "Anna Berg") -> str | None:
    try:
        check_password(password, ANNA, name)
    except ValueError as fault:
        return str(fault)
    return None


@pytest.mark.parametrize("logins", [[None, "anna.berg@example.com"], ["anna.berg@example.com", ""], [None]])
def test_a_login_that_a_user_does_not_have_forbids_nothing(logins: list[str | None]) -> None:
    check_password("lamp-tea-window-91", logins)
    for login in filter(None, logins):
        with pytest.raises(ValueError, match=HAS_LOGIN):
            check_password(f"lamp-{login}-91", logins)


@pytest.mark.parametrize(
    "password",
    [
        *("password", "12345678", "qwertyuiop", "iloveyou", "trustno1", "1q2w3e4r", "baseball", "sunshine"),
        *("Password1", "P@ssw0rd", "PASSWORD123", "ｐａｓｓｗｏｒｄ", "letmein123", "passwordpassword", "drowssap"),
        *("aaaaaaaa", "abcdefgh", "abcabcabc", "87654321", "20261231", "31.12.2026", "1" * 200, "abcd" * 100),
        *("Berg1234", "annaberg", "AnnaBerg1"),
    ],
)
def test_common_passwords_are_refused(password: str) -> None:
    """Q-089."""
    assert fault_of(password) == TOO_COMMON


@pytest.mark.parametrize(
    "password",
    [
        *("anna.berg@example.com", "xx-ANNA.BERG@example.com-7", "anna.berg-lamp-tea", "Ａｎｎａ．Ｂｅｒｇ-lamp-tea"),
        *("lamp 13155550175 tea", "lamp +13155550175", "lamp-5550175-tea"),
        *("parlour-lamp-tea-91", "PARLOUR lamp tea 91"),
    ],
)
def test_passwords_with_login_or_software_name_are_refused(password: str) -> None:
    """Q-089."""
    assert fault_of(password) == HAS_LOGIN


@pytest.mark.parametrize(
    "password", ["", "short", "x" * 7, "correct horse " * 100, "correct\nhorse staple", "correct\x00horse"]
)
def test_length_is_bounded_and_characters_must_be_printable(password: str) -> None:
    """Q-089."""
    assert fault_of(password) == LENGTH


@pytest.mark.parametrize(
    "password",
    [
        *(
            "correct horse battery staple",
            "x7#kPq!2",
            "Tr0ub4dour&3",
            "лампа чай синий гусь",
            "lamp tea blue goose" * 4,
        ),
        *("lampe-thé-été-91", "lamp-berg-tea-blue", "a7-k2 " * 160 + "blue", "k3v9x-2mfq8-wz7hp-4tcb6"),
    ],
)
def test_strong_passwords_are_accepted(password: str) -> None:
    assert len(password) <= MAX_LENGTH
    assert fault_of(password) is None


def test_parts_of_a_login_count_from_three_characters() -> None:
    check_password("edible lamp blue goose", ["ed@example.com"])
    with pytest.raises(ValueError, match=HAS_LOGIN):
        check_password("amygdala lamp blue goose", ["amy@example.com"])


def test_a_thousand_characters_are_allowed_and_not_one_more() -> None:
    longest = "lamp-tea-window-91".ljust(1000, ".")
    assert fault_of(longest) is None
    assert fault_of(f"{longest}.") == LENGTH == "Must have 8 to 1000 printable characters."


def test_the_dictionary_is_loaded_lazily() -> None:
    code = "import sys, parlour.app, parlour.cli.main; sys.exit('zxcvbn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
