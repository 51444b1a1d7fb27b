"""Choosing an answer of an operation by the caller's preferences."""

import random
import re
import secrets

import msgspec
from litestar.response.base import ASGIResponse

from parlour.http.json import ENCODER
from parlour.portal.mock.described import Answer, Answers
from parlour.portal.mock.fake_data import generate
from parlour.portal.mock.prefer import Preferences


class Choice(msgspec.Struct, frozen=True):
    """An answer, with its example or seed, and the preferences that were applied."""

    answer: Answer
    example: str | None
    """None for an answer without a body."""
    seed: str | None
    delay_s: float
    applied: str

    def response(self) -> ASGIResponse:
        return self.answer.response(self._body(), {"preference-applied": self.applied} if self.applied else None)

    def _body(self) -> bytes:
        if self.example is None:
            return b""
        if self.seed is None or not self.answer.is_json:  # for CSV and PDF there is only the example
            return self.answer.examples[self.example]
        if self.answer.status >= 400:  # the content of a refusal is never generated
            draw = random.Random(self.seed)  # noqa: S311 - not a secret
            return draw.choice(list(self.answer.examples.values()))
        return ENCODER.encode(generate(self.answer, self.seed))


def choose(answers: Answers, preferences: Preferences) -> Choice:
    """Choose an answer. Raise `ValueError` if there is no such status or no such example."""
    answer = _answer(answers, preferences)
    seed = (preferences.seed or secrets.token_hex(4)) if preferences.dynamic else None
    applied = {
        "code": preferences.code,
        "example": preferences.example,
        "dynamic": "true" if preferences.dynamic else None,
        "seed": seed,
        "delay": preferences.delay or None,
    }
    return Choice(
        answer,
        example=preferences.example or next(iter(answer.examples), None),
        seed=seed,
        delay_s=preferences.delay / 1000,
        applied=", ".join(f"{name}={_quoted(str(value))}" for name, value in applied.items() if value is not None),
    )


def _answer(answers: Answers, preferences: Preferences) -> Answer:
    """Return the answer with the preferred code; without one the success, or any with the preferred example."""
    code, example = preferences.code, preferences.example
    if code is not None and code not in answers.answers:
        raise ValueError(f"code={code} is none of its statuses.")
    likely = [answers.success, *answers.answers.values()] if code is None else [answers.answers[code]]
    if example is None:
        return likely[0]
    for answer in likely:
        if example in answer.examples:
            return answer
    raise ValueError(f"example={example} is none of its examples{f' under {code}' if code else ''}.")


def _quoted(value: str) -> str:
    """Return a value as it is written in the header: in quotes unless it is a plain word."""
    if re.fullmatch(r"[0-9A-Za-z_.-]+", value):
        return value
    return '"{}"'.format(re.sub(r'(["\\])', r"\\\1", value))
