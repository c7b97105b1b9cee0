"""Looking through a repository for where its zones are."""

from bot.core.survey.files import worth_reading
from bot.core.survey.findings import Placed, Survey, ZoneFound
from bot.core.survey.people import Past, Proposal, history, owners
from bot.core.survey.survey import survey

__all__ = ["Past", "Placed", "Proposal", "Survey", "ZoneFound", "history", "owners", "survey", "worth_reading"]
