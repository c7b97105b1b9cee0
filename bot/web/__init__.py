"""The way in from outside: the webhook, health, metrics and a page that says what this is."""

from bot.web.app import make_app
from bot.web.home import Link
from bot.web.server import Part, Server, until_stopped
from bot.web.webhook import Door

__all__ = ["Door", "Link", "Part", "Server", "make_app", "until_stopped"]
