"""The faults that are made of statements and migrations."""

import pytest
from mutants.finding import mutants_of
from mutants.sql_columns import types_of
from mutants.usages import callers_of, tables_triggering

TYPES = types_of("""
CREATE TABLE public.goods (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    title text DEFAULT ''::text NOT NULL,
    article text NOT NULL,
    CONSTRAINT goods_title_check CHECK ((title <> ''::text))
);
""")


def faults_of(sql: str) -> set[tuple[str, str]]:
    code = f'STATEMENT: LiteralString = """{sql}"""\n'
    found = mutants_of("src/parlour/some.py", code, TYPES)
    return {
        (mutant.edit.what, mutant.apply(code).removeprefix('STATEMENT: LiteralString = """').removesuffix('"""\n'))
        for mutant in found
    }


@pytest.mark.parametrize(
    ("sql", "what", "changed"),
    [
        ("SELECT 1 FROM a WHERE b = $1 AND c", "condition dropped", "SELECT 1 FROM a WHERE (b = $1 OR true) AND c"),
        ("SELECT 1 FROM a WHERE b OR (c AND d)", "condition dropped", "SELECT 1 FROM a WHERE b OR ((c OR true) AND d)"),
        ("SELECT 1 FROM a WHERE NOT (c AND d)", "condition dropped", "SELECT 1 FROM a WHERE NOT ((c OR true) AND d)"),
        ("SELECT 1 FROM a WHERE b AND c", "AND → OR", "SELECT 1 FROM a WHERE b OR c"),
        ("SELECT 1 FROM a WHERE b OR c", "alternative dropped", "SELECT 1 FROM a WHERE b OR (c AND false)"),
        (
            "SELECT 1 FROM a WHERE d AND (b OR c)",
            "alternative dropped",
            "SELECT 1 FROM a WHERE d AND ((b AND false) OR c)",
        ),
        (
            "SELECT 1 FROM a JOIN b ON b.x = a.x AND b.y WHERE c",
            "condition dropped",
            "SELECT 1 FROM a JOIN b ON b.x = a.x AND (b.y OR true) WHERE c",
        ),
        ("SELECT 1 FROM a WHERE b FOR UPDATE", "lock dropped", "SELECT 1 FROM a WHERE b "),
        ("SELECT 1 FROM a WHERE b FOR UPDATE", "lock weakened", "SELECT 1 FROM a WHERE b FOR SHARE"),
        ("SELECT 1 FROM a FOR NO KEY UPDATE OF a", "lock dropped", "SELECT 1 FROM a "),
        ("SELECT 1 FROM a FOR UPDATE SKIP LOCKED", "SKIP dropped", "SELECT 1 FROM a FOR UPDATE "),
        ("SELECT 1 FROM a WHERE b IS NULL", "IS NULL → IS NOT NULL", "SELECT 1 FROM a WHERE b IS NOT NULL"),
        ("SELECT 1 FROM a ORDER BY b, c DESC", "order turned round", "SELECT 1 FROM a ORDER BY b DESC, c DESC"),
        ("SELECT 1 FROM a ORDER BY b, c DESC", "DESC dropped", "SELECT 1 FROM a ORDER BY b, c"),
        ("SELECT 1 FROM a ORDER BY b, c", "last criterion of the order dropped", "SELECT 1 FROM a ORDER BY b"),
        ("SELECT 1 FROM a LIMIT $1 OFFSET $2", "LIMIT off by one", "SELECT 1 FROM a LIMIT $1 + 1 OFFSET $2"),
        ("SELECT 1 FROM a LIMIT $1 OFFSET $2", "OFFSET off by one", "SELECT 1 FROM a LIMIT $1 OFFSET $2 + 1"),
        ("SELECT 1 FROM a WHERE b < $1", "< → <=", "SELECT 1 FROM a WHERE b <= $1"),
        ("SELECT 1 FROM a LEFT JOIN b ON true", "LEFT dropped", "SELECT 1 FROM a JOIN b ON true"),
        ("SELECT coalesce(a, b) FROM c", "fallback dropped", "SELECT (a) FROM c"),
        (
            "SELECT 1 FROM a ORDER BY f(b), c",
            "order turned round",
            "SELECT 1 FROM a ORDER BY f(b) DESC, c",
        ),
        (
            "INSERT INTO a (b) VALUES ($1) ON CONFLICT DO NOTHING",
            "ON CONFLICT dropped",
            "INSERT INTO a (b) VALUES ($1) ",
        ),
        (
            "INSERT INTO goods (id, title, article) VALUES ($1, $2, $3)",
            "columns swapped",
            "INSERT INTO goods (id, article, title) VALUES ($1, $2, $3)",
        ),
        (
            "UPDATE goods SET title = $1, article = $2 WHERE id = $3",
            "values swapped",
            "UPDATE goods SET title = $2, article = $1 WHERE id = $3",
        ),
        (
            "UPDATE goods SET title = $1 WHERE id = $3",
            "column kept",
            "UPDATE goods SET title = CASE WHEN true THEN goods.title ELSE $1 END WHERE id = $3",
        ),
    ],
)
def test_a_kind_of_fault_is_made(sql: str, what: str, changed: str) -> None:
    assert (what, changed) in faults_of(sql)


def test_the_and_of_between_joins_no_conditions() -> None:
    assert {what for what, _ in faults_of("SELECT 1 FROM a WHERE b BETWEEN 1 AND 2")} == {"condition dropped"}


def test_a_conflict_after_a_join_is_no_condition() -> None:
    sql = "INSERT INTO a (b) SELECT c.b FROM c CROSS JOIN d ON CONFLICT ON CONSTRAINT a_pkey DO NOTHING"
    assert {what for what, _ in faults_of(sql)} == {"ON CONFLICT dropped"}


def test_only_columns_of_one_type_are_swapped() -> None:
    changed = {text for what, text in faults_of("INSERT INTO goods (id, title) VALUES ($1, $2)") if "swap" in what}
    assert changed == set()


def test_pieces_that_a_statement_is_put_together_from_are_mutated_where_they_are_written() -> None:
    code = '_LIVE = "deleted_at IS NULL AND id = $1"\nFIND = f"SELECT 1 FROM a WHERE {_LIVE} AND b"\n'
    scopes = {mutant.scope for mutant in mutants_of("src/parlour/some.py", code, {})}
    assert scopes == {"_LIVE", "FIND"}


MIGRATION = """CREATE TABLE a (b integer CONSTRAINT a_b_check CHECK (b > 0 AND b < 9));
CREATE INDEX a_idx ON a (b) WHERE b > 1;
CREATE FUNCTION post() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.b = 1 AND OLD.b = 2 THEN
        RAISE EXCEPTION 'no';
    END IF;
    PERFORM other(NEW.b);
    RETURN NULL;
END
$$;
CREATE TRIGGER a_post AFTER INSERT OR UPDATE ON a FOR EACH ROW EXECUTE FUNCTION post();
"""


def test_migrations_are_mutated_in_their_checks_functions_and_triggers_but_not_in_indexes() -> None:
    found = {(mutant.scope, mutant.edit.what) for mutant in mutants_of("0001_a.sql", MIGRATION, {})}
    assert {
        ("a", "condition dropped"),
        ("post", "condition dropped"),
        ("post", "AND → OR"),
        ("post", "exception dropped"),
        ("post", "call dropped"),
        ("post", "NEW.b → OLD.b"),
        ("a_post", "trigger's UPDATE dropped"),
    } <= found
    assert "a_idx" not in {scope for scope, _ in found}


def test_what_runs_a_function_of_the_database_is_found_through_others() -> None:
    schema = """
CREATE FUNCTION public.inner_one(a text) RETURNS text
    LANGUAGE sql AS $$ SELECT a $$;

CREATE FUNCTION public.outer_one() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
BEGIN
    PERFORM public.inner_one($1);
END
$_$;

CREATE FUNCTION public.other() RETURNS trigger
    LANGUAGE sql AS $$ SELECT 1 $$;

CREATE TRIGGER goods_outer AFTER INSERT ON public.goods FOR EACH ROW EXECUTE FUNCTION public.outer_one();
CREATE TRIGGER other_outer AFTER INSERT ON public.others FOR EACH ROW EXECUTE FUNCTION public.other();
"""
    assert callers_of("inner_one", schema) == {"inner_one", "outer_one"}
    assert tables_triggering({"inner_one", "outer_one"}, schema) == {"goods"}
    assert callers_of("goods", schema) == set()
