"""Appointments and what they use up against models of them, step by step: the same steps in each run, others by chance.

`PARLOUR_LONG_RUN=20` makes it search twenty times as long.
"""

import asyncio
import os
from functools import partial

import httpx
import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from parlour.db.pool import Connection
from tests.appointments.machine import BookingMachine
from tests.appointments.place import Place
from tests.appointments.using_machine import UsingMachine
from tests.appointments.using_place import UsingPlace

TIMES = int(os.environ.get("PARLOUR_LONG_RUN", "1"))
SEARCH = settings(
    max_examples=6 * TIMES,
    stateful_step_count=30,
    deadline=None,
    derandomize=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
# What chance finds in one run and misses in the next is found in each by one of these.
SEEDS = (1, 2, 3, 4)
QUICK = settings(SEARCH, max_examples=5, phases=[Phase.generate], database=None)
# Less than the time limit of the test: else what was found would never be shown.
SHRINKING_S = 60


@pytest.fixture
async def loop(http: httpx.AsyncClient) -> asyncio.AbstractEventLoop:
    """Where the application runs, and stands still while nothing waits for it."""
    return asyncio.get_running_loop()


@pytest.fixture
def machine(
    loop: asyncio.AbstractEventLoop, http: httpx.AsyncClient, conn: Connection, monkeypatch: pytest.MonkeyPatch
) -> type[BookingMachine]:
    """A machine whose places are in this test's database."""
    monkeypatch.setattr("hypothesis.internal.conjecture.engine.MAX_SHRINKING_SECONDS", SHRINKING_S)

    class Here(BookingMachine):
        make_place = partial(Place, loop, http, conn)

    return Here


@pytest.fixture
def using_machine(
    loop: asyncio.AbstractEventLoop, http: httpx.AsyncClient, conn: Connection, monkeypatch: pytest.MonkeyPatch
) -> type[UsingMachine]:
    monkeypatch.setattr("hypothesis.internal.conjecture.engine.MAX_SHRINKING_SECONDS", SHRINKING_S)

    class Here(UsingMachine):
        make_place = partial(UsingPlace, loop, http, conn)

    return Here


@pytest.mark.timeout(400 * TIMES)
@pytest.mark.parametrize("number", SEEDS[:2])
def test_stock_is_right_after_any_steps(using_machine: type[UsingMachine], number: int) -> None:
    run_state_machine_as_test(seed(number)(using_machine), settings=settings(QUICK, max_examples=4 * TIMES))


@pytest.mark.timeout(400)
@pytest.mark.parametrize("number", SEEDS)
def test_the_books_are_right_after_earlier_steps(machine: type[BookingMachine], number: int) -> None:
    run_state_machine_as_test(seed(number)(machine), settings=QUICK)


@pytest.mark.timeout(400 * TIMES)
@pytest.mark.parametrize("part", range(2))  # workers share them
def test_the_books_are_right_after_any_steps(machine: type[BookingMachine], part: int) -> None:
    run_state_machine_as_test(machine, settings=SEARCH)
