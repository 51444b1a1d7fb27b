"""The database goes away and comes back: 503 meanwhile, and the server heals by itself."""

from contextlib import ExitStack
from pathlib import Path

from parlour.db.embedded import embedded_postgres_url
from parlour.db.keeping import locked
from parlour.serving import migrate_url
from tests.support.embedded import kill, postmaster_of, servers_in, within
from tests.support.people import OWNER
from tests.support.server import get, serving, serving_from


async def test_the_server_survives_an_outage_of_its_database(tmp_path: Path) -> None:
    with ExitStack() as stack:
        with ExitStack() as database:
            url = database.enter_context(embedded_postgres_url(tmp_path))
            await migrate_url(url)
            server = stack.enter_context(serving(url))
            assert get(server, "/health/ready", {}).status_code == 200
            assert get(server, "/api/v1/groups", OWNER.headers).status_code == 401
        gone = get(server, "/api/v1/groups", OWNER.headers)
        assert gone.status_code == 503
        assert int(gone.headers["retry-after"]) > 0
        assert gone.json()["success"] is False
        assert get(server, "/health/ready", {}).status_code == 503
        assert get(server, "/health/live", {}).status_code == 200
        stack.enter_context(embedded_postgres_url(tmp_path))
        assert within(5, lambda: get(server, "/health/ready", {}).status_code == 200)
        assert {get(server, "/api/v1/groups", OWNER.headers).status_code for _ in range(10)} == {401}


def test_an_embedded_database_that_is_killed_is_started_again(data_dir: Path) -> None:
    with serving_from(data_dir) as server:
        assert get(server, "/health/ready", {}).status_code == 200
        with locked(data_dir / "postgres.door"):  # as long as the test holds it, nobody starts anything
            kill([postmaster_of(data_dir)])
            assert within(20, lambda: get(server, "/api/v1/groups", OWNER.headers).status_code == 503)
        assert within(20, lambda: get(server, "/health/ready", {}).status_code == 200)
        assert get(server, "/api/v1/groups", OWNER.headers).status_code == 401
        assert server.stop(within_s=20) == 0
    assert servers_in(data_dir) == []
