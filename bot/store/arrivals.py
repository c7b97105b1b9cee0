"""Wakes those in this process who wait for something to claim."""

import asyncio


class Arrivals:
    """A bell that cannot be missed: take `next()` before looking, look, and only then wait for what was taken."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def next(self) -> asyncio.Event:
        """Give the event that will be set by the next `announce`."""
        return self._next

    def announce(self) -> None:
        """Something may be claimed now."""
        rung, self._next = self._next, asyncio.Event()
        rung.set()
