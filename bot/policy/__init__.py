"""YAML to a Policy, or to every problem at once."""

from bot.policy.build_policy import unconfigured
from bot.policy.editor_schema import json_schema
from bot.policy.loading import load
from bot.policy.pack_files import BrokenPackError
from bot.policy.problems import Problem, Problems
from bot.policy.shipped import agent_marks, shipped_rules, shipped_zones
from bot.policy.under_floor import weaker, without_effect

__all__ = [
    "BrokenPackError",
    "Problem",
    "Problems",
    "agent_marks",
    "json_schema",
    "load",
    "shipped_rules",
    "shipped_zones",
    "unconfigured",
    "weaker",
    "without_effect",
]
