"""Rules that every table keeps, asked of PostgreSQL's own catalogue."""

from parlour.db.pool import Connection
from tests.db.test_statements import SHARED

# The chain itself is the tenant.
TENANTS = {"chains"}


async def test_business_tables_have_the_chain_first_in_their_primary_key(schema_conn: Connection) -> None:
    rows = await schema_conn.fetch("""
        SELECT t.relname, a.attname FROM pg_class t
        LEFT JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype = 'p'
        LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1]
        WHERE t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace
    """)
    assert {table for table, column in rows if column != "chain_id"} == SHARED | TENANTS


async def test_instants_have_a_time_zone(schema_conn: Connection) -> None:
    assert await schema_conn.fetch(_COLUMNS_OF_TYPE, ["timestamp without time zone"]) == []


async def test_numbers_are_exact(schema_conn: Connection) -> None:
    assert await schema_conn.fetch(_COLUMNS_OF_TYPE, ["real", "double precision", "money"]) == []


_COLUMNS_OF_TYPE = """
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND data_type = ANY ($1::text[])
"""


async def test_constraints_are_named_by_the_house_rule(schema_conn: Connection) -> None:
    rows = await schema_conn.fetch("""
        SELECT conname, conrelid::regclass::text AS table, contype FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'f', 'c')
    """)
    endings = {b"p": "_pkey", b"u": "_key", b"f": "_fkey", b"c": "_check"}
    odd = [row["conname"] for row in rows if not (
        row["conname"].startswith(f"{row['table']}_") and row["conname"].endswith(endings[row["contype"]])
    )]  # fmt: skip
    assert odd == []


async def test_foreign_keys_have_an_index(schema_conn: Connection) -> None:
    """Without one, deleting the row that they refer to reads the whole table. Locations are closed, never deleted."""
    rows = await schema_conn.fetch("""
        SELECT c.conname FROM pg_constraint c
        WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace AND c.confrelid <> 'locations'::regclass
          AND NOT EXISTS (
            SELECT FROM pg_index i
            WHERE i.indrelid = c.conrelid AND (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey
        )
    """)
    # None of these is ever deleted, and an index for each would slow down writes of products, stock and bills.
    assert {row[0] for row in rows} == {
        "products_sale_unit_id_fkey",
        "products_write_off_unit_id_fkey",
        "stock_documents_storage_fkey",
        "stock_documents_to_storage_fkey",
        "stock_documents_user_id_fkey",
        "stock_transactions_user_id_fkey",
        "stock_levels_storage_fkey",
        "bill_lines_storage_fkey",
        "bill_lines_product_fkey",
        "appointment_consumables_storage_fkey",
        "appointment_consumables_product_fkey",
        "service_team_members_bill_fkey",
    }
