"""Every statement of the package: prepared on the migrated schema, bound to a tenant, in the order of its struct."""

import ast
import contextlib
import inspect
import re
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import msgspec
import pytest

from parlour.db.pool import Connection
from tests.db.chains import tables_of_chains, unbound
from tests.support.modules import modules_of_parlour

# Tables that belong to no chain: who signs in, and what is the same for everybody.
SHARED = {
    "partners",
    "users",
    "sessions",
    "sign_in_failures",
    "known_networks",
    "invitations_sent",
    "idempotency_keys",
    "phone_codes",
    "client_accounts",
    "client_sessions",
    "units",
    "cities",
    "access_version",
    "outbox",
    "schema_migrations",
}
# Statements that look across chains on purpose. May only shrink, and each has its reason.
ACROSS_CHAINS = {
    "parlour.access.tenant.FIND_ACCESS": "finds out the chain of a location",
    "parlour.access.tenant.LIST_OWN_ACCESS": "the user's own locations, in all chains",
    "parlour.access.tenant.FIND_OPERATORS_ACCESS": "finds out the chain of a location, for the command line",
    "parlour.access.tenant.FIND_PUBLIC_ACCESS": "finds out the chain of a location, for people who book",
    "parlour.access.tokens.FIND_IDENTITY": "whether any role of the user restricts addresses",
    "parlour.access.user_roles.LIST_ROLES_OF_USER": "the user's own roles, in all chains",
    "parlour.areas.online_booking.queries.records.FIND_LOCATION_OF_RECORD": "finds out the location by a secret",
    "parlour.areas.online_booking.queries.records.LIST_RECORDS_OF_PERSON": "a person's own appointments, in all chains",
    "parlour.areas.images.queries.FIND_LOCATION_OF_IMAGE": "finds out the location of an image",
    "parlour.areas.utilities.queries.FIND_CREATION_DAY": "the directory; behind the wall when there is a user",
    "parlour.areas.inventory.queries.views.FIND_LOCATION_OF_DOCUMENT": "finds out the location of a document",
    "parlour.areas.appointments.queries.visits.FIND_LOCATION_OF_VISIT": "finds out the location of a visit",
    "parlour.areas.reviews.queries.FIND_APPOINTMENT": "finds out the chain of an appointment by its secret",
    "parlour.areas.users.queries.invitations.FIND_INVITATION": "finds out the chain of an invitation by its secret",
    "parlour.areas.calendar_feeds.queries.feeds.FIND_SOURCE": "finds out the chain of a calendar by its secret",
    "parlour.areas.booking_forms.queries.FIND_LOCATION_OF_FORM": "finds out the location of a public form",
    "parlour.areas.chains.queries.LIST_CHAINS_OF_USER": "finds out the chains of a user",
    "parlour.areas.locations.queries.LIST_LOCATIONS": "the directory; a user's own chains when there is a user",
    "parlour.areas.dictionaries.queries.FIND_CITY_OF_LOCATION": "the directory: which city an open location is in",
    "parlour.areas.locations.service.provisioning.CREATE_LOCATION": "makes the chain that all the rest is bound to",
    "parlour.areas.locations.queries.FIND_LOCATION": "the directory; a user's own chains when there is a user",
}
# Statements with a table that has no condition of its own on the chain. May only shrink, and each has its reason.
BOUND_OTHERWISE = {
    "parlour.access.refused_requests.RECORD": "finds out the chain of a location",
    "parlour.areas.clients.queries.finding.SUGGEST_CLIENTS": "what the index finds is bound around it",
    "parlour.areas.clients.queries.lists.COUNT_CLIENTS_WITH_TEXTS": "what the index finds is bound around it",
    "parlour.areas.clients.queries.lists.LIST_CLIENTS_WITH_TEXTS": "what the index finds is bound around it",
}


def _statements() -> dict[str, str]:
    """Name and text of each statement: an upper-case constant of SQL that doesn't begin with an underscore."""
    return {
        f"{module.__name__}.{name}": value
        for module in modules_of_parlour()
        for name, value in vars(module).items()
        if re.fullmatch(r"[A-Z][A-Z_]+", name)
        and isinstance(value, str)
        and re.match(r"\s*(SELECT|WITH|INSERT|UPDATE|DELETE|CREATE)\b", value)
        and f"\n{name}: LiteralString" in inspect.getsource(module)
    }


STATEMENTS = _statements()
TEMPORARY = "CREATE TEMPORARY TABLE"
# Statements that the migration runner itself sends, to a database that may have no schema yet.
SCHEMALESS = {name for name in STATEMENTS if name.startswith("parlour.db.migrate.")}


@contextlib.asynccontextmanager
async def _temporary_tables(name: str, conn: Connection) -> AsyncIterator[None]:
    """Create the tables of a transaction that the module of a statement has."""
    module = name.rpartition(".")[0]
    made = [text for other, text in STATEMENTS.items() if other.startswith(f"{module}.") and TEMPORARY in text]
    async with conn.transaction():
        for text in made if TEMPORARY not in STATEMENTS[name] else []:
            await conn.execute(text)
        yield


def test_statements_are_found() -> None:
    assert len(STATEMENTS) > 30


@pytest.mark.parametrize("name", sorted(STATEMENTS.keys() - SCHEMALESS))
async def test_the_statement_fits_the_schema(name: str, schema_conn: Connection) -> None:
    async with _temporary_tables(name, schema_conn):
        await schema_conn.prepare(STATEMENTS[name])


# A few rows that are deleted in passing.
DELETES_A_FEW = re.compile(r"DELETE FROM \w+ WHERE [^;]*?LIMIT (?:\w+|\$\d+)([^)]*)\)")
A_FEW = {name: found[1].strip() for name, text in STATEMENTS.items() if (found := DELETES_A_FEW.search(text))}


@pytest.mark.parametrize("name", sorted(A_FEW))
def test_what_is_deleted_in_passing_waits_for_nothing(name: str) -> None:
    """Old rows that another transaction deletes, too, are left to it: waiting for it could end in a deadlock."""
    assert A_FEW[name] == "FOR UPDATE SKIP LOCKED"


@pytest.mark.parametrize("name", sorted(STATEMENTS.keys() - SCHEMALESS))
async def test_the_statement_stays_inside_a_chain(name: str, schema_conn: Connection) -> None:
    """Each tenant table that it names is bound by chain_id, through a parameter or through a row that is."""
    tables = {row[0] for row in await schema_conn.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    text = STATEMENTS[name]
    named = {table for table in tables - SHARED if re.search(rf"\b(FROM|JOIN|UPDATE|INTO)\s+{table}\b", text)}
    if not named or name in ACROSS_CHAINS or (named == {"chains"} and "WHERE id = $1" in text):
        return
    if ".operator." in name:
        return  # the operator of the server stands above the chains
    bindings = len(re.findall(r"chain_id = (\$1|[a-z]+\.chain_id)", text)) + len(re.findall(r"\(\s*chain_id,", text))
    bindings += len(re.findall(r"JOIN chains ([a-z]+) ON \1\.id = [a-z]+\.chain_id", text))
    assert bindings >= len(named), f"{named} but {bindings} bindings to a chain"
    missing = unbound(text, await tables_of_chains(schema_conn) - SHARED)
    assert bool(missing) == (name in BOUND_OTHERWISE), missing


def _functions_with_structs() -> list[tuple[str, str, type[Any]]]:
    """Statement, function and the struct that its rows become: read from the code of the functions."""
    found = []
    having = {name.rpartition(".")[0] for name in STATEMENTS}
    for module in modules_of_parlour():
        if module.__name__ not in having:
            continue
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if not isinstance(node, ast.AsyncFunctionDef):
                continue
            calls = [call for call in ast.walk(node) if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)]
            structs = [
                getattr(module, call.args[0].id)
                for call in calls
                if call.func.id.startswith("to_struct") and isinstance(call.args[0], ast.Name)  # type: ignore[attr-defined] # filtered above
            ]
            names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
            found += [
                (f"{module.__name__}.{name}", node.name, structs[0])
                for name in sorted(names)
                if structs and f"{module.__name__}.{name}" in STATEMENTS and name != "HAS_HISTORY"
            ]
    return found


def test_functions_are_found() -> None:
    assert len(_functions_with_structs()) > 15


@pytest.mark.parametrize(("name", "function", "struct"), _functions_with_structs())
async def test_columns_come_in_the_order_of_the_struct(
    name: str, function: str, struct: type[msgspec.Struct], schema_conn: Connection
) -> None:
    async with _temporary_tables(name, schema_conn):
        prepared: asyncpg.prepared_stmt.PreparedStatement[Any] = await schema_conn.prepare(STATEMENTS[name])
        columns = tuple(attribute.name for attribute in prepared.get_attributes())
    assert columns == struct.__struct_fields__, f"{name} in {function}"
