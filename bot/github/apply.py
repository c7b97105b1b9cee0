"""The last wave: all effects at once, each with its receipt."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from http import HTTPStatus

from bot.core.model.report import Effect, PostAnswer, Receipt, ResolveThread
from bot.errors import DontDelegateError, TransientError
from bot.github import queries
from bot.github.client import Client
from bot.github.failures import ApplyFailedError, RefusedError
from bot.github.graph_shapes import Done
from bot.github.place import Place
from bot.github.requests import reaction, request
from bot.github.rest_shapes import Made

# The effect alone is refused: a line outside the diff, a locked conversation, somebody who left, a thread that is gone.
EFFECT_REFUSED = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.GONE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    }
)


async def apply(client: Client, place: Place, effects: Sequence[Effect]) -> list[Receipt]:
    """Carry out all; receipts in the effects' order. One that failed raises `ApplyFailedError` once all have ended."""
    outcomes = await asyncio.gather(*(_one(client, place, effect) for effect in effects), return_exceptions=True)
    receipts = [outcome for outcome in outcomes if isinstance(outcome, Receipt)]
    failures = [outcome for outcome in outcomes if isinstance(outcome, TransientError)]
    for outcome in outcomes:
        if isinstance(outcome, BaseException) and not isinstance(outcome, TransientError):
            raise outcome
    if failures:
        raise ApplyFailedError(failures, receipts)
    return receipts


async def _one(client: Client, place: Place, effect: Effect) -> Receipt:
    try:
        if isinstance(effect, ResolveThread):
            await client.query("ResolveThread", queries.RESOLVE_THREAD, {"thread": effect.id}, Done)
            return Receipt(effect)
        if isinstance(effect, PostAnswer):
            return await _answer(client, place, effect)
        made = await client.send(request(effect, place), Made)
    except RefusedError as refusal:
        if refusal.status in EFFECT_REFUSED:
            return Receipt(effect, refused=refusal.says, gone=refusal.status == HTTPStatus.NOT_FOUND)
        raise TransientError(str(refusal)) from None
    return Receipt(effect, id=made.id, at=made.at)


async def _answer(client: Client, place: Place, effect: PostAnswer) -> Receipt:
    """Reply and react together; whether the reaction came about matters to nobody."""

    async def react() -> None:
        with suppress(DontDelegateError):
            await client.send(reaction(effect, place), Made)

    reacting = asyncio.create_task(react())
    try:
        made = await client.send(request(effect, place), Made)
    finally:
        await reacting
    return Receipt(effect, id=made.id, at=made.at)
