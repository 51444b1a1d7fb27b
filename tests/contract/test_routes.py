"""The mounted routes against the contract: what is there has its addresses and names, what isn't is listed."""

from pathlib import Path
from typing import Any

from litestar import Litestar

from parlour.http.apis import B2B_V2
from tests.support.contract import API_V2, Description, contract, contracts
from tests.support.operations import operations

UNIMPLEMENTED = Path(__file__).with_name("unimplemented.txt")
# Ours, beyond the contract.
EXTRA = {
    "sign_out",
    "list_user_appointments",
    "list_sessions",
    "delete_session",
    "list_changes",
    "update_comment",
    "delete_comment",
    "list_last_sign_ins",
    "end_user_sessions",
    "get_stock_settings",
    "update_stock_settings",
    "export_product_transactions",
    "get_inventory_operation",
    "create_bill_of_materials",
    "create_resource",
    "delete_bill_of_materials",
    "delete_resource",
    "get_bill_of_materials",
    "get_custom_field",
    "get_resource",
    "update_bill_of_materials",
    "update_resource",
    "update_timeslot_settings",
    "undo_schedule_change",
    "delete_appointment_by_list",
    "list_calendar_feeds",
    "create_calendar_feed",
    "delete_calendar_feed",
    "list_positions",
    "create_position",
    "update_position",
    "delete_position",
    "list_comments_of_client",
    "add_comment_on_client",
    "delete_comment_on_client",
    "suggest_clients",
    "upload_client_file",
    "import_clients",
    "export_clients",
    "find_duplicate_clients",
    "merge_clients",
    "undo_client_merge",
    "erase_client",
}


def skeleton(path: str) -> str:
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))


def mounted(litestar: Litestar) -> dict[str, str]:
    return {handler.unique_id: f"{method} {skeleton(path)}" for method, path, handler in operations(litestar)}


def promised(source: Description) -> dict[str, str]:
    return {declared(path, operation): f"{method} {skeleton(path)}" for method, path, operation in source.operations}


def declared(path: str, operation: dict[str, Any]) -> str:
    """What a handler declares as the operation's id."""
    return f"{'v2.' if path.startswith(B2B_V2.prefix) else ''}{operation['operationId']}"


def test_every_route_is_one_of_a_contract_or_known_to_be_ours(litestar: Litestar) -> None:
    """Q-070."""
    ours = mounted(litestar)
    assert {name: ours[name] for name in ours.keys() - EXTRA} == {
        name: address for source in contracts() for name, address in promised(source).items() if name in ours
    }


def test_what_is_not_there_yet_is_listed(litestar: Litestar) -> None:
    """A new area takes its lines out of unimplemented.txt; no line may ever be added."""
    wanted = promised(contract()).keys() | promised(contract(API_V2)).keys()
    missing = sorted(wanted - mounted(litestar).keys())
    assert UNIMPLEMENTED.read_text().split() == missing


def test_path_parameters_have_the_names_of_the_contract(litestar: Litestar) -> None:
    names = {
        declared(path, operation): [part for part in path.split("/") if part.startswith("{")]
        for source in contracts()
        for _, path, operation in source.operations
    }
    for _, path, handler in operations(litestar):
        if handler.unique_id not in EXTRA:
            assert [part for part in path.split("/") if part.startswith("{")] == names[handler.unique_id]
