"""A GitHub in this process: what people do there, told to the bot by webhooks, and read by it over REST and GraphQL."""

from bot.sandbox.deliveries import Deliveries, Delivery
from bot.sandbox.faults import Faults
from bot.sandbox.model.app import App
from bot.sandbox.model.base import SandboxError
from bot.sandbox.model.clock import Clock
from bot.sandbox.model.git import File
from bot.sandbox.model.reviewing import Remark
from bot.sandbox.model.world import World
from bot.sandbox.rest.front import Exchange
from bot.sandbox.server import Sandbox

__all__ = [
    "App",
    "Clock",
    "Deliveries",
    "Delivery",
    "Exchange",
    "Faults",
    "File",
    "Remark",
    "Sandbox",
    "SandboxError",
    "World",
]
