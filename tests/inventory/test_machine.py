"""Stock against a model of it, step by step; `PARLOUR_LONG_RUN=20` makes it search twenty times as long."""

import asyncio
import os
from functools import partial

import httpx
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from parlour.db.pool import Connection
from tests.inventory.machine import StockMachine
from tests.inventory.shop import Shop

TIMES = int(os.environ.get("PARLOUR_LONG_RUN", "1"))
SEARCH = settings(
    max_examples=30 * TIMES,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


@pytest.fixture
async def loop(http: httpx.AsyncClient) -> asyncio.AbstractEventLoop:
    """Where the application runs, and stands still while nobody waits for it."""
    return asyncio.get_running_loop()


@pytest.mark.timeout(150 * TIMES)
def test_whatever_is_done_the_books_are_those_of_a_replay(
    loop: asyncio.AbstractEventLoop, http: httpx.AsyncClient, conn: Connection
) -> None:
    class Here(StockMachine):
        make_shop = partial(Shop, loop, http, conn)

    run_state_machine_as_test(Here, settings=SEARCH)
