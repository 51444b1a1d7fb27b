"""Tokens and roles: what needs no database"""

import re

from parlour.access.policy import permissions_of
from parlour.access.tokens import hash_token, new_token


def test_a_token_is_long_and_never_the_same() -> None:
    tokens = {new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(re.fullmatch(r"[0-9a-f]{48}", token) for token in tokens)


def test_a_hash_does_not_hold_the_token() -> None:
    token = new_token()
    assert len(hash_token(token)) == 32
    assert bytes.fromhex(token) not in hash_token(token)
    assert hash_token(token) != hash_token(new_token())


def test_an_unknown_role_has_no_rights() -> None:
    for role in (None, "", "OWNER", "free_reader"):
        assert permissions_of(role) == frozenset()
