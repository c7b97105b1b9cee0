"""Running and ending: what is under way ends first."""

import asyncio
import os
import signal

import pytest
from aiohttp import ClientConnectionError, ClientSession, web

from bot.errors import DontDelegateError, UserError
from bot.web import Server, until_stopped


class Patient:
    """An application whose one page answers when it is let."""

    def __init__(self) -> None:
        self.asked, self.let = asyncio.Event(), asyncio.Event()
        self.app = web.Application()
        self.app.router.add_get("/", self.answer)

    async def answer(self, _request: web.Request) -> web.Response:
        self.asked.set()
        await self.let.wait()
        return web.Response(text="done")


class Noted:
    """A part that notes what happens to it."""

    def __init__(self, notes: list[str], name: str, failure: Exception | None = None) -> None:
        self.notes, self.name, self.failure = notes, name, failure
        self.stopped, self.running = asyncio.Event(), asyncio.Event()

    async def run(self) -> None:
        self.running.set()
        if self.failure:
            raise self.failure
        await self.stopped.wait()
        self.notes.append(f"{self.name} ended")

    def stop(self) -> None:
        self.notes.append(f"{self.name} told")
        self.stopped.set()


async def test_a_request_under_way_ends_and_no_other_begins():
    patient = Patient()
    server = Server(patient.app, "127.0.0.1", 0)
    running = asyncio.create_task(server.run())
    await server.started.wait()
    async with ClientSession(f"http://127.0.0.1:{server.port}") as session:
        first = asyncio.create_task(session.get("/"))
        await patient.asked.wait()
        server.stop()
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", server.port)
            except ConnectionError:
                break
            writer.close()
        assert not running.done()
        patient.let.set()
        assert await (await first).text() == "done"
    await running


async def test_a_request_that_does_not_end_is_cut_off_in_the_end():
    patient = Patient()
    server = Server(patient.app, "127.0.0.1", 0, grace=0.05)
    running = asyncio.create_task(server.run())
    await server.started.wait()
    async with ClientSession(f"http://127.0.0.1:{server.port}") as session:
        first = asyncio.create_task(session.get("/"))
        await patient.asked.wait()
        server.stop()
        with pytest.raises(ClientConnectionError):
            await first
    await running


async def test_an_address_that_is_taken_is_said_plainly():
    app = web.Application()
    first = Server(app, "127.0.0.1", 0)
    running = asyncio.create_task(first.run())
    await first.started.wait()
    with pytest.raises(UserError, match=f"can't listen on 127.0.0.1 port {first.port}"):
        await Server(web.Application(), "127.0.0.1", first.port).run()
    first.stop()
    await running


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_the_parts_in_their_order(number):
    notes: list[str] = []
    parts = [Noted(notes, "server"), Noted(notes, "worker")]
    running = asyncio.create_task(until_stopped(parts))
    for part in parts:
        await part.running.wait()
    os.kill(os.getpid(), number)
    await running
    assert notes == ["server told", "server ended", "worker told", "worker ended"]


async def test_when_a_part_fails_the_others_end_and_its_error_comes_out():
    notes: list[str] = []
    with pytest.raises(OSError, match="no disk"):
        await until_stopped([Noted(notes, "server"), Noted(notes, "worker", OSError("no disk"))])
    assert "server ended" in notes


async def test_a_part_that_ends_by_itself_is_a_fault():
    part = Noted([], "worker")
    part.stopped.set()
    with pytest.raises(DontDelegateError, match="ended by itself"):
        await until_stopped([part])


class Stubborn(Noted):
    """A part that heeds nothing but being cancelled."""

    def stop(self) -> None:
        self.notes.append(f"{self.name} told")
        os.kill(os.getpid(), signal.SIGTERM)


async def test_a_second_signal_ends_all_at_once():
    notes: list[str] = []
    part = Stubborn(notes, "worker")
    running = asyncio.create_task(until_stopped([part]))
    await part.running.wait()
    os.kill(os.getpid(), signal.SIGTERM)
    await running
    assert notes == ["worker told"]
