"""Reading bodies: what the network does to them."""

import asyncio

import pytest
from aiohttp import web
from aiohttp.base_protocol import BaseProtocol
from aiohttp.streams import StreamReader
from aiohttp.test_utils import make_mocked_request

from bot.web import body
from bot.web.answers import Refusal


@pytest.fixture
async def stream():
    loop = asyncio.get_running_loop()
    return StreamReader(BaseProtocol(loop), 2**16, loop=loop)


@pytest.mark.parametrize("failure", [web.RequestPayloadError("bad chunk"), ConnectionResetError()])
async def test_a_body_that_breaks_off_is_refused(stream, failure):
    stream.feed_data(b"{")
    stream.set_exception(failure)
    with pytest.raises(Refusal, match="the body is broken off") as refused:
        await body.read(make_mocked_request("POST", "/", payload=stream), 1)
    assert refused.value.status == 400


async def test_a_length_that_is_too_large_is_refused_unread(stream):
    request = make_mocked_request("POST", "/", {"Content-Length": str(body.LARGEST + 1)}, payload=stream)
    with pytest.raises(Refusal) as refused:
        await body.read(request, 1)
    assert refused.value.status == 413


async def test_pieces_become_one_body(stream):
    for piece in (b'{"a"', b": ", b"1}"):
        stream.feed_data(piece)
    stream.feed_eof()
    assert await body.read(make_mocked_request("POST", "/", payload=stream), 1) == b'{"a": 1}'


@pytest.mark.parametrize("text", ['{"a": 1}', "[]", "null", '"\\ud800"', '{"a": 1e400}'])
def test_json_is_read(text):
    body.decode(text.encode())


@pytest.mark.parametrize("kind", ["application/json", "Application/JSON", 'application/json; charset="UTF-8"'])
def test_the_usual_forms_pass(kind):
    body.check_form(make_mocked_request("POST", "/", {"Content-Type": kind}))
