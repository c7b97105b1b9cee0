"""Small JSON answers, and the one error that becomes one."""

from http import HTTPStatus

from aiohttp import web


class Refusal(Exception):  # noqa: N818 - it is an answer, not an error of ours
    """A request that is not taken: the status to answer with and a sentence for whoever sent it."""

    def __init__(self, status: HTTPStatus, says: str) -> None:
        self.status = status
        self.says = says
        super().__init__(says)


def answer(status: HTTPStatus, **fields: object) -> web.Response:
    """Answer with a small JSON object."""
    return web.json_response(fields, status=status)
