"""No test touches what isn't its own: tests run beside each other, on a machine that others use, too.

Each rule reads the statements or the code of all tests. What it finds and must stay is in `ALLOWED` with a reason;
that may only shrink.
"""

import ast
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
ALLOWED = {
    ("tests/conftest.py", "signal.signal"): "before any test, and for the time of a fixture, which puts it back",
    ("tests/support/database.py", "/dev/shm"): "the name below it is made from the directory of the run",  # noqa: S108
    ("tests/support/database.py", "CREATE DATABASE template_in_the_making"): "once a run, behind a lock of the run",
    ("tests/support/database.py", "ALTER DATABASE template_in_the_making"): "the same",
    ("tests/support/confined.py", "resource.setrlimit"): "in a process of its own",
    ("tests/cli/forked.py", "os.environ.clear"): "in a process of its own",
    ("tests/cli/forked.py", "os.environ.update"): "the same",
    ("tests/conftest.py", "gc.disable"): "while tests are collected, before any of them",
    ("tests/api/test_garbage.py", "gc.disable"): "for the time of a fixture, which puts it back",
    ("tests/attack/test_floods.py", "resource.setrlimit"): "for its own many connections, put back afterwards",
    ("tests/cli/conftest.py", "CREATE DATABASE empty"): "on the embedded server of that test",
    ("tests/cli/conftest.py", "DROP DATABASE empty"): "the same",
}

Finder = Callable[[ast.AST], Iterator[str]]

# What says of a statement that it looks at the test's own: its database, a known process, or who waits for the test.
OWN = re.compile(r"\bdatname\b|\bpid = (\$\d|ANY|\{)|pg_backend_pid\(\)")
OF_ALL = re.compile(r"pg_terminate_backend|pg_cancel_backend|\bpg_stat_activity\b|\bpg_locks\b")
WHOLE_SERVER = re.compile(
    r"ALTER SYSTEM|pg_reload_conf|pg_rotate_logfile|pg_promote|pg_switch_wal|ALTER ROLE ALL", re.I
)
# A name without a part that differs from run to run; roles and databases belong to the whole server.
FIXED_NAME = re.compile(r"(CREATE|DROP|ALTER) (DATABASE|ROLE|USER|TABLESPACE) (IF EXISTS )?(?!IF )\"?\w+\b(?!\{)", re.I)
BY_NAME = re.compile(r"\b(pkill|killall|fuser)\b|\bkill (-\w+ )?-1\b|taskkill /IM")
FIXED_PLACE = re.compile(r"(/tmp|/var/tmp|/dev/shm)(/.+)?")
LOOPBACK = {"", "127.0.0.1", "localhost", "0.0.0.0", "::1", "::"}  # noqa: S104 - what a test might bind
PROCESS_WIDE = {
    *("os.putenv", "os.unsetenv", "os.chdir", "os.umask", "os.killpg", "os.environ.update", "os.environ.pop"),
    *("os.environ.setdefault", "os.environ.clear", "signal.signal", "locale.setlocale", "time.tzset", "random.seed"),
    *("socket.setdefaulttimeout", "resource.setrlimit", "sys.path.append", "sys.path.insert", "faulthandler.disable"),
    *("sys.setrecursionlimit", "gc.disable", "tempfile.mktemp"),
}


def of_others(node: ast.AST) -> Iterator[str]:
    """Statements that end, cancel or wait for what other tests do."""
    for text in _texts(node):
        if (found := OF_ALL.search(text)) and not OWN.search(text):
            yield found[0]


def of_the_whole_server(node: ast.AST) -> Iterator[str]:
    """Statements that change the server, or databases and roles under a name that other runs have, too."""
    for text in _texts(node):
        yield from (found[0] for found in WHOLE_SERVER.finditer(text))
        yield from (found[0] for found in FIXED_NAME.finditer(text))


def by_name(node: ast.AST) -> Iterator[str]:
    """Processes ended by a name that others have, too."""
    for text in _texts(node):
        yield from (found[0] for found in BY_NAME.finditer(text))


def in_fixed_places(node: ast.AST) -> Iterator[str]:
    """Files where other runs have theirs."""
    for text in _texts(node):
        if (found := FIXED_PLACE.fullmatch(text)) and found[2]:
            yield text
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Path"):
        yield from (text for part in node.args for text in _texts(part) if FIXED_PLACE.fullmatch(text))


def at_fixed_ports(node: ast.AST) -> Iterator[str]:
    """Ports that somebody else may have."""
    if isinstance(node, ast.List | ast.Tuple):
        yield from _ports_in(node.elts)
    if isinstance(node, ast.Call):
        yield from _ports_in(node.args)


def process_wide(node: ast.AST) -> Iterator[str]:
    """Changes of what all tests of a process share, not by `monkeypatch`, which takes them back."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) in PROCESS_WIDE:
        yield ast.unparse(node.func)
    targets = node.targets if isinstance(node, ast.Assign | ast.Delete) else []
    for target in targets:
        if isinstance(target, ast.Subscript) and ast.unparse(target.value) == "os.environ":
            yield "os.environ"


RULES: list[Finder] = [of_others, of_the_whole_server, by_name, in_fixed_places, at_fixed_ports, process_wide]


def _texts(node: ast.AST) -> Iterator[str]:
    """A text as it stands, or the parts of an f-string with braces where it is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    if isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)


def _ports_in(parts: list[ast.expr]) -> Iterator[str]:
    """A port behind an address of this machine, or behind the flag `--port`."""
    values = [part.value if isinstance(part, ast.Constant) else None for part in parts]
    for before, value in pairwise(values):
        is_port = (type(value) is int and 0 < value < 2**16) or (isinstance(value, str) and value.isdecimal())
        if is_port and (before == "--port" or (type(value) is int and before in LOOPBACK)) and value != "0":
            yield f"port {value!r}"


def _found(source: str) -> Iterator[str]:
    """What the rules find in a piece of code; the documentation of functions is no code."""
    tree = ast.parse(source)
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr | ast.JoinedStr):  # docstrings, and the parts of what is read as a whole
            skipped |= {id(part) for part in ast.iter_child_nodes(node) if isinstance(part, ast.Constant)}
        if id(node) not in skipped:
            for rule in RULES:
                yield from rule(node)


def _sources() -> list[Path]:
    return sorted(path for path in TESTS.rglob("*.py") if path != Path(__file__))


@lru_cache
def _found_in_all() -> frozenset[tuple[str, str]]:
    """File and finding."""
    return frozenset(
        (str(path.relative_to(TESTS.parent)), what) for path in _sources() for what in _found(path.read_text())
    )


def test_no_test_touches_what_is_not_its_own() -> None:
    assert _found_in_all() - ALLOWED.keys() == set()


def test_the_allowlist_has_no_unused_entries() -> None:
    assert ALLOWED.keys() - _found_in_all() == set()
    assert len(_sources()) > 150


@pytest.mark.parametrize(
    "code",
    [
        """conn.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'parlour'")""",
        """QUERY = f"SELECT pg_cancel_backend(pid) FROM pg_locks WHERE relation = {table}" """,
        """until("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")""",
        """admin.execute("alter system set fsync = off")""",
        """admin.execute("SELECT pg_reload_conf()")""",
        """admin.execute("CREATE ROLE app LOGIN")""",
        """admin.execute("DROP DATABASE IF EXISTS scratch WITH (FORCE)")""",
        """subprocess.run(["pkill", "-f", "parlour serve"])""",
        """subprocess.run("killall postgres", shell=True)""",
        """os.killpg(group, signal.SIGKILL)""",
        """data = Path("/tmp/parlour")""",
        """data = Path("/tmp") / "parlour" """,
        """open("/tmp/lock", "w")""",
        """sock.bind(("127.0.0.1", 8000))""",
        """asyncio.start_server(serve, "127.0.0.1", 5025)""",
        """serving(database_url, "--port", "8000")""",
        """os.environ["PARLOUR_PORT"] = "1" """,
        """del os.environ["HOME"]""",
        """os.environ.update(PARLOUR_PORT="1")""",
        """os.chdir(tmp_path)""",
        """signal.signal(signal.SIGTERM, handler)""",
    ],
)
def test_the_rules_find(code: str) -> None:
    assert list(_found(code)) != []


@pytest.mark.parametrize(
    "code",
    [
        """conn.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name)""",
        """conn.execute("SELECT pg_terminate_backend($1) FROM pg_stat_activity WHERE pid = $1", pid)""",
        """conn.execute("SELECT pg_terminate_backend(pg_backend_pid())")""",
        """admin.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")""",
        """admin.execute(f"CREATE DATABASE bare_{WORKER}")""",
        """serving(database_url, "--port", "0")""",
        """serving(database_url, "--port", port)""",
        """asyncio.start_server(serve, "127.0.0.1", 0)""",
        """monkeypatch.setenv("PARLOUR_PORT", "1")""",
        """environ = {**os.environ, "A": "b"}""",
        """os.kill(pid, signal.SIGKILL)""",
        """tempfile.TemporaryDirectory(dir="/tmp")""",
    ],
)
def test_the_rules_accept(code: str) -> None:
    assert list(_found(code)) == []
