"""The whole world in one object: state, and every operation by the name of what people do."""

from bot.sandbox.model.checking import Checking
from bot.sandbox.model.governing import Governing


class World(Checking, Governing):
    """A GitHub with one App. Operations change the state and send the webhooks that GitHub would send."""
