"""YAML to a Policy, or to every problem at once."""

from bot.policy.advice.review import Review, review
from bot.policy.build_policy import unconfigured
from bot.policy.cases import CaseFailure, case_problems, run_cases
from bot.policy.draft import Draft, written
from bot.policy.editor_schema import json_schema
from bot.policy.loading import load
from bot.policy.pack_files import BrokenPackError
from bot.policy.problems import Problem, Problems
from bot.policy.shipped import agent_marks, shipped_rules, shipped_zones
from bot.policy.suites import Suite, files_in, shipped_files, suite
from bot.policy.under_floor import weaker, without_effect

__all__ = [
    "BrokenPackError",
    "CaseFailure",
    "Draft",
    "Problem",
    "Problems",
    "Review",
    "Suite",
    "agent_marks",
    "case_problems",
    "files_in",
    "json_schema",
    "load",
    "review",
    "run_cases",
    "shipped_files",
    "shipped_rules",
    "shipped_zones",
    "suite",
    "unconfigured",
    "weaker",
    "without_effect",
    "written",
]
