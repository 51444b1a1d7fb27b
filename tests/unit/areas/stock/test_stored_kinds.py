"""The numbers of kinds in stored rights: clients set rights with the numbers of API v1."""

from parlour.areas.stock.rights.limits import STORED_KINDS
from parlour.areas.stock.v1.wire import KINDS


def test_stored_rights_name_kinds_by_the_numbers_that_clients_send() -> None:
    assert STORED_KINDS == KINDS
