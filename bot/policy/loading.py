"""A policy file's text to a Policy, or to everything that is wrong with it."""

from itertools import islice

from bot.core.model.policy import Policy
from bot.policy.build_policy import build_policy
from bot.policy.complaints import fit
from bot.policy.policy_shape import PolicyShape
from bot.policy.problems import MOST_TOLD, START, Problem, Problems, gather, problem
from bot.policy.reading import read
from bot.policy.sense_code import check_code
from bot.policy.sense_policy import check_policy
from bot.policy.shipped import shipped_rules


def load(text: str | bytes, source: str) -> Policy | Problems:
    """Read a policy; never raises, whatever the text. `source` names it for people: `.github/dont-delegate.yml at 1a2b3c4`."""
    document = read(text)
    found: list[Problem] = document.problems
    if document.root is None:
        return gather(found or [problem(START, "The file is empty.", "Write `version: 1`.")], source)
    shape = fit(document.root, PolicyShape)
    found += islice(check_policy(document.root, {rule.id: rule.zone for rule in shipped_rules()}), MOST_TOLD)
    if isinstance(shape, list):
        found += shape
    if not found:
        found += check_code(document.root)
    if found or isinstance(shape, list):
        return gather(found, source)
    return build_policy(shape, source)
