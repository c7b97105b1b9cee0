"""YAML to a Policy, or to every problem at once."""

from bot.policy.build_policy import unconfigured
from bot.policy.cases import CaseFailure, case_problems, run_cases
from bot.policy.editor_schema import json_schema
from bot.policy.loading import load
from bot.policy.problems import Problem, Problems
from bot.policy.shipped import BrokenPackError, agent_marks, shipped_rules, shipped_zones

__all__ = [
    "BrokenPackError",
    "CaseFailure",
    "Problem",
    "Problems",
    "agent_marks",
    "case_problems",
    "json_schema",
    "load",
    "run_cases",
    "shipped_rules",
    "shipped_zones",
    "unconfigured",
]
