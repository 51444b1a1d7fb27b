"""The machine of a run, as far as it matters for the results; nothing that identifies it."""

import asyncio
import os
import platform

import msgspec

from bench import dataset


class Machine(msgspec.Struct, frozen=True):
    """Its processor cores, and the versions that were measured."""

    cores: int
    python: str
    postgresql: str


def this_machine(database_url: str) -> Machine:
    return Machine(
        cores=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        python=platform.python_version(),
        postgresql=asyncio.run(dataset.server_version(database_url)),
    )
