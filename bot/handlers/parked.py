"""A pull request that goes into a branch which is not guarded, while the required check of an earlier judgement stands green.

What is judged on its way there is told by the check of the other name. So the required one would stay as it was whatever is
said meanwhile, and hold at the moment in which the pull request is turned back, with a merge that waits for nothing else.
"""

from bot.core.branches import CHECK_NAME, Branches
from bot.core.markdown import code
from bot.core.model.report import CheckRun
from bot.core.plan import plan_check
from bot.core.queued import PASSING
from bot.errors import DontDelegateError
from bot.github import Installation, Reading

SUMMARY = "It is judged again once the pull request goes into a branch whose check this is."


async def take_green_back(installation: Installation, reading: Reading, branches: Branches) -> None:
    """Set the required check of a pull request that goes elsewhere back, unless another one stands for it too."""
    if branches.guards(reading.base_ref) or any(map(branches.guards, reading.other_bases)):
        return
    stands = reading.stands.check
    if stands is None or stands.conclusion not in PASSING:
        return
    title = f"Goes into {code(reading.base_ref, 100)} now, where this check is not required"
    check = CheckRun(CHECK_NAME, reading.head_sha, "action_required", title, SUMMARY)
    receipts = await installation.apply_to_group(reading.repository, tuple(plan_check(check, stands)))
    refused = next((receipt.refused for receipt in receipts if receipt.refused is not None), None)
    if refused is not None:
        raise DontDelegateError(f"GitHub refused the check run: {refused}")
