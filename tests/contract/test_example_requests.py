"""The examples of requests are good ones: sent as they are shown, where there is what they name, they succeed."""

import pytest

from parlour.http.apis import B2B_V1
from parlour.routes import all_operations
from tests.support.client import Client
from tests.support.requests import Ids, address, body, ids_in_body, name_of, names_in, thing_in

OPERATIONS = {name_of(operation): operation for operation in all_operations()}
# Ids of what every server has, and of what this one keeps without knowing it.
OF_NO_TENANT = {
    *("country_id", "city_id", "business_type_id", "type_id", "sale_unit_id", "service_unit_id", "vat_id"),
    *("master_id", "supplier_id", "client_id", "activity_id", "service_id"),
    *("to_storage_id", "gender_id", "importance_id", "repeat_mode_id"),
    *(
        "api_id",
        "language_id",
        "tech_card_id",
        "label_ids",
        "labels_ids",
    ),  # the examples name no card, and no tag of events
    "goods_transaction_id",  # nor a transaction
    *("comer_id", "national_id", "unit_id"),  # which are read and have no effect
    "bookform_id",  # of a picture, whose example is of a product
    *("google_analytics_id", "facebook_pixel_id"),  # which others give
}


def test_every_id_in_a_request_is_known() -> None:
    """A new kind of thing needs a field of `Ids`, and something of its kind in tests/support/world.py."""
    unknown = {
        name for operation in OPERATIONS.values() for name in ids_in_body(operation) - names_in(operation).keys()
    }
    assert unknown == OF_NO_TENANT
    assert all(thing_in(operation.path, name) for operation in OPERATIONS.values() for name in operation.ids)


@pytest.mark.parametrize("name", OPERATIONS)
async def test_the_full_example_is_accepted(client: Client, examples: Ids, name: str) -> None:
    """As it is shown, except for the chain, whose number in the tests stands for nothing else."""
    operation = OPERATIONS[name]
    named = {name: part.example for name, part in operation.path_parts.items()}
    where = operation.path.format(**{**named, "chain_id": examples.chain_id})
    assert address(operation.path, examples).partition("?")[0] == where.removeprefix(B2B_V1.prefix)
    sent = body(operation, examples, names={"chain_id": "chain_id"})
    answer = await client.send(operation.method, address(operation.path, examples), json=sent)
    assert answer.status_code == operation.status, answer.text
