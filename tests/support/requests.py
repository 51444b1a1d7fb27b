"""A good request for every operation: the examples of its description, with the ids of what a test has made."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import msgspec

from parlour.access.permissions import Entry
from parlour.http.apis import B2B_V1
from parlour.http.openapi.examples import of_request
from parlour.http.openapi.parameters import read_parameters
from parlour.http.openapi.schemas import Schemas
from parlour.http.operation import Operation
from parlour.http.path_parts import LOCATION
from parlour.routes import all_operations
from tests.support.client import Form
from tests.support.factories.images import picture
from tests.support.people import CHAIN

FILES = {"picture.jpg": picture, "clients.csv": lambda: b"name,phone\nAnna,+13155550177\n"}
"""The examples of files in forms, and what is sent for each."""


class Ids(msgspec.Struct, frozen=True):
    """What a request may name; by default what the examples of the description name."""

    location_id: int = 1
    category_id: int = 14
    """An empty category, below the other one."""
    product_id: int = 501
    shelf_id: int = 3
    """The category of the product."""
    session_id: int = 7
    user_id: int = 42
    """A user who works in the location without any right."""
    image_id: int = 12
    """The image of the product."""
    sale_id: int = 70001
    """A sale of the product during an appointment."""
    storage_id: int = 2
    document_id: int = 9001
    """Of that sale."""
    transaction_id: int = 70001
    """The product on the document."""
    tag_id: int = 31
    resource_id: int = 6
    """A kind of rooms, which the service doesn't need yet."""
    instance_id: int = 71
    """A room, the only one of that kind."""
    field_id: int = 81
    """A custom field of appointments."""
    service_category_id: int = 8
    """An empty category of services."""
    service_id: int = 5
    """A service that the team member provides."""
    team_member_id: int = 9
    """Who has the position and provides the service, and whose schedule the user has changed."""
    free_member_id: int = 11
    """Who provides no service."""
    bill_id: int = 91
    """A bill of materials that isn't used."""
    position_id: int = 6
    client_id: int = 812
    """A client with the tag, into whom another was merged."""
    appointment_id: int = 4001
    """An appointment of the client with the team member."""
    form_id: int = 41
    """A booking form."""
    booked_id: int = 4002
    """An appointment ahead, with the secret of the examples."""
    feed_id: int = 61
    """A calendar feed of the owner's."""
    comment_id: int = 51
    """A comment on that client."""
    file_id: int = 61
    """A file of that client."""
    other_client_id: int = 813
    merge_id: int = 61
    chain_id: int = CHAIN
    visit_id: int = 3001
    """Of the appointment."""
    account_id: int = 61
    """For cash."""
    payment_id: int = 6001
    """Of the appointment."""
    review_id: int = 51
    """Of the team member."""
    event_id: int = 7001
    """An event of the team member's, without bookings."""
    event_service_id: int = 6
    """Its service, which the team member provides."""
    strategy_id: int = 81
    open_event_id: int = 7004
    """An event ahead, which clients can book."""
    booked_event_id: int = 7002
    """Another event of the service, a week later."""
    seat_id: int = 4003
    """A booking of that event."""
    scheduled_event_id: int = 7003
    """The only event of the series."""
    schedule_id: int = 91
    """A schedule from that event."""
    series_id: int = 95
    """Its only series."""
    client_schedule_id: int = 97
    """Of the other client, with that series."""


# Names that bodies and queries use with an effect only in some operations.
NAMED_BY_TAG = ("service_id", "client_id")
# Other names of the same things.
NAMES = {name: name for name in Ids.__struct_fields__ if name not in NAMED_BY_TAG} | {
    "company_id": "location_id",
    "staff_ids": "team_member_id",
    "group_id": "chain_id",
    "parent_category_id": "shelf_id",
    "product_category_id": "category_id",
    "good_id": "product_id",
    "technological_card_id": "bill_id",
    "image_group_id": "image_id",
    "attendance_product_item_id": "sale_id",
    "record_id": "appointment_id",
    "recordId": "appointment_id",
    "service_step_default": "service_id",
    "master_step_default": "team_member_id",
    "deleted_transaction_ids": "payment_id",
    "reschedule_activity_id": "event_id",
    "original_entity_id": "event_id",
    "events_master_id": "team_member_id",
    "resource_instances_ids": "instance_id",
    "schedule_days_ids": "series_id",
    "day_id": "series_id",
}
BY_TAG = {
    "Users & Permissions": {"staff_id": "free_member_id"},
    "Services": {
        "category_id": "service_category_id",
        "service_id": "service_id",
        "service_ids": "service_id",
        "id": "team_member_id",
        "staff_id": "team_member_id",
        "master_id": "free_member_id",
        "resource_ids": "resource_id",
    },
    "Appointments": {"staff_id": "team_member_id", "master_id": "team_member_id"},
    "Inventory": {"service_id": "service_id"},
    "Events": {
        "service_id": "event_service_id",
        "service_ids": "event_service_id",
        "staff_id": "team_member_id",
        "resource_instance_ids": "instance_id",
        "duplication_strategy_id": "strategy_id",
        "resource_ids": "resource_id",
    },
    "Online Booking": {
        "bookform_id": "form_id",
        "staff_id": "team_member_id",
        "services": "service_id",
        "service_ids": "service_id",
    },
    "Clients": {
        "id": "client_id",
        "client_id": "client_id",
        "client_ids": "other_client_id",
        "categories": "tag_id",
        "labels": "tag_id",
    },
}
# What a query can't go without either, though it is one of several.
ALSO_NEEDED = {"send_phone_update_verification_code": "company_id"}
BOOKED = {"event_id": "booked_event_id", "record_id": "seat_id"}
"""What the address of a booking of an event names."""
IN_HANDS_OF_CLIENTS = ("/book_record/", "/user/records/")
BARE_IDS = {"/client/": "client_id", "/bookform/": "form_id"}
"""What `id` alone in an address names, by the rest of it."""
IN_ADDRESS = NAMES | {name: name for name in NAMED_BY_TAG}
"""What the ids in an address name; `id` alone is told by the rest of it (`thing_in`)."""
# What an id names that is called `id` or `ids` alone, by its example.
BY_EXAMPLE = {
    1: "location_id",
    5: "service_id",
    14: "category_id",
    71: "instance_id",
    501: "product_id",
    812: "client_id",
}


def names_in(operation: Operation) -> dict[str, str]:
    """What the ids in a body or query of an operation name."""
    of_clients = {"client_id": "client_id"} if "/client_schedules" in operation.path else {}
    return NAMES | BY_TAG.get(operation.tag, {}) | of_clients


def name_of(operation: Operation) -> str:
    assert isinstance(operation.unique_id, str)
    return operation.unique_id


def names_location(operation: Operation) -> bool:
    """Whether the address has a location, by whichever name."""
    return LOCATION in operation.path_parts.values()


def is_public(operation: Operation) -> bool:
    """Whether people who book use it through any integration, in any open location: no wall hides that."""
    return operation.needs in (Entry.OPEN, Entry.PARTNER)


def thing_in(path: str, name: str) -> str | None:
    """What an id in an address names, as `Ids` calls it; None for a text."""
    if "/schedules/search/" in path and name == "entity_id":
        return "scheduled_event_id"
    if "/events/{event_id}/appointments/" in path and name in BOOKED:
        return BOOKED[name]
    if name == "record_id" and any(part in path for part in IN_HANDS_OF_CLIENTS):
        return "booked_id"
    if name == "event_id" and path.endswith("/book"):
        return "open_event_id"
    if name == "id":
        return next((thing for part, thing in BARE_IDS.items() if part in path), "service_category_id")
    return IN_ADDRESS.get(name)


def address(path: str, ids: Ids) -> str:
    """The path with everything in its place, and all that a query can't go without; below /api/v1, others whole."""
    names = [part.strip("{}") for part in path.split("/") if part.startswith("{")]
    texts, queries = _declared()
    filled = path.format(**{
        name: _text(texts[path][name], name, ids) if (thing := thing_in(path, name)) is None else getattr(ids, thing)
        for name in names
    })  # fmt: skip
    return f"{filled.removeprefix(B2B_V1.prefix)}{_query(queries.get(path, ()), ids)}"


def _query(needed: Iterable[tuple[str, Any, str | None]], ids: Ids) -> str:
    values = [f"{name}={getattr(ids, thing) if thing else example}" for name, example, thing in needed]
    return f"?{'&'.join(values)}" if values else ""


def _text(example: str, name: str, ids: Ids) -> str:
    """The text in an address: its example, unless it has an id in it."""
    if name == "record_token":  # tests/support/factories/appointments.py
        return f"{ids.visit_id:032x}"
    return f"record_{ids.appointment_id}" if name == "attendance_id" else example


@lru_cache
def _declared() -> tuple[dict[str, dict[str, str]], dict[str, list[tuple[str, Any, str | None]]]]:
    """The examples of texts in an address by their names, and of a query that must not be missing, by the path.

    Of each parameter the name, the example and, for an id, what it names.
    """
    texts: dict[str, dict[str, str]] = {}
    queries: dict[str, list[tuple[str, Any, str | None]]] = {}
    for operation in all_operations():
        texts[operation.path] = {
            name: str(part.example) for name, part in operation.path_parts.items() if not part.is_id
        }
        also = ALSO_NEEDED.get(operation.id)
        needed = [each for each in read_parameters(operation) if each["required"] or each["name"] == also]
        if needed:
            things = ids_in_query(operation)
            queries[operation.path] = [(each["name"], each["example"], things.get(each["name"])) for each in needed]
    return texts, queries


def body(
    operation: Operation, ids: Ids, *, is_full: bool = True, names: Mapping[str, str] | None = None
) -> dict[str, Any] | None:
    """The body with every field, or with those that are required; None where the operation takes none.

    The fields in `names` have ids of the test's: by default all that the operation knows.
    """
    names = names_in(operation) if names is None else names
    kind = operation.arguments.body
    if kind is None:
        return None
    filled: dict[str, Any] = _filled(_example_of(kind, is_full=is_full), ids, names)
    return Form(filled) if operation.arguments.is_form else filled


@lru_cache
def _example_of(kind: type[msgspec.Struct], *, is_full: bool = True) -> dict[str, Any]:
    schemas = Schemas([kind])
    examples = of_request(schemas.of(kind), schemas)
    chosen: dict[str, Any] = examples["full" if is_full else "required" if "required" in examples else "full"]["value"]
    return chosen


def _filled(example: Any, ids: Ids, names: Mapping[str, str], name: str = "") -> Any:
    """The example with ids in place of its own; 0 means none of them."""
    match example:
        case dict():
            return {key: _filled(value, ids, names, key) for key, value in example.items()}
        case list():
            return [_filled(value, ids, names, name) for value in example]
        case int() if name in names and example:
            return getattr(ids, names[name])
        case int() if name == "id" and example in BY_EXAMPLE:
            return getattr(ids, BY_EXAMPLE[example])
        case str() if example in FILES:
            return FILES[example]()
    return example


def ids_in_body(operation: Operation) -> set[str]:
    """The names of the ids in a body, at any depth."""
    kind = operation.arguments.body
    fields = () if kind is None else _fields_in(_example_of(kind))
    return {name for name, _ in fields if name.endswith(("_id", "_ids"))}


def things_in_body(operation: Operation) -> set[str]:
    """What a body names of a tenant's, as `Ids` calls it; 0 and null name nothing."""
    kind, names = operation.arguments.body, names_in(operation)
    fields = () if kind is None else _fields_in(_example_of(kind))
    return {names[name] for name, value in fields if name in names and value}


def _fields_in(example: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(example, list):
        for value in example:
            yield from _fields_in(value)
    if isinstance(example, dict):
        for name, value in example.items():
            yield name, value
            yield from _fields_in(value)


def ids_in_query(operation: Operation) -> dict[str, str]:
    """The parameters of a query that name something, each with the name that it has in `Ids`."""
    found = {}
    for parameter in read_parameters(operation):
        name = parameter["name"].removeprefix("filter[").removesuffix("]")
        if name in (names := names_in(operation)):
            found[parameter["name"]] = names[name]
        elif name in ("id", "ids"):
            example = parameter["example"]
            found[parameter["name"]] = BY_EXAMPLE[example[0] if isinstance(example, list) else example]
    return found
