"""The functions of the database stay inside a chain, as the statements of the package do (`test_statements.py`)."""

from parlour.db.pool import Connection
from tests.db.chains import tables_of_chains, unbound
from tests.db.test_statements import SHARED

# Functions that look across chains on purpose. May only shrink, and each has its reason.
ACROSS_CHAINS = {
    "confirm_location": "finds out whether a location is open; the statement that calls it is bound",
    "confirm_partner": "finds out whether a location is open; the statement that calls it is bound",
    "record_of_user": "a change of a user is recorded in all chains of the user",
    "search_categories": "whatever it finds is bound below",
}


async def test_every_function_binds_each_table_to_a_chain(schema_conn: Connection) -> None:
    rows = await schema_conn.fetch("SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace")
    tables = await tables_of_chains(schema_conn) - SHARED
    assert len(rows) > 80
    found = {row["proname"]: missing for row in rows if (missing := unbound(row["prosrc"], tables))}
    assert {name: found[name] for name in found.keys() - ACROSS_CHAINS.keys()} == {}
    assert found.keys() == ACROSS_CHAINS.keys()


def test_what_stands_beside_or_binds_nothing() -> None:
    for text, missing in {
        "SELECT FROM t WHERE chain_id = $1": [],
        "SELECT FROM t x JOIN u y ON y.chain_id = x.chain_id WHERE x.id = 1": [],
        "SELECT FROM t x JOIN u y ON y.id = x.id WHERE x.chain_id = $1": ["u"],
        "SELECT FROM t x WHERE chain_id = (row).chain_id AND x.id = 1": [],
        "DELETE FROM t WHERE (chain_id, id) IN (SELECT 1, 2)": [],
        "SELECT FROM t WHERE (chain_id = $1 OR true) AND id = $2": ["t"],
        "SELECT FROM t WHERE chain_id = $1 OR id = $2": ["t"],
        "SELECT FROM t WHERE id = $2 OR chain_id = $1": ["t"],
        "UPDATE t AS x SET id = 1 WHERE (x.chain_id = $1 OR true)": ["t"],
        "SELECT FROM t WHERE chain_id = $1 UNION SELECT FROM t": ["t", "t"],
    }.items():
        assert unbound(text, {"t", "u"}) == missing, text
