"""The catalogue of rights is the contract's, and each role begins with what a business would expect."""

import tomllib
from collections import Counter
from fnmatch import fnmatchcase
from importlib.resources import files
from typing import Any

import pytest

from parlour.access.permissions import Permission
from parlour.access.rights import UNRESTRICTED, Right, RightKind, rights_by_name, rights_tree
from parlour.access.roles import NAMES, roles
from tests.support.contract import contract

KINDS = {
    "boolean": {RightKind.FLAG, RightKind.LIMIT},
    "number": {RightKind.ONE_ID, RightKind.DAYS, RightKind.DAYS_0},
    "array": {RightKind.IDS, RightKind.ADDRESSES},
}
# Set, each of these keeps its holder from something, whatever its name sounds like.
LIMITS = {
    "finances_accounts_limited_access",
    "finances_salary_access_master_checkbox",
    "finances_payroll_calculation_create_by_master_access",
    "storages_limited_access",
    "limited_users_access",
    "auth_enable_check_ip",
}
CHANGING = ("create", "edit", "update", "delete", "add", "upload", "topup", "manual", "issue", "excel", "move", "send")

TOP = ("owner", "manager")
DESK = (*TOP, "administrator")
OFFICE = (*DESK, "accountant")
DEFAULTS = {
    "storages_access": (*OFFICE, "free_readonly_admin"),
    "storages_goods_crud_access": DESK,
    "storages_goods_create_access": DESK,
    "storages_goods_update_access": DESK,
    "storages_goods_title_edit_access": DESK,
    "storages_goods_category_edit_access": DESK,
    "storages_goods_selling_price_edit_access": DESK,
    "storages_goods_units_edit_access": DESK,
    "storages_goods_critical_balance_edit_access": DESK,
    "storages_goods_masses_edit_access": DESK,
    "storages_goods_comment_edit_access": DESK,
    "storages_goods_archive_access": DESK,
    "storages_goods_delete_access": TOP,
    "storages_goods_cost_price_edit_access": TOP,
    "storages_goods_prime_cost_view_access": OFFICE,
    "settings_basis_access": TOP,
    "users_access": OFFICE,
    "create_users_access": ("owner",),
    "edit_users_access": ("owner",),
    "delete_users_access": ("owner",),
    "security_logins_access": ("owner",),
    "security_data_changes_access": ("owner",),
    "billing_access": ("owner",),
    "clients_excel_access": TOP,
    "clients_card_phone_access": DESK,
    "finances_period_report_access": (*TOP, "accountant"),
    "create_records_access": (*DESK, "worker"),
}


def promised() -> dict[str, dict[str, str]]:
    """The contract's rights by section, each with its type; what stands beside the sections comes last, as `top`."""
    schema = contract().document["components"]["schemas"]["user_permissions_response_data_types"]
    tree = schema["properties"]["data"]["properties"]
    found = {section: _types(part["properties"]) for section, part in tree.items() if "properties" in part}
    return {**found, "top": _types({name: part for name, part in tree.items() if "properties" not in part})}


def _types(properties: dict[str, Any]) -> dict[str, str]:
    return {name: part["type"] for name, part in properties.items()}


def every_right() -> list[Right]:
    return [right for section in rights_tree().values() for right in section]


def held(role: str) -> set[str]:
    """The flags that a role begins with."""
    own = rights_by_name()
    return {name for name, value in roles()[role].values.items() if own[name].kind is RightKind.FLAG and value}


def test_sections_and_names_are_the_contracts_in_its_order() -> None:
    tree = {section: [right.name for right in found] for section, found in rights_tree().items()}
    assert list(tree) == list(promised())
    assert tree == {section: list(names) for section, names in promised().items()}


def test_a_kind_fits_the_type_that_the_contract_gives() -> None:
    own = rights_by_name()
    unfit = [
        right.path
        for right in every_right()
        if own[right.same_as or right.name].kind not in KINDS[promised()[right.section][right.name]]
    ]
    assert unfit == []


def test_each_right_of_its_own_has_a_short_title() -> None:
    wordy = [right.path for right in rights_by_name().values() if not 1 <= len(right.title.split()) <= 7]
    assert wordy == []


def test_no_two_rights_of_a_section_share_a_title() -> None:
    titles = Counter((right.section, right.title) for right in rights_by_name().values())
    assert [title for title, times in titles.items() if times > 1] == []


def test_a_right_that_is_the_same_as_another_says_nothing_else() -> None:
    catalogue = tomllib.loads(files("parlour.access").joinpath("rights.toml").read_text("utf-8"))
    twins = [said for rights in catalogue.values() for said in rights.values() if "same_as" in said]
    assert twins
    assert all(set(twin) == {"same_as"} for twin in twins)


def test_same_as_leads_to_a_right_of_its_own() -> None:
    twins = [right for right in every_right() if right.same_as is not None]
    assert [right.path for right in twins if right.same_as not in rights_by_name()] == []


def test_a_name_has_one_value_everywhere() -> None:
    own = Counter(right.name for right in every_right() if right.same_as is None)
    twins = {right.name for right in every_right() if right.same_as not in (None, right.name)}
    assert [name for name, times in own.items() if times > 1 or name in twins] == []


def test_what_operations_ask_for_are_rights_of_the_catalogue() -> None:
    kinds = {permission: rights_by_name()[permission.value].kind for permission in Permission}
    assert set(kinds.values()) == {RightKind.FLAG}


def test_what_takes_away_is_a_limit() -> None:
    assert {right.name for right in rights_by_name().values() if right.kind is RightKind.LIMIT} == LIMITS


def test_the_roles_are_the_contracts_the_strongest_first() -> None:
    schema = contract().document["components"]["schemas"]["user_role_permissions"]
    assert tuple(roles()) == NAMES
    assert set(NAMES) == set(schema["properties"]["user_role"]["enum"])
    weights = [role.weight for role in roles().values()]
    assert weights == sorted(set(weights), reverse=True)


def test_each_role_says_what_it_is_for() -> None:
    assert len({role.title for role in roles().values()} - {""}) == len(NAMES)
    assert len({role.description for role in roles().values()} - {""}) == len(NAMES)
    for name, role in roles().items():
        assert role.name == name
        assert len(role.title.split()) <= 4 < len(role.description.split()), name


def test_no_pattern_of_a_role_could_be_left_out() -> None:
    table = tomllib.loads(files("parlour.access").joinpath("roles.toml").read_text("utf-8"))
    idle = [
        (role, pattern)
        for role, said in table.items()
        for place, pattern in enumerate(said["holds"])
        if _reached([*said["holds"][:place], *said["holds"][place + 1 :]]) == _reached(said["holds"])
    ]
    assert idle == []


def _reached(patterns: list[str]) -> set[str]:
    reached: set[str] = set()
    for pattern in patterns:
        flags = (right.path for right in rights_by_name().values() if right.kind is RightKind.FLAG)
        fitting = {path for path in flags if fnmatchcase(path, pattern.removeprefix("!"))}
        reached = reached - fitting if pattern.startswith("!") else reached | fitting
    return reached


@pytest.mark.parametrize("right", DEFAULTS)
def test_a_right_is_held_by_the_roles_that_need_it(right: str) -> None:
    assert tuple(role for role in NAMES if right in held(role)) == DEFAULTS[right]


def test_an_owner_holds_every_flag() -> None:
    assert held("owner") == {right.name for right in rights_by_name().values() if right.kind is RightKind.FLAG}


@pytest.mark.parametrize("role", NAMES)
def test_a_role_begins_without_limits(role: str) -> None:
    others = {name: right.kind for name, right in rights_by_name().items() if right.kind is not RightKind.FLAG}
    assert {name: roles()[role].values[name] for name in others} == {
        name: UNRESTRICTED[kind] for name, kind in others.items()
    }


@pytest.mark.parametrize("role", NAMES[2:])
def test_a_manager_holds_all_that_the_roles_below_hold(role: str) -> None:
    assert held(role) - held("manager") == set()
    assert roles()[role].chain - roles()["manager"].chain == set()


@pytest.mark.parametrize("role", ["free_readonly_admin", "free_readonly"])
def test_an_observer_changes_nothing(role: str) -> None:
    assert held(role)
    assert [name for name in held(role) if any(word in name.split("_") for word in CHANGING)] == []


def test_an_owner_of_a_chain_has_every_right_in_it_and_others_have_some() -> None:
    """The contract's sample says chain_services_access where its schema says network_services_access."""
    schema = contract().document["components"]["schemas"]["groups_response_data_types"]
    access = schema["properties"]["data"]["items"]["properties"]["access"]["properties"]
    known = {*access, "chain_services_access"}
    assert roles()["owner"].chain == known
    assert [name for name, role in roles().items() if role.chain - known] == []
