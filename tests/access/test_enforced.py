"""Which rights anything asks for: read from the code, and held against what the list of rights says."""

import ast
from collections.abc import Iterator
from pathlib import Path

import parlour
from parlour.access.permissions import Permission
from parlour.access.rights import rights_by_name
from parlour.areas.users.v1.wire.rights import UNENFORCED, hint_of
from tests.support.client import Client
from tests.support.contract import Description
from tests.support.people import HARBOUR

UNENFORCED_LIST = Path(__file__).with_name("unenforced.txt")
# How many names were in it when it was made. Lower it with each right that something asks for.
AT_MOST = 129
# Enforced where requests come in.
ADDRESSES = {"auth_enable_check_ip", "auth_list_allowed_ip"}
# They only describe what is refused elsewhere.
DESCRIBING = {"Refusal", "no_right", "no_right_in_chain", "no_right_there"}


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes, without what only describes refusals."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
        name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        if name in DESCRIBING:
            return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from _parts(child)


def asked_for(code: str) -> set[str]:
    """The rights that a module asks for: members of `Permission`, and values that it looks up by a right's own name."""
    found = set()
    for node in _parts(ast.parse(code)):
        match node:
            case ast.Attribute(value=ast.Name("Permission"), attr=name) if name in Permission.__members__:
                found.add(Permission[name].value)
            case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value=str(name)), *_]):
                found.add(name)
            case ast.Subscript(slice=ast.Constant(value=str(name))):
                found.add(name)
    return found & rights_by_name().keys()


def _asked_for_somewhere() -> set[str]:
    root = Path(parlour.__file__).parent
    modules = [path for part in ("access", "areas", "http") for path in (root / part).rglob("*.py")]
    return set().union(*(asked_for(path.read_text("utf-8")) for path in modules)) | ADDRESSES


def test_the_code_is_read_for_what_it_asks_for() -> None:
    assert asked_for("tenant.require(Permission.STOCK_VIEW)") == {"storages_transactions_access"}
    assert asked_for('values.get("storages_ids")') == {"storages_ids"}
    assert asked_for('tenant.values["clients_access"]') == {"clients_access"}
    assert (
        asked_for('Refusal("a", "b", Forbidden(Permission.STOCK_VIEW.value)); Meta(examples=["clients_access"])')
        == set()
    )


def test_the_list_of_rights_says_which_are_enforced() -> None:
    declared = {name for name, right in rights_by_name().items() if right.is_enforced}
    assert declared == _asked_for_somewhere()


def test_every_member_of_permission_is_asked_for() -> None:
    assert {permission.value for permission in Permission} - _asked_for_somewhere() == set()


def test_what_is_not_enforced_is_listed() -> None:
    """unenforced.txt may lose lines, and gains none: a new right comes with what asks for it."""
    names = UNENFORCED_LIST.read_text().split()
    assert names == sorted(name for name, right in rights_by_name().items() if not right.is_enforced)
    assert len(names) <= AT_MOST


def test_the_published_description_says_so(published: Description) -> None:
    told = {
        name: UNENFORCED in field["description"]
        for kind, schema in published.document["components"]["schemas"].items()
        if kind.endswith("Rights") and kind != "UserRights"
        for name, field in schema["properties"].items()
        if name in rights_by_name() and "description" in field
    }
    assert told == {name: not right.is_enforced for name, right in rights_by_name().items()}


async def test_the_answer_with_roles_says_so(client: Client) -> None:
    answer = await client.get(f"/company/{HARBOUR}/users/roles?include=user_permissions")
    hints = {
        right["slug"]: right["hint"]
        for branch in answer.json()["data"][0]["user_permissions"]
        for right in (branch, *(branch["children"] or ()))
    }
    assert hints == {name: hint_of(right) for name, right in rights_by_name().items()}
    assert UNENFORCED in hints["loyalty_access"]
    assert UNENFORCED not in hints["storages_ids"]
