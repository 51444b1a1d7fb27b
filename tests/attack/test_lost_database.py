"""An embedded PostgreSQL that can't be started again ends the server, with an error that a service manager sees."""

from pathlib import Path

import pytest

from parlour.cli.failures import LOST
from tests.support.embedded import family_of, kill, postmaster_of, servers_in, within
from tests.support.server import get, serving_from

pytestmark = pytest.mark.attack
ENDS_WITHIN_S = 120


def break_settings(cluster: Path) -> None:
    with (cluster / "postgresql.auto.conf").open("a") as settings:
        settings.write("shared_buffers = 'none'\n")


def break_control_file(cluster: Path) -> None:
    (cluster / "global" / "pg_control").rename(cluster / "global" / "pg_control.lost")


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("damage", [break_settings, break_control_file], ids=lambda damage: damage.__name__)
def test_a_database_that_cannot_start_ends_the_server(workers: str, damage: object, data_dir: Path) -> None:
    assert callable(damage)
    with serving_from(data_dir, "--workers", workers) as server:
        assert get(server, "/health/ready", {}).status_code == 200
        damage(data_dir / "postgres")
        kill(family_of(postmaster_of(data_dir)))
        assert server.process.wait(ENDS_WITHIN_S) == LOST
        server.close()
        last = server.lines[-1]
        assert last.startswith("The embedded database died and can't be started again")
        assert "Traceback" not in last
        assert servers_in(data_dir) == []


def test_a_database_that_dies_again_and_again_ends_the_server(data_dir: Path) -> None:
    with serving_from(data_dir) as server:
        assert get(server, "/health/ready", {}).status_code == 200

        def has_ended_though_killed_again() -> bool:
            for pid in servers_in(data_dir)[:1]:
                kill([pid])
            return server.process.poll() is not None

        assert within(ENDS_WITHIN_S * 2, has_ended_though_killed_again)
        assert server.process.returncode == LOST
        assert servers_in(data_dir) == []
