"""Which people GitHub is asked about: those that one verdict rests on, and no others."""

from collections.abc import Collection, Sequence

from bot.core.model.policy import Signers
from bot.core.model.verdict import Inquiry
from bot.core.seniority import LADDER


def inquiry(groups: Sequence[Signers], spoke: Collection[str]) -> Inquiry:
    """Ask for what these groups of signers name; a permission is asked about for everybody whose word may count."""
    permission = min((group.permission for group in groups if group.permission), key=LADDER.index, default=None)
    return Inquiry(
        teams=frozenset(team for group in groups for team in group.teams),
        logins=frozenset(login.lower() for login in spoke if login) if permission else frozenset(),
        permission=permission,
    )
