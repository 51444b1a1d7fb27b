"""Checking before the measurement that both servers answer, and with the same rows."""

import urllib.error
import urllib.request
from typing import Any

import msgspec

from bench.case import Case
from bench.measure import Failed
from bench.traffic import Request

SAMPLE = 20


def check_same_answers(case: Case, authorization: str, parlour_port: int, bare_port: int) -> None:
    """Raise `Failed` if an answer is not 2xx, all of a sample are empty, or the numbers of rows differ."""
    total = 0
    for request in case.requests[:SAMPLE]:
        rows = ask(bare_port, request, authorization)
        shaped = ask(parlour_port, request, authorization)
        data = shaped["data"]
        found = len(data) if isinstance(data, list) else 1
        if found != len(rows):
            raise Failed(f"{request.method} {request.path}: Parlour gives {found} rows, the bare route {len(rows)}.")
        total += found
    if not total:
        raise Failed(f"{case.title}: nothing is found, so nothing would be measured.")


def ask(port: int, request: Request, authorization: str) -> Any:
    """Return the body of an answer. Raise `Failed` if it is no success."""
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}{request.path}",
        data=request.body or None,
        method=request.method,
        headers={"Authorization": authorization, "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310 - our own server
            return msgspec.json.decode(answer.read())
    except urllib.error.HTTPError as error:
        raise Failed(f"{request.method} {request.path}: {error.code} {error.read()[:500]!r}") from None
