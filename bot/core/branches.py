"""Which branches are guarded, and by what name our check goes on what is to be merged into them.

A check stands on a commit, not on a pull request. If one name served every branch, whoever may push could have a change
judged on its way into a branch that holds it already, or where a weaker policy stands, and then turn the pull request to
another branch with a green check. So the name that is required stands only for branches that keep others out.
"""

from dataclasses import dataclass

from bot.core.matching.globs import branch_fits

CHECK_NAME = "Don't Delegate"
ELSEWHERE = "Don't Delegate (other branches)"
NAMES = (CHECK_NAME, ELSEWHERE)


@dataclass(frozen=True, slots=True)
class Branches:
    """The guarded branches: the default one, and those that fit a glob which the policy there names."""

    default: str
    named: tuple[str, ...] = ()

    def guards(self, branch: str) -> bool:
        """Whether the required check on what goes into a branch is ours to give."""
        return branch == self.default or branch_fits(self.named, branch)

    def check_name(self, branch: str) -> str:
        """Name the check on what goes into a branch."""
        return CHECK_NAME if self.guards(branch) else ELSEWHERE

    def share(self, one: str, other: str) -> bool:
        """Whether the checks of two different branches would stand in the same place."""
        return one != other and self.guards(one) == self.guards(other)
