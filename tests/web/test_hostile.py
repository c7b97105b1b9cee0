"""Everything hostile: a clean 4xx with these words, no row, no traceback, nothing repeated."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp import ClientSession
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.web import Door

SIGNATURE_NEEDED = "exactly one X-Hub-Signature-256 header is needed"
SIGNATURE_FORM = "X-Hub-Signature-256 must be sha256= and 64 hex digits"
FORM = "choose application/json as the webhook's content type"
NO_ACTION = "the payload is malformed: `pull_request.action` should be a text of the usual form"
NO_JSON = "the body is not valid JSON in UTF-8"
EVENT_NEEDED = "exactly one X-GitHub-Event header of the usual form is needed"
DELIVERY_NEEDED = "exactly one X-GitHub-Delivery header of the usual form is needed"


@dataclass
class Case:
    status: int
    error: str
    body: bytes | None = None
    headers: dict[str, str | None] = field(default_factory=dict)


CASES = {
    "no signature": Case(401, SIGNATURE_NEEDED, headers={"X_Hub_Signature_256": None}),
    "empty signature": Case(401, SIGNATURE_FORM, headers={"X_Hub_Signature_256": ""}),
    "sha1 alone": Case(401, SIGNATURE_NEEDED, headers={"X_Hub_Signature_256": None, "X_Hub_Signature": "sha1=" + "0" * 40}),
    "sha1 in its place": Case(401, SIGNATURE_FORM, headers={"X_Hub_Signature_256": "sha1=" + "0" * 40}),
    "too short": Case(401, SIGNATURE_FORM, headers={"X_Hub_Signature_256": "sha256=" + "0" * 63}),
    "too long": Case(401, SIGNATURE_FORM, headers={"X_Hub_Signature_256": "sha256=" + "0" * 65}),
    "capital letters": Case(401, SIGNATURE_FORM, headers={"X_Hub_Signature_256": "sha256=" + "A" * 64}),
    "two in one": Case(401, SIGNATURE_FORM, headers={"X_Hub_Signature_256": f"sha256={'0' * 64}, sha256={'0' * 64}"}),
    "not ASCII": Case(401, SIGNATURE_FORM, headers={"X_Hub_Signature_256": "sha256=" + "é" * 64}),
    "digits of another script": Case(401, SIGNATURE_FORM, headers={"X_Hub_Signature_256": "sha256=" + "٣" * 64}),
    "of another body": Case(401, "the signature does not fit the body", headers={"X_Hub_Signature_256": "sha256=" + "0" * 64}),
    "no content type": Case(415, "the content type must be application/json", headers={"Content_Type": "application/octet-stream"}),
    "a form": Case(415, FORM, headers={"Content_Type": "application/x-www-form-urlencoded"}),
    "plain text": Case(415, "the content type must be application/json", headers={"Content_Type": "text/plain"}),
    "compressed": Case(415, "the body must not be compressed", headers={"Content_Encoding": "gzip"}),
    "unknown charset": Case(400, "the charset must be utf-8", headers={"Content_Type": "application/json; charset=klingon"}),
    "another charset": Case(400, "the charset must be utf-8", headers={"Content_Type": "application/json; charset=utf-16"}),
    "no event": Case(400, EVENT_NEEDED, headers={"X_GitHub_Event": None}),
    "odd event": Case(400, EVENT_NEEDED, headers={"X_GitHub_Event": "pull request"}),
    "long event": Case(400, EVENT_NEEDED, headers={"X_GitHub_Event": "a" * 61}),
    "no delivery": Case(400, DELIVERY_NEEDED, headers={"X_GitHub_Delivery": None}),
    "long delivery": Case(400, DELIVERY_NEEDED, headers={"X_GitHub_Delivery": "a" * 101}),
    "odd delivery": Case(400, DELIVERY_NEEDED, headers={"X_GitHub_Delivery": "../../etc"}),
    "delivery not ASCII": Case(400, DELIVERY_NEEDED, headers={"X_GitHub_Delivery": "dé"}),
    "empty body": Case(400, NO_JSON, b""),
    "no JSON": Case(400, NO_JSON, b"payload=1"),
    "half a JSON": Case(400, NO_JSON, b'{"action": "opened"'),
    "two values": Case(400, NO_JSON, b"{} {}"),
    "not UTF-8": Case(400, NO_JSON, b'{"action": "\xff"}'),
    "UTF-16": Case(400, NO_JSON, '{"action": "opened"}'.encode("utf-16")),
    "byte order mark": Case(400, NO_JSON, b"\xef\xbb\xbf{}"),
    "not a number": Case(400, NO_JSON, b'{"number": NaN}'),
    "endless number": Case(400, NO_JSON, b'{"number": -Infinity}'),
    "a number of many digits": Case(400, NO_JSON, b'{"number": ' + b"9" * 5000 + b"}"),
    "nested lists": Case(400, "the JSON is nested too deeply", b"[" * 200_000),
    "nested objects": Case(400, "the JSON is nested too deeply", b'{"a":' * 100_000),
    "a list": Case(400, "the payload is malformed: `pull_request` should be an object", b"[]"),
    "null": Case(400, "the payload is malformed: `pull_request` should be an object", b"null"),
    "a text": Case(400, "the payload is malformed: `pull_request` should be an object", b'"opened"'),
    "no action": Case(400, NO_ACTION, b'{"installation": {"id": 1}}'),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
async def test_a_hostile_request_gets_a_clean_answer_and_leaves_nothing(name, post, rows, logged):
    case = CASES[name]
    response = await post(case.body, **case.headers)
    assert (response.status, await response.json()) == (case.status, {"error": case.error})
    assert await rows() == []
    assert "Traceback" not in logged()
    assert '"exception"' not in logged()
    assert f'"status": {case.status}' in logged()


async def test_several_signatures_are_none_though_one_is_right(client, signed, opened_payload, rows):
    body = json.dumps(opened_payload()).encode()
    right = signed(body)
    several = [*right.items(), ("X-Hub-Signature-256", "sha256=" + "0" * 64)]
    response = await client.post("/webhook", data=body, headers=several)
    assert (response.status, await response.json()) == (401, {"error": SIGNATURE_NEEDED})
    assert await rows() == []


async def test_two_names_of_an_event_are_none(client, signed, opened_payload):
    body = json.dumps(opened_payload()).encode()
    response = await client.post("/webhook", data=body, headers=[*signed(body).items(), ("X-GitHub-Event", "ping")])
    assert (response.status, await response.json()) == (400, {"error": EVENT_NEEDED})


async def test_only_post_is_taken(client):
    response = await client.get("/webhook")
    assert (response.status, response.headers["Allow"]) == (405, "POST")
    assert await response.json() == {"error": "Method Not Allowed"}


LARGEST = 25 * 1024 * 1024


def padded(size: int, payload: dict[str, object]) -> bytes:
    """The payload as JSON of just so many bytes."""
    body = json.dumps(payload).encode()
    return body + b" " * (size - len(body))


async def test_a_body_of_just_25_mb_is_taken(post, rows, opened_payload):
    response = await post(padded(LARGEST, opened_payload()))
    assert response.status == 202
    assert len(await rows()) == 1


async def test_one_byte_more_is_too_much(post, rows, opened_payload):
    response = await post(padded(LARGEST + 1, opened_payload()))
    assert response.status == 413
    assert await response.json() == {"error": "the body is larger than 26214400 bytes"}
    assert await rows() == []


async def test_a_body_that_does_not_say_its_length_is_stopped_too(client: ClientSession, signed, rows):
    body = b" " * (LARGEST + 1)

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 1 << 20):
            yield body[start : start + (1 << 20)]

    response = await client.post("/webhook", data=pieces(), headers=signed(body))
    assert (response.status, await rows()) == (413, [])


async def test_a_slow_body_is_not_waited_for(serve, signed, rows):
    client = await serve(Door(4711, ("the-present-secret",), patience=0.05))
    never = asyncio.Event()

    async def pieces() -> AsyncIterator[bytes]:
        yield b'{"action":'
        await never.wait()

    response = await client.post("/webhook", data=pieces(), headers=signed(b""))
    assert response.status == 408
    assert await response.json() == {"error": "the body did not arrive within 0.05 seconds"}
    assert await rows() == []


async def raw(port: int, request: bytes) -> bytes:
    """Send bytes, and read the head of what comes back."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    answer = await reader.readuntil(b"\r\n\r\n")
    writer.close()
    await writer.wait_closed()
    return answer


BROKEN = {
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "no such version": b"POST /webhook HTTP/9.9\r\n\r\n",
    "a header without a name": b"POST /webhook HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n",
    "two lengths": b"POST /webhook HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "a negative length": b"POST /webhook HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
    "a header too long": b"POST /webhook HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 20_000 + b"\r\n\r\n",
    "length and chunks": b"POST /webhook HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
}


@pytest.fixture
def port(client: ClientSession) -> int:
    assert client._base_url is not None
    assert client._base_url.port is not None
    return client._base_url.port


@pytest.mark.parametrize("name", BROKEN)
async def test_broken_http_gets_400_and_no_traceback(name, port, logged):
    answer = await raw(port, BROKEN[name])
    assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.0 400"))
    assert "Traceback" not in logged()
    assert '"exception"' not in logged()


async def test_a_broken_chunk_is_the_senders_fault(port, logged, rows):
    head = (
        b"POST /webhook HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nX-GitHub-Event: ping\r\n"
        b"X-GitHub-Delivery: d\r\nX-Hub-Signature-256: sha256=" + b"0" * 64 + b"\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    answer = await raw(port, head + b"zz\r\n")
    assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.0 400"))
    assert "Traceback" not in logged()
    assert '"exception"' not in logged()
    assert await rows() == []


async def test_a_sender_that_hangs_up_leaves_nothing(client, port, logged, rows):
    head = (
        b"POST /webhook HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nX-GitHub-Event: ping\r\n"
        b"X-GitHub-Delivery: d\r\nX-Hub-Signature-256: sha256=" + b"0" * 64 + b"\r\nContent-Length: 100\r\n\r\n"
    )
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(head + b'{"half')
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    await client.get("/healthz")  # by its answer the other connection's end has been seen
    assert '"exception"' not in logged()
    assert await rows() == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(
        ["Content-Type", "X-GitHub-Event", "X-GitHub-Delivery", "X-Hub-Signature-256", "Content-Encoding"]
    ),
    value=st.binary(max_size=40).filter(lambda value: not set(value) & {0, 10, 13}),
)
async def test_no_header_whatever_brings_more_than_4xx(port, name, value):
    request = (
        b"POST /webhook HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n" + name.encode() + b": " + value + b"\r\n\r\n{}"
    )
    answer = await raw(port, request)
    assert answer[9:10] == b"4"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.binary(max_size=60)
    | st.text(alphabet='{}[]":,0aeE.-+tfn\\\ud800', max_size=40).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
async def test_no_signed_body_whatever_brings_a_failure(post, logged, body):
    response = await post(body)
    assert response.status in (202, 400)
    assert '"exception"' not in logged()
