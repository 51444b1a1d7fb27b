"""The faults that are made of Python code."""

import pytest
from mutants.finding import mutants_of


def faults_of(code: str) -> set[tuple[str, str]]:
    """What kind each is, and the first line that it leaves."""
    return {(mutant.edit.what, mutant.added[0]) for mutant in mutants_of("src/parlour/some.py", code, {})}


@pytest.mark.parametrize(
    ("code", "what", "changed"),
    [
        ("def f(a, b):\n    return a < b\n", "< → <=", "return a <= b"),
        ("def f(a, b):\n    return a not in b\n", "not in → in", "return a in b"),
        ("def f(a, b):\n    return a and b\n", "and → or", "return a or b"),
        ("def f(a, b):\n    return a and (b or 1)\n", "operand dropped", "return True and (b or 1)"),
        ("def f(a):\n    return not a\n", "not dropped", "return (a)"),
        ("def f(a):\n    if a:\n        return 1\n", "condition negated", "if not (a):"),
        ("def f(a):\n    if a:\n        return 1\n", "guard never acts", "if False and (a):"),
        ("def f(a):\n    return [b for b in a if b]\n", "filter dropped", "return [b for b in a if True]"),
        ("def f(a):\n    return g(a, b.c)\n", "arguments swapped", "return g(b.c, a)"),
        ("def f(a):\n    return g(x=a, y=b)\n", "arguments swapped", "return g(x=b, y=a)"),
        ("LIMIT = 20\n", "constant + 1", "LIMIT = 20 + 1"),
        ("IS_ON = True\n", "True → False", "IS_ON = False"),
        ("def f(a, b):\n    return max(a, b) - 1\n", "max → min", "return min(a, b) - 1"),
        ("def f(a, b):\n    return a - b\n", "- → +", "return a + b"),
        ("async def f():\n    await save()\n", "call dropped", "pass"),
        ("def f():\n    raise ValueError\n", "raise dropped", "pass"),
        ("def f(s):\n    s.count += 1\n", "change dropped", "pass"),
        ("def f(s):\n    s.count = 1\n", "assignment dropped", "pass"),
        ("def f(a) -> int | None:\n    return a\n", "None returned", "return None"),
        ("def f(a) -> bool:\n    return a\n", "answer negated", "return not (a)"),
        ("try:\n    f()\nexcept ValueError:\n    pass\n", "not caught", "except ():"),
        ("try:\n    f()\nexcept (A, B):\n    pass\n", "not caught", "except (B, B):"),
        ("@get('/', permission=X)\ndef f(): ...\n", "option permission dropped", "@get('/', )"),
        (
            "async def f():\n    async with lock:\n        pass\n",
            "context dropped",
            'async with __import__("contextlib").nullcontext():',
        ),
        ("async def f():\n    a = g.h\n    b = await c()\n", "statements swapped", "b = await c()"),
    ],
)
def test_a_kind_of_fault_is_made(code: str, what: str, changed: str) -> None:
    assert (what, changed) in faults_of(code)


@pytest.mark.parametrize(
    "code",
    [
        '"""A text with 1 < 2 and SELECT a FROM b WHERE c."""\n',
        "def f(a: int | None) -> None: ...\n",
        "def f():\n    return Meta(examples=[1])\n",
        "async def f(conn, tenant):\n    return await g(conn, tenant)\n",
        "def f(a, b):\n    return g.multiply(a, b)\n",
        "async def f():\n    a = await c()\n    b = g(a)\n",
        "async def f(t):\n    a = g(t)\n    b = await c()\n",
    ],
)
def test_what_says_nothing_is_left_alone(code: str) -> None:
    assert faults_of(code) == set()


def test_letters_of_any_script_before_a_place_do_not_move_it() -> None:
    assert ("== → !=", 'return "Ünïçødé 💇", a != b') in faults_of('def f(a, b):\n    return "Ünïçødé 💇", a == b\n')
