"""The sandbox's pages in the browser: a GitHub in miniature to read, push, comment and sign in."""

from bot.sandbox.pages.routes import make_pages

__all__ = ["make_pages"]
