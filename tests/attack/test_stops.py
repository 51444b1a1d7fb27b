"""Stopping under load, again and again: what fails one time in ten is found here."""

import signal

import pytest

from tests.server.test_restart import faults_of, started
from tests.support.server import serving


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("time", range(10))
def test_no_client_is_reset(time: int, workers: str, database_url: str) -> None:
    with serving(database_url, "--workers", workers) as server:
        clients = started(server)
        server.process.send_signal(signal.SIGTERM)
        assert faults_of(clients) == []
        assert server.process.wait(30) == 0
