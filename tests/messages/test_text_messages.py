"""Sending text messages: what a gateway gets, what it may answer, and what is logged without one."""

from datetime import UTC, datetime, timedelta

import httpx
import msgspec
import pytest
import structlog

from parlour.areas.messages.model import TextMessage
from parlour.areas.messages.service import sms
from parlour.areas.messages.service.gateways import NotTaken, Text, to_request
from parlour.areas.messages.service.sms import SmsHandler
from parlour.outbox.entries import Undeliverable
from parlour.settings import Settings

LATER = datetime(2100, 1, 1, tzinfo=UTC)
MESSAGE = TextMessage("13155550177", 'Code "1234" für & {phone}', LATER)
TEXT = Text(MESSAGE.recipient, MESSAGE.text, "k-1")
GATEWAY = "https://gateway.example/send"


def payload_of(message: TextMessage) -> str:
    return msgspec.json.encode(message).decode()


def test_a_gateway_gets_them_in_its_address() -> None:
    request = to_request(TEXT, Settings(sms_url=f"{GATEWAY}?to={{phone}}&text={{text}}"))
    assert request.method == "GET"
    assert dict(request.url.params) == {"to": "13155550177", "text": MESSAGE.text}
    assert request.content == b""


def test_a_gateway_gets_them_in_a_form() -> None:
    settings = Settings(sms_url=GATEWAY, sms_body="To=%2B{phone}&Body={text}", sms_authorization="Bearer abc")
    request = to_request(TEXT, settings)
    assert (request.method, str(request.url)) == ("POST", GATEWAY)
    assert dict(httpx.QueryParams(request.content.decode())) == {"To": "+13155550177", "Body": MESSAGE.text}
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert request.headers["authorization"] == "Bearer abc"


def test_a_gateway_gets_them_as_json() -> None:
    request = to_request(
        TEXT, Settings(sms_url=GATEWAY, sms_body='{"to": ["+{phone}"], "text": "{text}", "id": "{key}"}')
    )
    assert msgspec.json.decode(request.content) == {"to": ["+13155550177"], "text": MESSAGE.text, "id": "k-1"}
    assert request.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("status", "error"), [(200, None), (202, None), (404, Undeliverable), (429, NotTaken), (503, NotTaken)]
)
async def test_the_answer_decides_whether_it_is_tried_again(status: int, error: type[Exception] | None) -> None:
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(status)

    handler = SmsHandler(Settings(sms_url=f"{GATEWAY}?text={{text}}"), httpx.MockTransport(answer))
    if error is None:
        await handler.deliver(payload_of(MESSAGE))
    else:
        with pytest.raises(error, match=str(status)):
            await handler.deliver(payload_of(MESSAGE))
    (request,) = sent
    assert request.url.params["text"] == MESSAGE.text


async def test_a_gateway_gets_the_same_key_for_each_attempt_of_a_message() -> None:
    keys: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        keys.append(request.url.params["key"])
        return httpx.Response(503 if len(keys) == 1 else 200)

    handler = SmsHandler(Settings(sms_url=f"{GATEWAY}?key={{key}}&text={{text}}"), httpx.MockTransport(answer))
    with pytest.raises(NotTaken):
        await handler.deliver(payload_of(MESSAGE))
    await handler.deliver(payload_of(MESSAGE))
    await handler.deliver(payload_of(TextMessage("13155550177", MESSAGE.text, LATER + timedelta(minutes=1))))
    assert keys[0] == keys[1] != keys[2]


async def test_without_a_gateway_it_is_logged() -> None:
    with structlog.testing.capture_logs() as logs:
        await SmsHandler(Settings()).deliver(payload_of(MESSAGE))
    (line,) = logs
    assert (line["event"], line["recipient"], line["text"]) == ("text message", "13155550177", MESSAGE.text)


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        ("{}", sms.NOT_READABLE),
        (payload_of(TextMessage("1", "Late", datetime(2026, 1, 1, tzinfo=UTC))), sms.EXPIRED),
    ],
)
async def test_what_can_not_be_sent_any_more_is_given_up(payload: str, reason: str) -> None:
    with pytest.raises(Undeliverable, match=reason):
        await SmsHandler(Settings()).deliver(payload)
